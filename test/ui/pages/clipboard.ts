import type { Page } from 'playwright-core';

/** The browser allows the clipboard only to the focused document, which is the panel's after a click in it. */
const takeFocus = '(document.hasFocus() || (document.activeElement?.blur(), window.focus()))';

/** The browser's clipboard. */
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
