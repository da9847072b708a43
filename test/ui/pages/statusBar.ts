import type { Locator, Page } from 'playwright-core';

/** The extension's item of the status bar. */
export class StatusBar {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Returns its text for screen readers; undefined while it is hidden. */
  async label(): Promise<string | undefined> {
    // Reads the whole bar at once, as the item may disappear at any time.
    const outline = await this.#page.locator('.part.statusbar').ariaSnapshot();
    return /"(Kratos connection [^"]*)"/.exec(outline)?.[1];
  }

  /** Returns its text without the icon. */
  async text(): Promise<string | undefined> {
    return (await this.#button.allTextContents())[0]?.trim();
  }

  /** What says that something was saved, and offers actions. */
  get saved(): Locator {
    return this.#page.locator('.statusbar-item[id$="kratosExplorer.done"]:visible').locator('a');
  }

  async click(): Promise<void> {
    await this.#button.click();
  }

  get #button(): Locator {
    return this.#page.locator('.statusbar-item[id$="kratosExplorer.connection"]:visible').locator('a');
  }
}
