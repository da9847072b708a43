import type { Locator, Page } from 'playwright-core';
import { labelled } from './labelled.ts';

/** The input at the top: command palette, quick picks and input boxes. */
export class QuickInput {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get #widget(): Locator {
    return this.#page.locator('.quick-input-widget:visible');
  }

  get #input(): Locator {
    return this.#widget.locator('.quick-input-box input');
  }

  /** Replaces what is typed, once the input is there. */
  async type(text: string): Promise<void> {
    await this.#input.fill(text);
  }

  /** What stands in the input. */
  value(): Promise<string> {
    return this.#input.inputValue();
  }

  /** Whether what is typed is shown as dots. */
  async isHidden(): Promise<boolean> {
    return (await this.#input.getAttribute('type')) === 'password';
  }

  /** What the steps of a form are called, e.g. "Add Connection (2/5)". */
  async title(): Promise<string> {
    return (await this.#widget.locator('.quick-input-title').textContent()) ?? '';
  }

  /** The rows with this label. */
  item(label: string | RegExp): Locator {
    return this.#widget.locator('.quick-input-list .monaco-list-row').filter({ has: labelled(this.#page, label) });
  }

  /** The row that Enter chooses, if it has this label. */
  focusedItem(label: string | RegExp): Locator {
    return this.#widget.locator('.monaco-list-row.focused').filter({ has: labelled(this.#page, label) });
  }

  /** Each drawn row as a screen reader says it: label, description, detail. */
  async items(): Promise<string[]> {
    const rows = this.#widget.locator('.quick-input-list .monaco-list-row');
    return rows.evaluateAll((drawn) => drawn.map((row) => row.getAttribute('aria-label') ?? ''));
  }

  /** Chooses the row with this label. */
  async pick(label: string | RegExp): Promise<void> {
    await this.item(label).first().click();
  }

  /** What an input box says below the input: a prompt, or what is wrong with what was typed. */
  async message(): Promise<string> {
    return (await this.#widget.locator('.quick-input-message').textContent()) ?? '';
  }

  async accept(): Promise<void> {
    await this.#page.keyboard.press('Enter');
  }

  /** Leaves without choosing. */
  async cancel(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.#widget.waitFor({ state: 'hidden' });
  }
}
