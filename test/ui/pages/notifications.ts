import type { Locator, Page } from 'playwright-core';

/** Toasts, and the dialogs that block. */
export class Notifications {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The toast that holds this text. */
  toast(text: string | RegExp): Locator {
    return this.#page.locator('.notification-toast').filter({ hasText: text });
  }

  /** The words of every toast. */
  texts(): Promise<string[]> {
    return this.#page.locator('.notification-toast .notification-list-item-message').allTextContents();
  }

  /** Presses a button of the toast that holds this text. */
  async click(text: string | RegExp, button: string): Promise<void> {
    await this.toast(text).getByRole('button', { name: button, exact: true }).click();
  }
}
