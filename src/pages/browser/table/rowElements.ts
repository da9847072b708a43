/** New elements in one drawing: more of them may take longer than a frame. */
const mostNew = 12;

/** Gives the elements of rows that are scrolled out of sight to others, which is cheaper than to create new ones. */
export class RowElements {
  readonly #onMissing: () => void;
  /** The number of the element of each drawn index. */
  #elements: ReadonlyMap<number, number> = new Map();

  /** Calls `onMissing` when another drawing must follow. */
  constructor(onMissing: () => void) {
    this.#onMissing = onMissing;
  }

  /** Returns those of `indexes` that can be drawn now. */
  assign(indexes: readonly number[]): readonly number[] {
    const before = this.#elements;
    const wanted = new Set(indexes);
    // In the order of the document: the elements of a page that replaces another one need not be moved.
    const free = [...before].filter(([index]) => !wanted.has(index)).map(([, element]) => element);
    const unused = Math.max(-1, ...before.values()) + 1;
    free.push(...Array.from({ length: mostNew }, (_, index) => unused + index));
    const elements = new Map<number, number>();
    for (const index of indexes) {
      const element = before.get(index) ?? free.shift();
      if (element !== undefined) {
        elements.set(index, element);
      }
    }
    if (elements.size < indexes.length) {
      this.#onMissing();
    }
    this.#elements = elements;
    return [...elements.keys()];
  }

  of(index: number): number | undefined {
    return this.#elements.get(index);
  }
}
