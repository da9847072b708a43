import type { SessionRow } from '../../protocol/sessionRow.ts';
import type { ColumnKey } from './columns.ts';
import { cellId, headerId, rowId } from './drawRow.ts';
import type { ListedRows } from './listedRows.ts';
import {
  extendTo,
  moveTo,
  noSelection,
  type RowSelection,
  selectAll,
  selectOnly,
  toggle,
  withoutUnlisted,
} from './selection.ts';

interface CursorParts {
  readonly rows: ListedRows;
  /** The columns that are shown. */
  readonly columns: () => readonly ColumnKey[];
  /** The number of rows by which a page moves. */
  readonly page: () => number;
  /** Called with the selected rows that are listed, in their order, and the one that the keyboard is on. */
  readonly onSelect: (ids: string[], current: string | undefined) => void;
  /** Called after each change of the selection by the user. */
  readonly onChange: () => void;
  /** Called when the keyboard moves to another column. */
  readonly onMove: () => void;
  readonly onReveal: (id: string) => void;
  readonly onSort: (column: ColumnKey) => void;
  readonly onOpen: (id: string, action: 'open' | 'openToSide') => void;
  /** Moves the keyboard to the query. */
  readonly onFind: () => void;
}

/** Where the keyboard is in a table, and which rows are selected. */
export class RowCursor {
  readonly #parts: CursorParts;
  #selection: RowSelection = noSelection;
  /** The selected rows that are listed, in their order. */
  selectedIds: readonly string[] = [];
  /** Where the current row was last listed: the keyboard goes on from there when it is gone. */
  #lastIndex = 0;
  /** The column that the keyboard is on; -1 for the row itself. */
  #column = -1;
  #isInHeader = false;

  constructor(parts: CursorParts) {
    this.#parts = parts;
  }

  get selection(): RowSelection {
    return this.#selection;
  }

  /** Takes a selection that a page kept; its rows may come later. */
  restore(ids: readonly string[], current: string | undefined): void {
    this.#selection = { ids: new Set(ids), current, anchor: current };
  }

  /** -1 where no listed row is current. */
  get index(): number {
    const { current } = this.#selection;
    return current === undefined ? -1 : this.#parts.rows.order.indexOf(current);
  }

  /** The column of the header that the keyboard is on; undefined where it is on a row. */
  get headerColumn(): number | undefined {
    return this.#isInHeader ? this.#column : undefined;
  }

  /** Returns the column of a row that the keyboard is on; undefined where it is on another row. */
  columnIn(row: SessionRow): number | undefined {
    return row.id === this.#selection.current && !this.#isInHeader ? cellColumn(row, this.#column) : undefined;
  }

  /** The id of the element that the keyboard is on. */
  get elementId(): string | undefined {
    if (this.#isInHeader) {
      return headerId(this.#parts.columns()[this.#column] ?? 'signedIn');
    }
    const { index } = this;
    const row = this.#parts.rows.get(this.#parts.rows.order[index] ?? '');
    if (row === undefined) {
      return undefined;
    }
    return cellColumn(row, this.#column) < 0 ? rowId(index) : cellId(index);
  }

  /** Notes where the current row is listed. */
  noteIndex(): void {
    const { index } = this;
    this.#lastIndex = index < 0 ? this.#lastIndex : index;
  }

  select(selection: RowSelection): void {
    const isOther = selection.current !== this.#selection.current;
    this.#selection = selection;
    this.#isInHeader = false;
    this.#report(isOther);
    this.#parts.onChange();
  }

  /** Unselects rows that are listed no longer. */
  update(): void {
    const before = this.#selection;
    const { rows } = this.#parts;
    // Rows that came during the sort are not listed yet.
    if (!rows.needsSorting) {
      const listed = new Set(rows.order);
      // Kept ids of rows that have not come yet stay selected.
      this.#selection = withoutUnlisted(before, (id) => listed.has(id) || rows.get(id) === undefined);
    }
    this.#report(before.current !== this.#selection.current);
  }

  #report(isOther: boolean): void {
    const { rows, onSelect } = this.#parts;
    const { ids: selected, current } = this.#selection;
    const ids = selected.size === 0 ? [] : rows.order.filter((id) => selected.has(id));
    const before = this.selectedIds;
    if (isOther || ids.length !== before.length || ids.some((id, index) => id !== before[index])) {
      this.selectedIds = ids;
      onSelect(ids, current !== undefined && rows.get(current) !== undefined ? current : undefined);
    }
  }

  readonly pressed = (event: KeyboardEvent): void => {
    // VS Code runs its own key bindings for all keys that reach the window.
    if (!event.altKey && !event.isComposing && this.#handles(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  /** Selects the row `id` as a click does, with Shift and Control as in VS Code's lists. */
  click(id: string, { shiftKey, ctrlKey, metaKey }: MouseEvent): void {
    this.#column = -1;
    const isControl = ctrlKey || metaKey;
    if (shiftKey) {
      this.select(extendTo(this.#selection, id, this.#parts.rows.order, isControl));
    } else {
      this.select(isControl ? toggle(this.#selection, id) : selectOnly(id));
    }
  }

  #handles(event: KeyboardEvent): boolean {
    const isControl = event.ctrlKey || event.metaKey;
    const current = this.index;
    const target = this.#targetOf(event.key, current < 0 ? this.#lastIndex - 1 : current);
    if (target !== undefined) {
      if (target < 0 && event.key === 'ArrowUp' && !event.shiftKey) {
        this.#enterHeader();
      } else {
        this.#goTo(target, event.shiftKey, isControl);
      }
      return true;
    }
    switch (event.key) {
      case 'ArrowLeft':
        this.#goToColumn(this.#column - 1);
        return true;
      case 'ArrowRight':
        this.#goToColumn(this.#column + 1);
        return true;
      case ' ':
      case 'Enter':
        this.#act(event.key, isControl);
        return true;
      case 'Escape':
        return this.#clear();
      case 'a':
        if (isControl) {
          this.select(selectAll(this.#selection, this.#parts.rows.order));
        }
        return isControl;
      case 'f':
        if (isControl) {
          this.#parts.onFind();
        }
        return isControl;
      default:
        return false;
    }
  }

  /** Returns the index of the row to which `key` moves from `index`; undefined if it does not move. */
  #targetOf(key: string, index: number): number | undefined {
    switch (key) {
      case 'ArrowDown':
        return this.#isInHeader ? Math.max(index, 0) : index + 1;
      case 'ArrowUp':
        return index - 1;
      case 'PageDown':
        return index + this.#parts.page();
      case 'PageUp':
        return Math.max(index - this.#parts.page(), 0);
      case 'Home':
        return 0;
      case 'End':
        return this.#parts.rows.order.length - 1;
      default:
        return undefined;
    }
  }

  #goTo(target: number, isExtending: boolean, isControl: boolean): void {
    const { order } = this.#parts.rows;
    const index = Math.min(Math.max(target, 0), order.length - 1);
    const id = order[index];
    if (id === undefined) {
      return;
    }
    if (isExtending) {
      this.select(extendTo(this.#selection, id, order, isControl));
    } else {
      this.select(isControl ? moveTo(this.#selection, id) : selectOnly(id));
    }
    this.#parts.onReveal(id);
  }

  #enterHeader(): void {
    this.#isInHeader = true;
    this.#column = Math.max(this.#column, 0);
    this.#parts.onMove();
  }

  #goToColumn(column: number): void {
    this.#column = Math.min(Math.max(column, this.#isInHeader ? 0 : -1), this.#parts.columns().length - 1);
    this.#parts.onMove();
  }

  #act(key: ' ' | 'Enter', isControl: boolean): void {
    const { current } = this.#selection;
    if (this.#isInHeader) {
      this.#parts.onSort(this.#parts.columns()[this.#column] ?? 'signedIn');
    } else if (current !== undefined && key === 'Enter') {
      this.#parts.onOpen(current, isControl ? 'openToSide' : 'open');
    } else if (current !== undefined) {
      this.select(isControl ? toggle(this.#selection, current) : selectOnly(current));
    }
  }

  #clear(): boolean {
    const { ids, current } = this.#selection;
    if (ids.size === 0) {
      return false;
    }
    this.select({ ...noSelection, current });
    return true;
  }
}

/** A row that cannot be read has two cells only. */
function cellColumn({ state }: SessionRow, column: number): number {
  return state === 'unreadable' ? Math.min(column, 1) : column;
}
