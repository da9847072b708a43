import type { Locator, Page } from 'playwright-core';
import { labelled } from './labelled.ts';
import { clickInRow } from './listClick.ts';

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

  /** Returns whether the input is shown within this time, in milliseconds. */
  isShown(timeout: number): Promise<boolean> {
    return this.#input.waitFor({ timeout }).then(
      () => true,
      () => false,
    );
  }

  /** Replaces the text once the input is shown. */
  async type(text: string): Promise<void> {
    await this.#input.fill(text);
  }

  /** Returns the text in the input. */
  value(): Promise<string> {
    return this.#input.inputValue();
  }

  /** Returns whether the text is hidden. */
  async isHidden(): Promise<boolean> {
    return (await this.#input.getAttribute('type')) === 'password';
  }

  /** Returns the title, e.g. "Add Connection (2/5)". */
  async title(): Promise<string> {
    return (await this.#widget.locator('.quick-input-title').textContent()) ?? '';
  }

  /** Returns the rows with this label. */
  item(label: string | RegExp): Locator {
    return this.#widget.locator('.quick-input-list .monaco-list-row').filter({ has: labelled(this.#page, label) });
  }

  /** Returns the row that Enter selects, if it has this label. */
  focusedItem(label: string | RegExp): Locator {
    return this.#widget.locator('.monaco-list-row.focused').filter({ has: labelled(this.#page, label) });
  }

  /** Returns each visible row as a screen reader reads it: label, description, detail. */
  async items(): Promise<string[]> {
    const rows = this.#widget.locator('.quick-input-list .monaco-list-row');
    return rows.evaluateAll((drawn) => drawn.map((row) => row.getAttribute('aria-label') ?? ''));
  }

  /** Selects the row with this label. */
  async pick(label: string | RegExp): Promise<void> {
    await clickInRow(this.item(label).first());
  }

  /** Returns the text below an input box: a prompt or a problem. */
  async message(): Promise<string> {
    return (await this.#widget.locator('.quick-input-message').textContent()) ?? '';
  }

  /** Presses Enter in the input, also if a page has taken the focus, to which VS Code returns it late. */
  async accept(): Promise<void> {
    await this.#input.press('Enter');
  }

  /** Closes the input without a selection. */
  async cancel(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.#widget.waitFor({ state: 'hidden' });
  }
}
