import type { Locator, Page } from 'playwright-core';
import type { Clipboard } from './clipboard.ts';
import { labelled } from './labelled.ts';

/** The suffix of a file's name, which VS Code shows separately on tabs. */
const labelOfTab = '.monaco-icon-label-container';

const linesInFront = '.editor-group-container.active .monaco-editor .view-lines';

/** The tabs and the active text editor. */
export class Editors {
  readonly #page: Page;
  readonly #clipboard: Clipboard;

  constructor(page: Page, clipboard: Clipboard) {
    this.#page = page;
    this.#clipboard = clipboard;
  }

  /** The tab with this name. */
  tab(name: string | RegExp): Locator {
    return this.#tabs.filter({ has: labelled(this.#page, name, labelOfTab) });
  }

  /** Returns the names on the tabs of all editor groups, from left to right. */
  names(): Promise<string[]> {
    return this.#tabs.locator(labelOfTab).allTextContents();
  }

  /** Returns the name on the active tab. */
  async activeName(): Promise<string> {
    return (await this.#page.locator(`.editor-group-container.active .tab.active ${labelOfTab}`).textContent()) ?? '';
  }

  /** Returns whether the tab is a preview (italic), which the next opened editor replaces. */
  async isPreview(name: string | RegExp): Promise<boolean> {
    return (await this.tab(name).locator('.monaco-icon-label.italic').count()) > 0;
  }

  /**
   * Returns the exact text of the active text editor by copying it, since VS Code draws only the visible lines. Moves
   * the cursor, so wait first for changes at it.
   */
  async text(): Promise<string> {
    const before = await this.#clipboard.read();
    await this.focusText();
    await this.#page.keyboard.press('Control+A');
    await this.#clipboard.write('');
    await this.#page.keyboard.press('Control+C');
    await this.#page.waitForFunction('navigator.clipboard.readText().then((text) => text !== "")');
    const text = await this.#clipboard.read();
    await this.#clipboard.write(before);
    return text;
  }

  /** Returns whether the visible lines of the active text editor contain these words, without blanks. */
  async shows(words: string): Promise<boolean> {
    return ((await this.#page.locator(linesInFront).first().textContent()) ?? '').includes(words);
  }

  /** Puts the cursor into the active text editor. */
  async focusText(): Promise<void> {
    await this.#page.locator(linesInFront).first().click();
  }

  /** Waits until the file is open in the active text editor and receives keys: its tab comes earlier than its text. */
  async waitForFocus(file: string): Promise<void> {
    const editor = '.editor-group-container.active .monaco-editor.focused';
    await this.#page.locator(`${editor}[data-uri$="/${file}"]`).waitFor();
  }

  /** Returns the position of the cursor in the active text editor from the status bar: "Ln 2, Col 18". */
  async cursor(): Promise<string> {
    return (await this.#page.locator('[id="status.editor.selection"]').textContent()) ?? '';
  }

  /** Closes the active editor. */
  async close(): Promise<void> {
    await this.#page
      .locator('.editor-group-container.active .tab.active')
      .getByRole('button', { name: /^Close/ })
      .click();
  }

  get #tabs(): Locator {
    return this.#page.locator('.tabs-container .tab');
  }
}
