import type { ListedSession, PageBase, ReadSlice, Slice } from './slice.ts';

const requestsAtOnce = 4;
/** The number of pages that a list may grow by while it is read once. */
const roomToGrow = 3;

/**
 * One reading of an identity's sessions from page 0 to the last page, each row once. Skips page 1 if the server is
 * known to count from 1, because it repeats page 0.
 */
export class SessionsPass {
  /** The rows that were read, in list order. */
  readonly rows = new Map<string, ListedSession>();
  /** This reading found no further page. */
  ended = false;
  /** Responses contradicted each other: the list changed, or the server counts pages differently than remembered. */
  moved = false;
  /** The count of the newest response. */
  total: number | undefined;
  /** The front of the list at the end of this reading, if it was read again. */
  newFront: readonly ListedSession[] = [];
  readonly #read: ReadSlice;
  readonly #perPage: number;
  readonly #pageBase: PageBase;
  #first: Slice | undefined;
  #nextPage = 0;
  #addedLast = 0;
  /** Responses to later pages than the next, by page. */
  readonly #ahead = new Map<number, Slice>();

  constructor(read: ReadSlice, perPage: number, pageBase: PageBase) {
    this.#read = read;
    this.#perPage = perPage;
    this.#pageBase = pageBase;
  }

  get first(): Slice | undefined {
    return this.#first;
  }

  /** The rows per page that the server sends, which are fewer than requested if a gateway lowers per_page. */
  get sliceLength(): number {
    return this.#first?.items.length ?? this.#perPage;
  }

  /** Whether a gateway lowers per_page: further pages followed one that was shorter than requested. */
  get lowered(): boolean {
    return !this.moved && this.sliceLength < this.#perPage && this.rows.size > this.sliceLength;
  }

  /** Whether the last page had no new row although the count says that there are more. */
  get repeats(): boolean {
    return this.ended && this.#addedLast === 0 && this.total !== undefined && this.rows.size < this.total;
  }

  /** Whether the next page is expected to be the last. */
  get nextIsLast(): boolean {
    return this.total !== undefined && this.total - this.rows.size <= this.sliceLength;
  }

  /** Reads until there is a new row or the list ends. Returns the new rows. */
  async advance(signal: AbortSignal | undefined): Promise<ListedSession[]> {
    for (;;) {
      const page = this.#nextPage;
      const slice = this.#ahead.get(page) ?? (await this.#read(page, this.#perPage, signal));
      const added = this.#take(page, slice);
      if (added.length > 0 || this.ended) {
        return added;
      }
    }
  }

  /** Reads to the end, several pages at once if their number is known, and yields the new rows in list order. */
  async *toEnd(signal: AbortSignal | undefined): AsyncGenerator<ListedSession[]> {
    while (!this.ended) {
      const last = this.#lastPage();
      if (last === undefined || last <= this.#nextPage) {
        yield await this.advance(signal);
      } else {
        yield* this.#severalAtOnce(last, signal);
      }
    }
    this.#takeRest();
  }

  /** Reads the first page again. Returns whether it and the count are unchanged. */
  async isFrontUnchanged(signal: AbortSignal | undefined): Promise<boolean> {
    const front = await this.#read(0, this.#perPage, signal);
    this.newFront = front.items;
    return (
      this.#first !== undefined && front.total === this.#first.total && isSameSlice(front.items, this.#first.items)
    );
  }

  /** Returns the number of the last page; undefined while the count or the first page's number is not known. */
  #lastPage(): number | undefined {
    const base = this.#pageBase.countsFrom;
    if (this.total === undefined || this.#nextPage < 2 || base === undefined || this.sliceLength === 0) {
      return undefined;
    }
    return Math.ceil(this.total / this.sliceLength) - 1 + base;
  }

  async *#severalAtOnce(last: number, signal: AbortSignal | undefined): AsyncGenerator<ListedSession[]> {
    const stopping = new AbortController();
    const either = signal === undefined ? stopping.signal : AbortSignal.any([stopping.signal, signal]);
    const pending = new Map<number, Promise<void>>();
    let failed: { readonly error: unknown } | undefined;
    const request = async (page: number) => {
      try {
        this.#ahead.set(page, await this.#read(page, this.#perPage, either));
      } catch (error) {
        failed ??= { error };
      } finally {
        pending.delete(page);
      }
    };
    let requested = this.#nextPage;
    try {
      while (!this.ended && this.#nextPage <= last) {
        const page = this.#nextPage;
        const slice = this.#ahead.get(page);
        if (slice !== undefined) {
          yield this.#take(page, slice);
          continue;
        }
        if (failed !== undefined) {
          throw failed.error;
        }
        requested = Math.max(requested, page);
        for (; requested <= last && pending.size < requestsAtOnce; requested += 1) {
          if (!this.#ahead.has(requested)) {
            pending.set(requested, request(requested));
          }
        }
        await Promise.race(pending.values());
      }
    } finally {
      // Awaited, so that no request goes on after this reading.
      stopping.abort();
      await Promise.all(pending.values());
    }
  }

  #take(page: number, slice: Slice): ListedSession[] {
    this.#ahead.delete(page);
    this.total = slice.total;
    const first = this.#first;
    this.#first ??= slice;
    const added: ListedSession[] = [];
    for (const row of slice.items) {
      // One look-up instead of two for each of thousands of rows.
      const held = this.rows.size;
      this.rows.set(row.id, row);
      if (this.rows.size > held) {
        added.push(row);
      }
    }
    if (first !== undefined && slice.total !== first.total) {
      this.moved = true;
    }
    const repeatsPageZero = page === 1 && first !== undefined && this.#findBase(first, slice);
    if (!repeatsPageZero && added.length < slice.items.length) {
      this.moved = true;
    }
    // Without a count, a page that was skipped by mistake would go unnoticed, so page 1 is always read then.
    const skipsPageOne =
      page === 0 && slice.total !== undefined && (this.#pageBase.countsFrom === 1 || this.rows.size >= slice.total);
    this.#nextPage = skipsPageOne ? 2 : page + 1;
    this.#addedLast = added.length;
    const mayBeCut = page === 0 && slice.items.length === this.#perPage;
    this.ended = !mayBeCut && this.#isLast(slice, added.length, repeatsPageZero);
    return added;
  }

  /** Adds the rows of pages after the end: there are none unless the list moved meanwhile. */
  #takeRest(): void {
    for (const { items } of this.#ahead.values()) {
      for (const row of items) {
        if (!this.rows.has(row.id)) {
          this.rows.set(row.id, row);
          this.moved = true;
        }
      }
    }
    this.#ahead.clear();
  }

  /** Finds out from page 1 how the server counts pages. Returns whether it repeats page 0. */
  #findBase(first: Slice, slice: Slice): boolean {
    if (slice.total === first.total && isSameSlice(slice.items, first.items)) {
      this.#pageBase.countsFrom = 1;
      return true;
    }
    const isSliceTwo = slice.items.length > 0 && slice.total === first.total && isDisjoint(slice.items, first.items);
    this.#pageBase.countsFrom = isSliceTwo ? 0 : undefined;
    if (!isSliceTwo && slice.items.length > 0) {
      this.moved = true;
    }
    return false;
  }

  #isLast({ items, total }: Slice, added: number, repeatsPageZero: boolean): boolean {
    if (items.length === 0 || (added === 0 && !repeatsPageZero)) {
      // Despite the count: a gateway may return the same rows for every page.
      return true;
    }
    if (total === undefined) {
      // A gateway may lower per_page, so only a page shorter than those before it is the last.
      return items.length < this.sliceLength;
    }
    const pagesAtFirst = Math.ceil((this.#first?.total ?? 0) / this.sliceLength);
    return this.rows.size >= total || this.#nextPage > pagesAtFirst + roomToGrow;
  }
}

/**
 * Returns whether two responses hold the same rows in any order, all with the same time of authentication: servers up
 * to v1.3.1 sort by that time, so another one means that the row has moved.
 */
function isSameSlice(one: readonly ListedSession[], other: readonly ListedSession[]): boolean {
  const times = new Map(one.map((row) => [row.id, authenticationOf(row)]));
  return one.length === other.length && other.every((row) => times.get(row.id) === authenticationOf(row));
}

function authenticationOf(row: ListedSession): string {
  return row.kind === 'session' ? (row.authenticatedAt ?? '') : row.json.before + row.json.after;
}

function isDisjoint(one: readonly ListedSession[], other: readonly ListedSession[]): boolean {
  const ids = new Set(one.map(({ id }) => id));
  return !other.some(({ id }) => ids.has(id));
}
