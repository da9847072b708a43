import { html, nothing, render, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { SessionRow } from '../../protocol/sessionRow.ts';
import type { RowAction } from '../../protocol/tableMessages.ts';
import type { TableWords } from '../../words/tableWords.ts';
import { toolbar } from '../controls.ts';
import { chevronIcon } from '../icons.ts';
import { MenuButton } from '../menuButton.ts';
import { adoptStyles, oncePerFrame, runInTurns } from '../pageElements.ts';
import { filled, numberWords } from '../timeWords.ts';
import { type ColumnKey, columnKeys, columns, defaultColumns } from './columns.ts';
import { csvOfRows, textOfRows } from './copyRows.ts';
import { drawRow, headerId, rowId } from './drawRow.ts';
import { ListedRows } from './listedRows.ts';
import { QueryBox } from './queryBox.ts';
import { RowCursor } from './rowCursor.ts';
import { RowElements } from './rowElements.ts';
import { selectOnly } from './selection.ts';
import { sortAfterClick } from './sortRows.ts';
import { TableScroll } from './tableScroll.ts';
import { type TableState, tableState } from './tableState.ts';
import { tableStyles } from './tableStyles.ts';

interface SessionTableParts {
  /** Called with the selected rows that are listed, in their order, and the one that the keyboard is on. */
  readonly onSelect: (ids: string[], current: string | undefined) => void;
  readonly onRun: (action: RowAction, ids: string[]) => void;
  /** `key` is the button that the host confirms. */
  readonly onCopyText: (text: string, key: 'copyRows' | 'copyCsv') => void;
  readonly onStateChange: (state: TableState) => void;
}

/** How long rows are sorted in a frame. */
const sliceMs = 6;
/** A kept state of more rows would cost more than it is worth. */
const mostKeptIds = 1000;

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
  readonly #cursor: RowCursor;
  readonly #scroll: TableScroll;
  readonly #elements = new RowElements(() => this.#requestDrawing());
  #words: TableWords | undefined;
  #locale = 'en';
  #now = Date.now();
  #chosenColumns: readonly ColumnKey[] | undefined;
  #announcement = '';
  #width = 0;
  #isStateNew = false;

  constructor(parts: SessionTableParts) {
    this.#parts = parts;
    this.element.className = 'sessions-table';
    adoptStyles([tableStyles]);
    this.#queryBox = new QueryBox({
      input: () => this.element.querySelector('input'),
      values: () => this.#rows.values,
      onQuery: (query) => this.#find(query),
      onChange: () => this.#requestDrawing(),
      onLeave: () => this.focus(),
    });
    this.#cursor = new RowCursor({
      rows: this.#rows,
      columns: () => this.#columns,
      page: () => this.#scroll.page,
      onSelect: parts.onSelect,
      onChange: () => this.#keepState(),
      onMove: () => this.#requestDrawing(),
      onReveal: (row) => {
        this.#scroll.wanted = { row };
      },
      onSort: (column) => this.#sortBy(column),
      onOpen: (id, action) => parts.onRun(action, [id]),
      onFind: () => this.#queryBox.focus(),
    });
    this.#scroll = new TableScroll({
      grid: () => this.#grid,
      order: () => this.#rows.order,
      currentIndex: () => this.#cursor.index,
      onChange: () => this.#requestDrawing(),
    });
    new ResizeObserver(() => this.#measure()).observe(this.element);
  }

  get state(): TableState {
    const { ids, current } = this.#cursor.selection;
    return {
      sort: this.#rows.sort,
      columns: this.#chosenColumns,
      query: this.#queryBox.text,
      selected: ids.size > mostKeptIds ? [] : [...ids],
      current,
      scroll: this.#scroll.offset,
    };
  }

  /** Restores what a page kept. Ignores unknown parts. */
  set state(kept: unknown) {
    const { sort, columns, query, selected, current, scroll } = tableState(kept);
    this.#chosenColumns = columns;
    this.#queryBox.text = query;
    this.#rows.sortBy(sort);
    this.#rows.find(query);
    this.#cursor.restore(selected, current);
    this.#scroll.wanted = scroll;
    this.#requestDrawing();
  }

  update({ words, locale }: { readonly words: TableWords; readonly locale: string }): void {
    this.#words = words;
    this.#locale = locale;
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
    this.#cursor.select({ ids: new Set(ids), current: first, anchor: first });
    this.#scroll.wanted = first === undefined ? undefined : { row: first };
  }

  focus(): void {
    this.#grid?.focus();
  }

  #find(query: string): void {
    this.#rows.find(query);
    this.#scroll.wanted = 0;
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

  readonly #clicked = (event: MouseEvent): void => {
    const id = rowAt(event);
    if (id !== undefined) {
      this.#cursor.click(id, event);
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
    if (id !== undefined && !this.#cursor.selection.ids.has(id)) {
      this.#cursor.select(selectOnly(id));
      this.#draw();
    }
  };

  /** Moves a menu that the keyboard requests from the focused grid to the current row. */
  #requestMenuOfCurrentRow(event: MouseEvent): void {
    const { index, headerColumn } = this.#cursor;
    const row = this.#grid?.querySelector(`#${rowId(index)}`);
    if (index < 0 || headerColumn !== undefined || row === null || row === undefined) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const { left, bottom } = row.getBoundingClientRect();
    const place = { clientX: left + this.#scroll.rowHeight, clientY: bottom };
    row.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...place }));
  }

  /** The selected rows, else all that are listed. */
  get #rowsToTake(): readonly SessionRow[] {
    const { selectedIds } = this.#cursor;
    return (selectedIds.length > 0 ? selectedIds : this.#rows.order).flatMap((id) => this.#rows.get(id) ?? []);
  }

  readonly #copyRequested = (event: ClipboardEvent): void => {
    if (this.#cursor.selectedIds.length > 0) {
      event.preventDefault();
      this.#copyText();
    }
  };

  readonly #copyText = (): void => {
    const work = textOfRows(this.#rowsToTake, this.#columns);
    runInTurns(work, sliceMs, (text) => this.#parts.onCopyText(text, 'copyRows'));
  };

  #copyCsv(words: TableWords): void {
    const work = csvOfRows(this.#rowsToTake, this.#rows.columns, words.columns);
    runInTurns(work, sliceMs, (text) => this.#parts.onCopyText(text, 'copyCsv'));
  }

  #runOnRows(action: RowAction): void {
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
    this.#scroll.measure(Number.parseFloat(getComputedStyle(this.element).fontSize), this.element.clientHeight);
    this.#requestDrawing();
  }

  readonly #requestDrawing = oncePerFrame(() => {
    if (!this.#rows.needsSorting) {
      this.#draw();
      return;
    }
    if (this.#rows.sortFor(sliceMs)) {
      this.#cursor.update();
    }
    // A frame either sorts or draws: both together may take too long.
    this.#requestDrawing();
  });

  #draw(): void {
    const words = this.#words;
    if (words === undefined) {
      return;
    }
    this.#cursor.noteIndex();
    this.#scroll.around(() => render(this.#template(words), this.element));
    if (this.#isStateNew) {
      this.#isStateNew = false;
      this.#parts.onStateChange(this.state);
    }
  }

  readonly #scrolledByUser = (): void => {
    this.#scroll.wanted = undefined;
  };

  #template(words: TableWords): TemplateResult {
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
        aria-activedescendant=${this.#cursor.elementId ?? nothing}
        .style=${`--columns: ${tracks.join(' ')}; --table-width: ${total}em; --row-height: ${this.#scroll.rowHeight}px`}
        @keydown=${this.#cursor.pressed}
        @click=${this.#clicked}
        @dblclick=${this.#doubleClicked}
        @contextmenu=${this.#menuRequested}
        @copy=${this.#copyRequested}
        @scroll=${this.#scroll.scrolled}
        @wheel=${this.#scrolledByUser}
        @pointerdown=${this.#scrolledByUser}
        @scrollend=${() => this.#keepState()}
      >
        ${this.#drawHeader(words, keys)}
        ${this.#drawBody(words, keys)}
      </div>
      <div class="unseen" role="status">${this.#announcement}</div>
    `;
  }

  #drawHeader(words: TableWords, keys: readonly ColumnKey[]): TemplateResult {
    const { column, isDescending } = this.#rows.sort;
    const direction = isDescending ? 'descending' : 'ascending';
    return html`<div role="rowgroup" class="head">
      <div role="row" class="line" aria-rowindex="1">
        ${keys.map(
          (key, position) => html`<div
            id=${headerId(key)}
            class="cell ${this.#cursor.headerColumn === position ? 'marked' : ''}"
            role="columnheader"
            aria-sort=${key === column ? direction : 'none'}
            title=${words.columns[key]}
            @click=${() => this.#sortBy(key)}
          >
            <span class=${key === 'state' ? 'unseen' : 'heading'}>${words.columns[key]}</span
            >${key === column ? html`<span class=${direction}>${chevronIcon}</span>` : nothing}
          </div>`,
        )}
      </div>
    </div>`;
  }

  #drawBody(words: TableWords, keys: readonly ColumnKey[]): TemplateResult {
    const { order } = this.#rows;
    if (order.length === 0) {
      return html`<div role="rowgroup">
        <div role="row" aria-rowindex="2" class="empty">
          <div role="gridcell" aria-colspan=${keys.length}>${this.#rows.size === 0 ? words.empty : words.noMatch}</div>
        </div>
      </div>`;
    }
    const { ids } = this.#cursor.selection;
    const { rowHeight } = this.#scroll;
    const drawing = { keys, locale: this.#locale, now: this.#now };
    const indexes = this.#elements.assign(this.#scroll.indexes);
    return html`<div role="rowgroup" class="body" .style=${`height: ${order.length * rowHeight}px`}>
      ${repeat(
        indexes,
        (index) => this.#elements.of(index),
        (index) => {
          const row = this.#rows.get(order[index] ?? '');
          return row === undefined
            ? nothing
            : drawRow(drawing, row, {
                index,
                top: index * rowHeight,
                isSelected: ids.has(row.id),
                selected: ids.size,
                column: this.#cursor.columnIn(row),
              });
        },
      )}
    </div>`;
  }

  #drawCopyMenu(words: TableWords): TemplateResult {
    const selected = this.#cursor.selectedIds.length;
    return this.#copyMenu.draw(
      words.copy,
      [
        { label: words.copyText, act: this.#copyText },
        { label: words.copyCsv, act: () => this.#copyCsv(words) },
        { label: words.copyJson, act: () => this.#runOnRows('copyJson') },
      ],
      false,
      selected > 0 ? this.#selectedWords(words, selected) : this.#matchingWords(words),
    );
  }

  #countWords(words: TableWords): string {
    const selected = this.#cursor.selectedIds.length;
    const matching = this.#matchingWords(words);
    return selected > 1 ? `${matching} · ${this.#selectedWords(words, selected)}` : matching;
  }

  #matchingWords(words: TableWords): string {
    const { order, size, hidesNothing } = this.#rows;
    if (!hidesNothing) {
      return filled(words.countMatching, {
        0: numberWords(order.length, this.#locale),
        1: numberWords(size, this.#locale),
      });
    }
    return size === 1 ? words.countOfOne : filled(words.count, { 0: numberWords(size, this.#locale) });
  }

  #selectedWords(words: TableWords, selected: number): string {
    return filled(words.countSelected, { 0: numberWords(selected, this.#locale) });
  }
}

function rowAt({ target }: Event): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>('[data-id]')?.dataset.id : undefined;
}
