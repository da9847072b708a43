import type { Locator, Page } from 'playwright-core';
import { labelled } from './labelled.ts';

/** Turns of the wheel, in Chromium's own unit: ten rows down, and farther up than any list is long. */
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

  /** The row with this label; the first of them when several have it. VS Code draws only the rows in sight. */
  row(label: string | RegExp): TreeRow {
    return new TreeRow(this.#page, this.#rows.filter({ has: labelled(this.#page, label) }).first());
  }

  /** The rows in sight, indented by their depth, each as "label | description". */
  async lines(): Promise<string[]> {
    const rows = await this.#rows.evaluateAll(readRows);
    // The list reuses its elements: their order in the page is not the one on the screen.
    return rows.sort((a, b) => a.index - b.index).map(line);
  }

  /**
   * Scrolls through the rows, also through those that come meanwhile, until this one is in sight. Fails after 15
   * seconds.
   */
  async scrollTo(label: string | RegExp): Promise<TreeRow> {
    const row = this.row(label);
    const deadline = Date.now() + 15_000;
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
   * Not by the mouse: on a busy machine its turns arrive late or several together, and a tooltip under it takes them.
   * VS Code reads wheelDeltaY wherever the browser has it.
   */
  async #turnWheel(wheelDeltaY: number): Promise<void> {
    await this.#list.locator('.monaco-list-rows').dispatchEvent('wheel', { wheelDeltaY });
  }

  /** The row with the focus: where the keyboard is. */
  get focused(): TreeRow {
    return new TreeRow(this.#page, this.#list.locator('.monaco-list-row.focused'));
  }

  /** Whether keys go to the rows. */
  async hasFocus(): Promise<boolean> {
    return (await this.#list.and(this.#page.locator(':focus')).count()) > 0;
  }

  /** The text above the rows (TreeView.message), or of a welcome. */
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

/** One row of it. */
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

  /** The dimmed words behind the label; empty when there are none. */
  async description(): Promise<string> {
    const [row] = await this.locator.evaluateAll(readRows);
    return row?.description ?? '';
  }

  async isExpanded(): Promise<boolean> {
    return (await this.locator.getAttribute('aria-expanded')) === 'true';
  }

  /** Opens it, unless it is open. Its children may come later: wait for the one that you look for. */
  async expand(): Promise<this> {
    await this.locator.waitFor();
    if (!(await this.isExpanded())) {
      await this.locator.locator('.monaco-tl-twistie').click();
    }
    return this;
  }

  async collapse(): Promise<this> {
    if (await this.isExpanded()) {
      await this.locator.locator('.monaco-tl-twistie').click();
    }
    return this;
  }

  async click(): Promise<void> {
    await this.locator.locator('.label-name').click();
  }

  /** Opens it for good, as a double click does. */
  async doubleClick(): Promise<void> {
    await this.locator.locator('.label-name').dblclick();
  }

  /** Adds it to the selected rows. */
  async alsoSelect(): Promise<void> {
    await this.locator.locator('.label-name').click({ modifiers: ['ControlOrMeta'] });
  }

  /** Chooses from its context menu, by the words there. */
  async chooseFromMenu(item: string): Promise<void> {
    await this.locator.locator('.label-name').click({ button: 'right' });
    const menu = this.#page.locator('.monaco-menu');
    await menu.getByRole('menuitem', { name: item, exact: true }).hover();
    // Not by a click: VS Code ignores the mouse for the first moments of a menu.
    await menu.locator('.action-item.focused').getByRole('menuitem', { name: item, exact: true }).waitFor();
    await this.#page.keyboard.press('Enter');
    await menu.waitFor({ state: 'hidden' });
  }

  /** The words in its context menu. */
  async menu(): Promise<string[]> {
    await this.locator.locator('.label-name').click({ button: 'right' });
    const items = this.#page.locator('.monaco-menu').getByRole('menuitem');
    await items.first().waitFor();
    const words = await items.allTextContents();
    await this.#page.keyboard.press('Escape');
    return words;
  }

  /** Presses one of the buttons that show while the pointer is over the row. */
  async clickInline(name: string): Promise<void> {
    await this.locator.hover();
    await this.locator.getByRole('button', { name, exact: true }).click();
  }
}

/** As much of the page's elements as is asked of them: the types of browsers are not part of the tests. */
interface ElementOfPage {
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
  querySelector(selector: string): ElementOfPage | null;
}

interface DrawnRow {
  readonly index: number;
  readonly depth: number;
  readonly label: string;
  readonly description: string;
}

/** Reads rows in the page, all at one moment: between two questions the list may draw others. */
function readRows(rows: readonly ElementOfPage[]): DrawnRow[] {
  return rows.map((row) => ({
    index: Number(row.getAttribute('data-index')),
    depth: Number(row.getAttribute('aria-level') ?? 1) - 1,
    label: row.querySelector('.label-name')?.textContent ?? '',
    description: row.querySelector('.label-description')?.textContent ?? '',
  }));
}

/** As "label | description", indented by its depth. */
function line({ depth, label, description }: DrawnRow): string {
  return `${'  '.repeat(depth)}${label}${description === '' ? '' : ` | ${description}`}`;
}
