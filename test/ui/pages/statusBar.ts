import type { Locator, Page } from 'playwright-core';

/** The extension's item of the status bar. */
export class StatusBar {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** What it says to a screen reader; undefined while it is hidden. */
  async label(): Promise<string | undefined> {
    // Of the whole bar, which is always there: the item may be gone in the next moment.
    const outline = await this.#page.locator('.part.statusbar').ariaSnapshot();
    return /"(Kratos connection [^"]*)"/.exec(outline)?.[1];
  }

  /** The words in it, without its icon. */
  async text(): Promise<string | undefined> {
    return (await this.#button.allTextContents())[0]?.trim();
  }

  async click(): Promise<void> {
    await this.#button.click();
  }

  get #button(): Locator {
    return this.#page.locator('.statusbar-item[id$="kratosExplorer.connection"]:visible').locator('a');
  }
}
