import type { Page } from 'playwright-core';

/** The browser serves only the document that has the focus, and after a click in a panel that is the panel's. */
const takeFocus = '(document.hasFocus() || (document.activeElement?.blur(), window.focus()))';

/** The system's clipboard, as the browser has it. */
export class Clipboard {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  read(): Promise<string> {
    return this.#page.evaluate(`${takeFocus}, navigator.clipboard.readText()`);
  }

  async write(text: string): Promise<void> {
    await this.#page.evaluate(`${takeFocus}, navigator.clipboard.writeText(${JSON.stringify(text)})`);
  }
}
