import type { Page } from 'playwright-core';

/** The system's clipboard, as the browser has it. */
export class Clipboard {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  read(): Promise<string> {
    return this.#page.evaluate('navigator.clipboard.readText()');
  }

  async write(text: string): Promise<void> {
    await this.#page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
  }
}
