import type { Locator, Page } from 'playwright-core';

/** The extension's item of the status bar. */
export class StatusBar {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** What it says to a screen reader; undefined while it is hidden. */
  async label(): Promise<string | undefined> {
    // At once, for it may be gone in the next moment. As text: the tests know no DOM.
    const labels: unknown = await this.#button.evaluateAll('(all) => all.map((one) => one.getAttribute("aria-label"))');
    return (labels as string[])[0];
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
