import type { Locator, Page } from 'playwright-core';

/** Toasts and modal dialogs. */
export class Notifications {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The toast with this text. */
  toast(text: string | RegExp): Locator {
    return this.#page.locator('.notification-toast').filter({ hasText: text });
  }

  /** The modal dialog. Toasts are dialogs, too. */
  get dialog(): Locator {
    return this.#page.locator('.monaco-dialog-box');
  }

  /** The button of the modal dialog with this label. */
  dialogButton(label: string): Locator {
    return this.dialog.getByRole('button', { name: label, exact: true });
  }

  /** Returns the text of each toast. */
  texts(): Promise<string[]> {
    return this.#page.locator('.notification-toast .notification-list-item-message').allTextContents();
  }

  /** Presses a button of the toast with this text. */
  async click(text: string | RegExp, button: string): Promise<void> {
    await this.toast(text).getByRole('button', { name: button, exact: true }).click();
  }
}
