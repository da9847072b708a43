import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
} from '@tanstack/virtual-core';

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
const overscan = 3;

/** Finds which rows of a table are in sight, and scrolls it to where it should be. */
export class TableScroll {
  readonly #parts: ScrollParts;
  readonly #virtualizer: Virtualizer<Element, Element>;
  rowHeight = 22;
  /** Where to scroll, in pixels or to a row, as soon as there are rows enough. */
  wanted: number | { readonly row: string } | undefined;

  constructor(parts: ScrollParts) {
    this.#parts = parts;
    this.#virtualizer = new Virtualizer(this.#options());
    this.#virtualizer._didMount();
  }

  /** Where the table is scrolled to, or will be, in pixels. */
  get offset(): number {
    return typeof this.wanted === 'number' ? this.wanted : (this.#parts.grid()?.scrollTop ?? 0);
  }

  /** The number of rows by which a page moves. */
  get page(): number {
    return Math.max(1, Math.floor((this.#parts.grid()?.clientHeight ?? 0) / this.rowHeight) - 2);
  }

  /** The indexes of the rows that are drawn. */
  get indexes(): readonly number[] {
    const { length } = this.#parts.order();
    return this.#virtualizer.getVirtualIndexes().filter((index) => index < length);
  }

  /** Takes the font size of the table, in pixels. */
  measure(fontSize: number): void {
    const height = Math.round(fontSize * rowHeightPerFontSize);
    if (height !== this.rowHeight) {
      this.rowHeight = height;
      this.#virtualizer.measure();
    }
  }

  /** Draws with `draw`. Scrolls before it, so that it has the rows that come into sight, and after it, for new rows. */
  around(draw: () => void): void {
    this.#virtualizer.setOptions(this.#options());
    this.#scroll();
    draw();
    this.#virtualizer._willUpdate();
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
      this.#virtualizer.scrollOffset = grid.scrollTop;
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

  #options(): ConstructorParameters<typeof Virtualizer<Element, Element>>[0] {
    const { grid, order, currentIndex, onChange } = this.#parts;
    const current = currentIndex();
    return {
      count: order().length,
      getScrollElement: grid,
      estimateSize: () => this.rowHeight,
      overscan,
      // The header is above the rows.
      scrollMargin: this.rowHeight,
      observeElementRect,
      observeElementOffset,
      scrollToFn: elementScroll,
      onChange,
      // A screen reader's place must stay in the document, also when it is scrolled out of sight.
      rangeExtractor: (range) => {
        const indexes = defaultRangeExtractor(range);
        return current < 0 || indexes.includes(current)
          ? indexes
          : [...indexes, current].sort((one, other) => one - other);
      },
    };
  }
}
