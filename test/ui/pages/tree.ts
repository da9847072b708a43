import type { Locator, Page } from 'playwright-core';
import { labelled } from './labelled.ts';
import { clickInRow, doubleClickInRow } from './listClick.ts';
import { chooseFromOpenMenu } from './menu.ts';

/** Wheel movements in Chromium's unit: ten rows down, and to the top of any list. */
const down = -500;
const toTheTop = 1_000_000;

/** The view of identities and sessions. */
export class Tree {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get #list(): Locator {
    return this.#page.locator('[id="workbench.view.extension.kratosExplorer"] .customview-tree .monaco-list');
  }

  /** The first visible row with this label. VS Code renders only visible rows. */
  row(label: string | RegExp): TreeRow {
    return new TreeRow(this.#page, this.#rows.filter({ has: labelled(this.#page, label) }).first());
  }

  /** Returns the first visible row of a session from this device, by its accessible label, which has versions. */
  rowOfDevice(device: string): TreeRow {
    return new TreeRow(this.#page, this.#list.locator(`.monaco-list-row[aria-label^="${device}, "]`).first());
  }

  /** Returns the visible rows as "label | description", indented by depth. */
  async lines(): Promise<string[]> {
    const rows = await this.#rows.evaluateAll(readRows);
    // The list reuses its elements, so their order in the page differs from that on the screen.
    return rows.sort((a, b) => a.index - b.index).map(line);
  }

  /** Returns the descriptions of the visible rows of sessions, each as far as it is not cut off. */
  async uncutDescriptions(): Promise<string[]> {
    const rows = await this.#list.locator('.monaco-list-row[aria-level="3"]').evaluateAll(readUncut);
    return rows.sort((a, b) => a.index - b.index).map(({ description }) => description);
  }

  /** Returns the labels of the visible rows that are longer than their row, whose end VS Code replaces by "…". */
  async cutLabels(): Promise<string[]> {
    return this.#rows.evaluateAll((rows: readonly ElementOfPage[]) =>
      rows.flatMap((row) => {
        const end = row.querySelector('.monaco-icon-label-container')?.getBoundingClientRect().right ?? 0;
        const label = row.querySelector('.label-name');
        return label === null || label.getBoundingClientRect().right <= end ? [] : [label.textContent ?? ''];
      }),
    );
  }

  /**
   * Scrolls until this row is visible, including rows that are added meanwhile. Rejects after 30 seconds.
   */
  async scrollTo(label: string | RegExp): Promise<TreeRow> {
    const row = this.row(label);
    const deadline = Date.now() + 30_000;
    while (!(await row.locator.isVisible())) {
      if (Date.now() > deadline) {
        throw new Error(`No row is called ${label}. The last ones are:\n${(await this.lines()).join('\n')}`);
      }
      const shown = await this.#list.textContent();
      await this.#turnWheel(down);
      if ((await this.#list.textContent()) === shown) {
        await this.#turnWheel(toTheTop);
      }
    }
    return row;
  }

  /**
   * Sends wheel events without the mouse, whose events may arrive late or in a tooltip. VS Code reads wheelDeltaY.
   */
  async #turnWheel(wheelDeltaY: number): Promise<void> {
    await this.#list.locator('.monaco-list-rows').dispatchEvent('wheel', { wheelDeltaY });
  }

  /** The row this many places below another, as they are now. */
  async rowBelow(row: TreeRow, places: number): Promise<TreeRow> {
    const place = Number(await row.locator.getAttribute('data-index')) + places;
    return new TreeRow(this.#page, this.#list.locator(`.monaco-list-row[data-index="${place}"]`));
  }

  /** The row with the focus. */
  get focused(): TreeRow {
    return new TreeRow(this.#page, this.#list.locator('.monaco-list-row.focused'));
  }

  /** Returns whether the tree has the focus. */
  async hasFocus(): Promise<boolean> {
    return (await this.#list.and(this.#page.locator(':focus')).count()) > 0;
  }

  /** Returns the text above the rows (TreeView.message) or of the welcome view. */
  async message(): Promise<string> {
    const message = this.#page.locator('[id="workbench.view.extension.kratosExplorer"] .message');
    return (await message.textContent()) ?? '';
  }

  get welcome(): Locator {
    return this.#page.locator('[id="workbench.view.extension.kratosExplorer"] .welcome-view-content');
  }

  get #rows(): Locator {
    return this.#list.locator('.monaco-list-row');
  }
}

/** A row of the tree. */
export class TreeRow {
  readonly #page: Page;
  readonly locator: Locator;

  constructor(page: Page, locator: Locator) {
    this.#page = page;
    this.locator = locator;
  }

  async waitFor(): Promise<this> {
    await this.locator.waitFor();
    return this;
  }

  async label(): Promise<string> {
    return (await this.locator.locator('.label-name').textContent()) ?? '';
  }

  /** Returns the dimmed text after the label, or "". */
  async description(): Promise<string> {
    const [row] = await this.locator.evaluateAll(readRows);
    return row?.description ?? '';
  }

  /** Returns whether its label and description are longer than the row. */
  isCut(): Promise<boolean> {
    return this.locator
      .locator('.monaco-icon-label-container')
      .evaluate((box: ElementOfPage) => box.scrollWidth > box.clientWidth);
  }

  async isSelected(): Promise<boolean> {
    return (await this.locator.getAttribute('aria-selected')) === 'true';
  }

  async isExpanded(): Promise<boolean> {
    return (await this.locator.getAttribute('aria-expanded')) === 'true';
  }

  /** Expands it. Its children may appear later. */
  async expand(): Promise<this> {
    await this.locator.waitFor();
    if (!(await this.isExpanded())) {
      await clickInRow(this.locator.locator('.monaco-tl-twistie'));
    }
    return this;
  }

  async collapse(): Promise<this> {
    if (await this.isExpanded()) {
      await clickInRow(this.locator.locator('.monaco-tl-twistie'));
    }
    return this;
  }

  async click(): Promise<void> {
    await clickInRow(this.locator.locator('.label-name'));
  }

  /** Opens it pinned, like a double click. */
  async doubleClick(): Promise<void> {
    await doubleClickInRow(this.locator.locator('.label-name'));
  }

  /** Adds it to the selection. */
  async alsoSelect(): Promise<void> {
    await clickInRow(this.locator.locator('.label-name'), { ctrlKey: true });
  }

  /** Selects an item of its context menu by its text. */
  async chooseFromMenu(item: string): Promise<void> {
    await this.locator.locator('.label-name').click({ button: 'right' });
    await chooseFromOpenMenu(this.#page, item);
  }

  /** Returns the texts in its context menu. */
  async menu(): Promise<string[]> {
    await this.locator.locator('.label-name').click({ button: 'right' });
    const items = this.#page.locator('.monaco-menu').getByRole('menuitem');
    await items.first().waitFor();
    const words = await items.allTextContents();
    await this.#page.keyboard.press('Escape');
    return words;
  }

  /** Presses one of the inline buttons, which are visible under the pointer. */
  async clickInline(name: string): Promise<void> {
    await this.locator.hover();
    await clickInRow(this.locator.getByRole('button', { name, exact: true }));
  }
}

/** The used members of elements, as the tests do not include the types of browsers. */
interface ElementOfPage {
  readonly textContent: string | null;
  readonly firstChild: unknown;
  readonly scrollWidth: number;
  readonly clientWidth: number;
  readonly ownerDocument: { createRange(): RangeOfPage };
  getAttribute(name: string): string | null;
  querySelector(selector: string): ElementOfPage | null;
  getBoundingClientRect(): { readonly right: number };
}

interface RangeOfPage {
  setStart(node: unknown, offset: number): void;
  setEnd(node: unknown, offset: number): void;
  getBoundingClientRect(): { readonly right: number };
}

interface DrawnRow {
  readonly index: number;
  readonly depth: number;
  readonly label: string;
  readonly description: string;
}

/** Reads all rows at once in the page, as the list may render others between two calls. */
function readRows(rows: readonly ElementOfPage[]): DrawnRow[] {
  return rows.map((row) => ({
    index: Number(row.getAttribute('data-index')),
    depth: Number(row.getAttribute('aria-level') ?? 1) - 1,
    label: row.querySelector('.label-name')?.textContent ?? '',
    description: row.querySelector('.label-description')?.textContent ?? '',
  }));
}

/** Measures in the page how much of each description the row's end leaves visible. */
function readUncut(rows: readonly ElementOfPage[]): { readonly index: number; readonly description: string }[] {
  const ellipsisWidth = 14;
  return rows.map((row) => {
    const index = Number(row.getAttribute('data-index'));
    const box = row.querySelector('.monaco-icon-label-container');
    const element = row.querySelector('.label-description');
    if (box === null || element === null) {
      return { index, description: '' };
    }
    const text = element.textContent ?? '';
    const end = box.getBoundingClientRect().right - (box.scrollWidth > box.clientWidth ? ellipsisWidth : 0);
    const range = row.ownerDocument.createRange();
    const isVisible = (length: number) => {
      range.setStart(element.firstChild, 0);
      range.setEnd(element.firstChild, length);
      return range.getBoundingClientRect().right <= end;
    };
    let length = text.length;
    while (length > 0 && !isVisible(length)) {
      length -= 1;
    }
    return { index, description: text.slice(0, length) };
  });
}

/** Returns "label | description", indented by depth. */
function line({ depth, label, description }: DrawnRow): string {
  return `${'  '.repeat(depth)}${label}${description === '' ? '' : ` | ${description}`}`;
}
