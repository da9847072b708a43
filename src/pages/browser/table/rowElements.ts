/** Rows that are filled with another content in one drawing: more of them may take longer than a frame. */
const mostChanged = 12;

/** Reuses the elements of rows that are scrolled out of sight, which is cheaper than creating new ones. */
export class RowElements {
  readonly #onMissing: () => void;
  /** The number of the element of each drawn index. */
  #elements: ReadonlyMap<number, number> = new Map();

  /** Calls `onMissing` when another drawing must follow. */
  constructor(onMissing: () => void) {
    this.#onMissing = onMissing;
  }

  /** Returns the indexes to draw now: those of `indexes`, with former ones in place of some if too many are new. */
  assign(indexes: readonly number[]): readonly number[] {
    const before = this.#elements;
    const wanted = new Set(indexes);
    const missing = indexes.filter((index) => !before.has(index));
    const elements = new Map([...before].filter(([index]) => wanted.has(index)));
    // In the order of the document: the elements of a page that replaces another one need not be moved.
    const former = [...before].filter(([index]) => !wanted.has(index));
    let unused = Math.max(-1, ...before.values()) + 1;
    for (const index of missing.slice(0, mostChanged)) {
      elements.set(index, former.shift()?.[1] ?? unused++);
    }
    if (missing.length > mostChanged) {
      for (const [index, element] of former) {
        elements.set(index, element);
      }
      this.#onMissing();
    }
    this.#elements = elements;
    return [...elements.keys()].sort((one, other) => one - other);
  }

  of(index: number): number | undefined {
    return this.#elements.get(index);
  }
}
