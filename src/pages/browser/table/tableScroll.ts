interface ScrollParts {
  /** The element that scrolls, as it is drawn. */
  readonly grid: () => HTMLElement | null;
  readonly order: () => readonly string[];
  /** The index of the row that the keyboard is on; -1 where it is on none. */
  readonly currentIndex: () => number;
  /** Called when it must be drawn again. */
  readonly onChange: () => void;
}

/** The height of a row of VS Code's lists for its font of 13 pixels. */
const rowHeightPerFontSize = 22 / 13;
/** Rows that are drawn above and below of those in sight. */
const overscan = 3;

/** Finds which rows of a table are in sight, and scrolls it to where it should be. */
export class TableScroll {
  readonly #parts: ScrollParts;
  rowHeight = 22;
  /** Where to scroll, in pixels or to a row, as soon as there are rows enough. */
  wanted: number | { readonly row: string } | undefined;
  /** Kept, because to read it from the grid during a drawing would lay out the page twice. */
  #top = 0;
  #height = 0;

  constructor(parts: ScrollParts) {
    this.#parts = parts;
  }

  /** Where the table is scrolled to, or will be, in pixels. */
  get offset(): number {
    return typeof this.wanted === 'number' ? this.wanted : this.#top;
  }

  /** The number of rows by which a page moves. */
  get page(): number {
    return Math.max(1, Math.floor((this.#parts.grid()?.clientHeight ?? 0) / this.rowHeight) - 2);
  }

  /** The indexes of the rows that are drawn. */
  get indexes(): readonly number[] {
    const { order, currentIndex } = this.#parts;
    const first = Math.max(0, Math.floor(this.#top / this.rowHeight) - overscan);
    const end = Math.min(order().length, Math.ceil((this.#top + this.#height) / this.rowHeight) + overscan);
    const indexes = Array.from({ length: Math.max(end - first, 0) }, (_, position) => first + position);
    // A screen reader's place must stay in the document, also when it is scrolled out of sight.
    const current = currentIndex();
    return current < 0 || indexes.includes(current) ? indexes : [...indexes, current].sort((one, other) => one - other);
  }

  /** Takes the font size and the height of the table, in pixels. */
  measure(fontSize: number, height: number): void {
    this.rowHeight = Math.round(fontSize * rowHeightPerFontSize);
    this.#height = height;
  }

  /** Notes where the grid was scrolled to. */
  readonly scrolled = (): void => {
    this.#top = this.#parts.grid()?.scrollTop ?? 0;
    this.#parts.onChange();
  };

  /** Draws with `draw`. Scrolls before it, so that it has the rows that come into sight, and after it, for new rows. */
  around(draw: () => void): void {
    this.#scroll();
    draw();
    this.#scroll();
    const grid = this.#parts.grid();
    const target = grid === null ? undefined : this.#target(grid);
    if (target !== undefined && grid !== null && Math.abs(grid.scrollTop - target) < 1) {
      this.wanted = undefined;
    }
  }

  #scroll(): void {
    const grid = this.#parts.grid();
    const target = grid === null ? undefined : this.#target(grid);
    if (grid !== null && target !== undefined) {
      grid.scrollTop = target;
      this.#top = grid.scrollTop;
    }
  }

  #target({ scrollTop, clientHeight }: Element): number | undefined {
    const { wanted } = this;
    if (typeof wanted !== 'object') {
      return wanted;
    }
    const index = this.#parts.order().indexOf(wanted.row);
    const top = index * this.rowHeight;
    // The header covers the height of a row.
    const bottom = top + 2 * this.rowHeight - clientHeight;
    return index < 0 ? undefined : Math.max(Math.min(scrollTop, top), bottom);
  }
}
