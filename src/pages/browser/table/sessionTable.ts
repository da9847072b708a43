import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
} from '@tanstack/virtual-core';
import { html, nothing, render, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { SessionRow } from '../../protocol/sessionRow.ts';
import type { SessionAction } from '../../protocol/tableMessages.ts';
import type { TableWords } from '../../words/tableWords.ts';
import { toolbar } from '../buttons.ts';
import { MenuButton } from '../menuButton.ts';
import { filled } from '../timeWords.ts';
import { type ColumnKey, columnKeys, columns, defaultColumns } from './columns.ts';
import { csvOfRows, textOfRows } from './copyRows.ts';
import { drawHeader, headerId } from './drawHeader.ts';
import { cellId, drawRow, rowId } from './drawRow.ts';
import { ListedRows } from './listedRows.ts';
import { QueryBox } from './queryBox.ts';
import { RowElements } from './rowElements.ts';
import {
  extendTo,
  moveTo,
  noSelection,
  type Selection,
  selectAll,
  selectOnly,
  toggle,
  withoutUnlisted,
} from './selection.ts';
import { sortAfterClick } from './sortRows.ts';
import { type TableState, tableState } from './tableState.ts';
import { tableStyles } from './tableStyles.ts';

interface SessionTableParts {
  /** Called with the selected rows that are listed, in their order, and the one that the keyboard is on. */
  readonly onSelect: (ids: string[], current: string | undefined) => void;
  readonly onRun: (action: SessionAction, ids: string[]) => void;
  /** `key` is the button that the host confirms. */
  readonly onCopyText: (text: string, key: 'copyRows' | 'copyCsv') => void;
  readonly onStateChange: (state: TableState) => void;
}

/** How long rows are sorted in a frame. */
const sliceMs = 6;
/** A kept state of more rows would cost more than it is worth. */
const mostKeptIds = 1000;
/** The height of a row of VS Code's lists for its font of 13 pixels. */
const rowHeightPerFontSize = 22 / 13;
const overscan = 3;

/** A table of sessions with a query box. Draws into `element`, and of the rows only those that can be seen. */
export class SessionTable {
  readonly element = document.createElement('div');
  readonly #parts: SessionTableParts;
  readonly #rows = new ListedRows();
  readonly #queryBox: QueryBox;
  readonly #columnsMenu = new MenuButton(
    () => this.#requestDrawing(),
    () => this.#draw(),
  );
  readonly #copyMenu = new MenuButton(
    () => this.#requestDrawing(),
    () => this.#draw(),
  );
  readonly #virtualizer: Virtualizer<Element, Element>;
  readonly #elements = new RowElements(() => this.#requestDrawing());
  #words: TableWords | undefined;
  #locale = 'en';
  #numbers = new Intl.NumberFormat('en');
  #now = Date.now();
  #chosenColumns: readonly ColumnKey[] | undefined;
  #selection: Selection = noSelection;
  /** The selected rows that are listed, in their order. */
  #selectedIds: string[] = [];
  /** Where the current row was last listed: the keyboard goes on from there when it is gone. */
  #lastIndex = 0;
  /** The column that the keyboard is on; -1 for the row itself. */
  #column = -1;
  #isInHeader = false;
  #announcement = '';
  #width = 0;
  #rowHeight = 22;
  /** Where to scroll, in pixels or to a row, as soon as there are rows enough. */
  #wantedScroll: number | { readonly row: string } | undefined;
  #frame: number | undefined;
  #isStateNew = false;

  constructor(parts: SessionTableParts) {
    this.#parts = parts;
    this.element.className = 'sessions-table';
    // The content security policy allows adopted style sheets.
    if (tableStyles.styleSheet !== undefined) {
      document.adoptedStyleSheets.push(tableStyles.styleSheet);
    }
    this.#queryBox = new QueryBox({
      input: () => this.element.querySelector('input'),
      values: () => this.#rows.values,
      onQuery: (query) => this.#find(query),
      onChange: () => this.#requestDrawing(),
      onLeave: () => this.focus(),
    });
    this.#virtualizer = new Virtualizer(this.#virtualizerOptions());
    this.#virtualizer._didMount();
    new ResizeObserver(() => this.#measure()).observe(this.element);
  }

  get state(): TableState {
    const { ids, current } = this.#selection;
    return {
      sort: this.#rows.sort,
      columns: this.#chosenColumns,
      query: this.#queryBox.text,
      selected: ids.size > mostKeptIds ? [] : [...ids],
      current,
      scroll: typeof this.#wantedScroll === 'number' ? this.#wantedScroll : (this.#grid?.scrollTop ?? 0),
    };
  }

  /** Takes what a page kept, of which unknown parts are ignored. */
  set state(kept: unknown) {
    const { sort, columns, query, selected, current, scroll } = tableState(kept);
    this.#chosenColumns = columns;
    this.#queryBox.text = query;
    this.#rows.sortBy(sort);
    this.#rows.find(query);
    this.#selection = { ids: new Set(selected), current, anchor: current };
    this.#wantedScroll = scroll;
    this.#requestDrawing();
  }

  update({ words, locale }: { readonly words: TableWords; readonly locale: string }): void {
    this.#words = words;
    this.#locale = locale;
    this.#numbers = new Intl.NumberFormat(locale);
    this.#requestDrawing();
  }

  /** Adds or replaces `rows` and removes those of `gone`. Many calls between two frames cost one drawing. */
  change(rows: readonly SessionRow[], gone: readonly string[]): void {
    this.#rows.change(rows, gone);
    this.#requestDrawing();
  }

  /** Updates the relative times. */
  tick(now: number): void {
    this.#now = now;
    this.#requestDrawing();
  }

  /** Selects rows and shows the first, also where the query hides one or where they have not come yet. */
  select(ids: readonly string[]): void {
    const [first] = ids;
    const listed = new Set(this.#rows.order);
    if (ids.some((id) => this.#rows.get(id) !== undefined && !listed.has(id))) {
      this.#queryBox.text = '';
      this.#rows.find('');
    }
    this.#select({ ids: new Set(ids), current: first, anchor: first });
    this.#wantedScroll = first === undefined ? undefined : { row: first };
  }

  focus(): void {
    this.#grid?.focus();
  }

  #find(query: string): void {
    this.#rows.find(query);
    this.#wantedScroll = 0;
    this.#keepState();
  }

  #sortBy(column: ColumnKey): void {
    const sort = sortAfterClick(this.#rows.sort, column);
    this.#rows.sortBy(sort);
    const words = this.#words;
    if (words !== undefined) {
      const sentence = sort.isDescending ? words.sortedDescending : words.sortedAscending;
      this.#announcement = filled(sentence, { 0: words.columns[column] });
    }
    this.#keepState();
  }

  #select(selection: Selection): void {
    const isOther = selection.current !== this.#selection.current;
    this.#selection = selection;
    this.#isInHeader = false;
    this.#reportSelection(isOther);
    this.#keepState();
  }

  #reportSelection(isOther: boolean): void {
    const { ids: selected, current } = this.#selection;
    const ids = selected.size === 0 ? [] : this.#rows.order.filter((id) => selected.has(id));
    const before = this.#selectedIds;
    if (isOther || ids.length !== before.length || ids.some((id, index) => id !== before[index])) {
      this.#selectedIds = ids;
      this.#parts.onSelect(ids, current !== undefined && this.#rows.get(current) !== undefined ? current : undefined);
    }
  }

  /** -1 where no listed row is current. */
  get #currentIndex(): number {
    const { current } = this.#selection;
    return current === undefined ? -1 : this.#rows.order.indexOf(current);
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    // VS Code runs its own key bindings for all keys that reach the window.
    if (!event.altKey && !event.isComposing && this.#handles(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  #handles(event: KeyboardEvent): boolean {
    const isControl = event.ctrlKey || event.metaKey;
    const current = this.#currentIndex;
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
          this.#select(selectAll(this.#selection, this.#rows.order));
        }
        return isControl;
      case 'f':
        if (isControl) {
          this.#queryBox.focus();
        }
        return isControl;
      default:
        return false;
    }
  }

  /** Returns the index of the row to which `key` moves from `index`; undefined if it does not move. */
  #targetOf(key: string, index: number): number | undefined {
    const page = Math.max(1, Math.floor((this.#grid?.clientHeight ?? 0) / this.#rowHeight) - 2);
    switch (key) {
      case 'ArrowDown':
        return this.#isInHeader ? Math.max(index, 0) : index + 1;
      case 'ArrowUp':
        return index - 1;
      case 'PageDown':
        return index + page;
      case 'PageUp':
        return Math.max(index - page, 0);
      case 'Home':
        return 0;
      case 'End':
        return this.#rows.order.length - 1;
      default:
        return undefined;
    }
  }

  #goTo(target: number, isExtending: boolean, isControl: boolean): void {
    const { order } = this.#rows;
    const index = Math.min(Math.max(target, 0), order.length - 1);
    const id = order[index];
    if (id === undefined) {
      return;
    }
    if (isExtending) {
      this.#select(extendTo(this.#selection, id, order, isControl));
    } else {
      this.#select(isControl ? moveTo(this.#selection, id) : selectOnly(id));
    }
    this.#wantedScroll = { row: id };
  }

  #enterHeader(): void {
    this.#isInHeader = true;
    this.#column = Math.max(this.#column, 0);
    this.#requestDrawing();
  }

  #goToColumn(column: number): void {
    this.#column = Math.min(Math.max(column, this.#isInHeader ? 0 : -1), this.#columns.length - 1);
    this.#requestDrawing();
  }

  #act(key: ' ' | 'Enter', isControl: boolean): void {
    const { current } = this.#selection;
    if (this.#isInHeader) {
      this.#sortBy(this.#columns[this.#column] ?? 'signedIn');
    } else if (current !== undefined && key === 'Enter') {
      this.#parts.onRun(isControl ? 'openToSide' : 'open', [current]);
    } else if (current !== undefined) {
      this.#select(isControl ? toggle(this.#selection, current) : selectOnly(current));
    }
  }

  #clear(): boolean {
    const { ids, current } = this.#selection;
    if (ids.size === 0) {
      return false;
    }
    this.#select({ ...noSelection, current });
    return true;
  }

  readonly #clicked = (event: MouseEvent): void => {
    const id = rowAt(event);
    if (id === undefined) {
      return;
    }
    this.#column = -1;
    const isControl = event.ctrlKey || event.metaKey;
    if (event.shiftKey) {
      this.#select(extendTo(this.#selection, id, this.#rows.order, isControl));
    } else {
      this.#select(isControl ? toggle(this.#selection, id) : selectOnly(id));
    }
  };

  readonly #doubleClicked = (event: MouseEvent): void => {
    const id = rowAt(event);
    if (id !== undefined) {
      this.#parts.onRun('open', [id]);
    }
  };

  /** Selects the row under the mouse before VS Code reads the row's attribute. */
  readonly #menuRequested = (event: MouseEvent): void => {
    if (event.target === this.#grid) {
      this.#requestMenuOfCurrentRow(event);
      return;
    }
    const id = rowAt(event);
    if (id !== undefined && !this.#selection.ids.has(id)) {
      this.#select(selectOnly(id));
      this.#draw();
    }
  };

  /** Moves a menu that the keyboard requests from the focused grid to the current row. */
  #requestMenuOfCurrentRow(event: MouseEvent): void {
    const index = this.#currentIndex;
    const row = this.#grid?.querySelector(`#${rowId(index)}`);
    if (index < 0 || this.#isInHeader || row === null || row === undefined) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const { left, bottom } = row.getBoundingClientRect();
    const place = { clientX: left + this.#rowHeight, clientY: bottom };
    row.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...place }));
  }

  /** The selected rows, else all that are listed. */
  get #rowsToTake(): readonly SessionRow[] {
    return (this.#selectedIds.length > 0 ? this.#selectedIds : this.#rows.order).flatMap(
      (id) => this.#rows.get(id) ?? [],
    );
  }

  readonly #copyRequested = (event: ClipboardEvent): void => {
    if (this.#selectedIds.length > 0) {
      event.preventDefault();
      this.#copyText();
    }
  };

  readonly #copyText = (): void => {
    const work = textOfRows(this.#rowsToTake, this.#columns);
    runInFrames(work, sliceMs, (text) => this.#parts.onCopyText(text, 'copyRows'));
  };

  #copyCsv(words: TableWords): void {
    const work = csvOfRows(this.#rowsToTake, this.#rows.columns, words.columns);
    runInFrames(work, sliceMs, (text) => this.#parts.onCopyText(text, 'copyCsv'));
  }

  #runOnRows(action: SessionAction): void {
    const ids = this.#rowsToTake.map(({ id }) => id);
    this.#parts.onRun(action, ids);
  }

  /** The columns that are shown. */
  get #columns(): readonly ColumnKey[] {
    const offered = this.#rows.columns;
    const chosen = offered.filter((key) => this.#chosenColumns?.includes(key));
    return chosen.length > 0 ? chosen : defaultColumns(this.#width, offered);
  }

  #toggleColumn(key: ColumnKey): void {
    const shown = this.#columns;
    this.#chosenColumns = columnKeys.filter((one) => (one === key ? !shown.includes(one) : shown.includes(one)));
    this.#keepState();
  }

  #keepState(): void {
    this.#isStateNew = true;
    this.#requestDrawing();
  }

  get #grid(): HTMLElement | null {
    return this.element.querySelector<HTMLElement>('[role="grid"]');
  }

  #measure(): void {
    this.#width = this.element.clientWidth;
    const height = Math.round(Number.parseFloat(getComputedStyle(this.element).fontSize) * rowHeightPerFontSize);
    if (height !== this.#rowHeight) {
      this.#rowHeight = height;
      this.#virtualizer.measure();
    }
    this.#requestDrawing();
  }

  #requestDrawing(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      if (!this.#rows.needsSorting) {
        this.#draw();
      } else {
        if (this.#rows.sortFor(sliceMs)) {
          this.#ordered();
        }
        // A frame either sorts or draws: both together may take too long.
        this.#requestDrawing();
      }
    });
  }

  #ordered(): void {
    const before = this.#selection;
    // Rows that came during the sort are not listed yet.
    if (!this.#rows.needsSorting) {
      const listed = new Set(this.#rows.order);
      // Kept ids of rows that have not come yet stay selected.
      this.#selection = withoutUnlisted(before, (id) => listed.has(id) || this.#rows.get(id) === undefined);
    }
    this.#reportSelection(before.current !== this.#selection.current);
  }

  #draw(): void {
    const words = this.#words;
    if (words === undefined) {
      return;
    }
    const current = this.#currentIndex;
    this.#lastIndex = current < 0 ? this.#lastIndex : current;
    this.#virtualizer.setOptions(this.#virtualizerOptions());
    // Before the drawing, so that it has the rows that come into sight, and after it, when there may be more rows.
    this.#scrollAsWanted();
    render(this.#template(words, current), this.element);
    this.#virtualizer._willUpdate();
    this.#scrollAsWanted();
    this.#forgetReachedScroll();
    if (this.#isStateNew) {
      this.#isStateNew = false;
      this.#parts.onStateChange(this.state);
    }
  }

  #scrollAsWanted(): void {
    const grid = this.#grid;
    const target = grid === null ? undefined : this.#targetScroll(grid);
    if (grid !== null && target !== undefined) {
      grid.scrollTop = target;
      this.#virtualizer.scrollOffset = grid.scrollTop;
    }
  }

  #forgetReachedScroll(): void {
    const grid = this.#grid;
    const target = grid === null ? undefined : this.#targetScroll(grid);
    if (target !== undefined && grid !== null && Math.abs(grid.scrollTop - target) < 1) {
      this.#wantedScroll = undefined;
    }
  }

  #targetScroll({ scrollTop, clientHeight }: Element): number | undefined {
    const wanted = this.#wantedScroll;
    if (typeof wanted !== 'object') {
      return wanted;
    }
    const index = this.#rows.order.indexOf(wanted.row);
    const top = index * this.#rowHeight;
    // The header covers the height of a row.
    const bottom = top + 2 * this.#rowHeight - clientHeight;
    return index < 0 ? undefined : Math.max(Math.min(scrollTop, top), bottom);
  }

  readonly #scrolledByUser = (): void => {
    this.#wantedScroll = undefined;
  };

  #virtualizerOptions(): ConstructorParameters<typeof Virtualizer<Element, Element>>[0] {
    const current = this.#currentIndex;
    return {
      count: this.#rows.order.length,
      getScrollElement: () => this.#grid,
      estimateSize: () => this.#rowHeight,
      overscan,
      // The header is above the rows.
      scrollMargin: this.#rowHeight,
      observeElementRect,
      observeElementOffset,
      scrollToFn: elementScroll,
      onChange: () => this.#requestDrawing(),
      // A screen reader's place must stay in the document, also when it is scrolled out of sight.
      rangeExtractor: (range) => {
        const indexes = defaultRangeExtractor(range);
        return current < 0 || indexes.includes(current)
          ? indexes
          : [...indexes, current].sort((one, other) => one - other);
      },
    };
  }

  #template(words: TableWords, current: number): TemplateResult {
    const keys = this.#columns;
    const widths = keys.map((key) => columns[key]);
    const tracks = widths.map(({ minWidth, grows }) =>
      grows === 0 ? `${minWidth}em` : `minmax(${minWidth}em, ${grows}fr)`,
    );
    const total = widths.reduce((sum, { minWidth }) => sum + minWidth, 0);
    return html`
      <div class="tools">
        ${this.#queryBox.draw(words, this.#rows.problems)}
        <div class="count" role="status">${this.#countWords(words)}</div>
        ${toolbar(
          words.tools,
          html`${this.#columnsMenu.draw(
            words.chooseColumns,
            this.#rows.columns.map((key) => ({
              label: words.columns[key],
              isChecked: keys.includes(key),
              act: () => this.#toggleColumn(key),
            })),
          )}
          ${this.#drawCopyMenu(words)}
          <button type="button" @click=${() => this.#runOnRows('save')}>${words.save}</button>`,
        )}
      </div>
      <div
        role="grid"
        tabindex="0"
        aria-label=${words.sessions}
        aria-multiselectable="true"
        aria-rowcount=${this.#rows.order.length + 1}
        aria-activedescendant=${this.#activeId(current, keys) ?? nothing}
        .style=${`--columns: ${tracks.join(' ')}; --table-width: ${total}em; --row-height: ${this.#rowHeight}px`}
        @keydown=${this.#pressed}
        @click=${this.#clicked}
        @dblclick=${this.#doubleClicked}
        @contextmenu=${this.#menuRequested}
        @copy=${this.#copyRequested}
        @wheel=${this.#scrolledByUser}
        @pointerdown=${this.#scrolledByUser}
        @scrollend=${() => this.#keepState()}
      >
        ${drawHeader({
          words,
          keys,
          sort: this.#rows.sort,
          column: this.#isInHeader ? this.#column : undefined,
          onSort: (key) => this.#sortBy(key),
        })}
        ${this.#drawBody(words, keys, current)}
      </div>
      <div class="unseen" role="status">${this.#announcement}</div>
    `;
  }

  #drawBody(words: TableWords, keys: readonly ColumnKey[], current: number): TemplateResult {
    const { order } = this.#rows;
    if (order.length === 0) {
      return html`<div role="rowgroup">
        <div role="row" aria-rowindex="2" class="empty">
          <div role="gridcell" aria-colspan=${keys.length}>${this.#rows.size === 0 ? words.empty : words.noMatch}</div>
        </div>
      </div>`;
    }
    const { ids } = this.#selection;
    const drawing = { keys, locale: this.#locale, now: this.#now };
    const indexes = this.#elements.assign(
      this.#virtualizer.getVirtualIndexes().filter((index) => index < order.length),
    );
    return html`<div role="rowgroup" class="body" .style=${`height: ${order.length * this.#rowHeight}px`}>
      ${repeat(
        indexes,
        (index) => this.#elements.of(index),
        (index) => {
          const row = this.#rows.get(order[index] ?? '');
          return row === undefined
            ? nothing
            : drawRow(drawing, row, {
                index,
                top: index * this.#rowHeight,
                isSelected: ids.has(row.id),
                selected: ids.size,
                column: index === current && !this.#isInHeader ? cellColumn(row, this.#column) : undefined,
              });
        },
      )}
    </div>`;
  }

  #drawCopyMenu(words: TableWords): TemplateResult {
    const selected = this.#selectedIds.length;
    return this.#copyMenu.draw(
      words.copy,
      [
        { label: words.copyText, act: this.#copyText },
        {
          label: words.copyCsv,
          act: () => this.#copyCsv(words),
        },
        { label: words.copyJson, act: () => this.#runOnRows('copyJson') },
      ],
      { heading: selected > 0 ? this.#selectedWords(words, selected) : this.#matchingWords(words) },
    );
  }

  #countWords(words: TableWords): string {
    const selected = this.#selectedIds.length;
    const matching = this.#matchingWords(words);
    return selected > 1 ? `${matching} · ${this.#selectedWords(words, selected)}` : matching;
  }

  #matchingWords(words: TableWords): string {
    const { order, size, hidesNothing } = this.#rows;
    if (!hidesNothing) {
      return filled(words.countMatching, { 0: this.#numbers.format(order.length), 1: this.#numbers.format(size) });
    }
    return size === 1 ? words.countOfOne : filled(words.count, { 0: this.#numbers.format(size) });
  }

  #selectedWords(words: TableWords, selected: number): string {
    return filled(words.countSelected, { 0: this.#numbers.format(selected) });
  }

  #activeId(current: number, keys: readonly ColumnKey[]): string | undefined {
    if (this.#isInHeader) {
      return headerId(keys[this.#column] ?? 'signedIn');
    }
    const row = this.#rows.get(this.#rows.order[current] ?? '');
    if (row === undefined) {
      return undefined;
    }
    const column = cellColumn(row, this.#column);
    return column < 0 ? rowId(current) : cellId(current);
  }
}

/** Runs `work` a slice of time each frame. */
function runInFrames<T>(work: Generator<undefined, T>, milliseconds: number, onDone: (result: T) => void): void {
  requestAnimationFrame(() => {
    const end = performance.now() + milliseconds;
    while (performance.now() < end) {
      const { done, value } = work.next();
      if (done === true) {
        onDone(value);
        return;
      }
    }
    runInFrames(work, milliseconds, onDone);
  });
}

/** A row that cannot be read has two cells only. */
function cellColumn({ state }: SessionRow, column: number): number {
  return state === 'unreadable' ? Math.min(column, 1) : column;
}

function rowAt({ target }: Event): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>('[data-id]')?.dataset.id : undefined;
}
