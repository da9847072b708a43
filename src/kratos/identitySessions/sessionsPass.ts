import type { PageBase, ReadSlice, SessionRow, Slice } from './slice.ts';
import { disjoint, sameSlice } from './sliceCompare.ts';

const requestsAtOnce = 4;
/** How many pages more than the first answer's count a list may grow to while it is read once. */
const roomToGrow = 3;

/**
 * One reading of an identity's sessions from front to back: page 0, page 1, page 2 and so on, each row once. Where the
 * server is known to count from 1, page 1 is left out, for it is page 0 once more.
 */
export class SessionsPass {
  /** What was read, in the order of the list. */
  readonly rows = new Map<string, SessionRow>();
  /** No page is left, as far as this reading can tell. */
  ended = false;
  /** Answers contradicted each other: the list changed, or the server does not count pages as remembered. */
  moved = false;
  /** The newest answer's. */
  total: number | undefined;
  /** The front of the list as it was at the end of this reading, where that was asked for. */
  newFront: readonly SessionRow[] = [];
  readonly #read: ReadSlice;
  readonly #perPage: number;
  readonly #pageBase: PageBase;
  #first: Slice | undefined;
  #nextPage = 0;
  #addedLast = 0;
  /** Answers to later pages than the next, by page. */
  readonly #ahead = new Map<number, Slice>();

  constructor(read: ReadSlice, perPage: number, pageBase: PageBase) {
    this.#read = read;
    this.#perPage = perPage;
    this.#pageBase = pageBase;
  }

  /** The first answer; undefined before it came. */
  get first(): Slice | undefined {
    return this.#first;
  }

  /** Rows per page as the server gives them: fewer than asked for where a gateway lowers per_page. */
  get sliceLength(): number {
    return this.#first?.items.length ?? this.#perPage;
  }

  /** A gateway lowers per_page: after a page that was shorter than asked for there were others. */
  get lowered(): boolean {
    return !this.moved && this.sliceLength < this.#perPage && this.rows.size > this.sliceLength;
  }

  /** The last page brought no new row, though the count says that there are more. */
  get repeats(): boolean {
    return this.ended && this.#addedLast === 0 && this.total !== undefined && this.rows.size < this.total;
  }

  /** The next page is expected to be the last. */
  get nextIsLast(): boolean {
    return this.total !== undefined && this.total - this.rows.size <= this.sliceLength;
  }

  /** Reads until there is something new, or the list ends; answers with the new rows. */
  async advance(signal: AbortSignal | undefined): Promise<SessionRow[]> {
    for (;;) {
      const page = this.#nextPage;
      const slice = this.#ahead.get(page) ?? (await this.#read(page, this.#perPage, signal));
      const added = this.#take(page, slice);
      if (added.length > 0 || this.ended) {
        return added;
      }
    }
  }

  /** Reads to the end, several pages at once as soon as it is known how many there are; yields the new rows in order. */
  async *toEnd(signal: AbortSignal | undefined): AsyncGenerator<SessionRow[]> {
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

  /** Whether the front of the list is what it was at the beginning, and the list as long. Costs one request. */
  async frontHolds(signal: AbortSignal | undefined): Promise<boolean> {
    const front = await this.#read(0, this.#perPage, signal);
    this.newFront = front.items;
    return this.#first !== undefined && front.total === this.#first.total && sameSlice(front.items, this.#first.items);
  }

  /** Undefined while it is not known how many pages there are, or by which number they go. */
  #lastPage(): number | undefined {
    const base = this.#pageBase.countsFrom;
    if (this.total === undefined || this.#nextPage < 2 || base === undefined || this.sliceLength === 0) {
      return undefined;
    }
    return Math.ceil(this.total / this.sliceLength) - 1 + base;
  }

  async *#severalAtOnce(last: number, signal: AbortSignal | undefined): AsyncGenerator<SessionRow[]> {
    const leaving = new AbortController();
    const either = signal === undefined ? leaving.signal : AbortSignal.any([leaving.signal, signal]);
    const underWay = new Map<number, Promise<void>>();
    let failed: { readonly error: unknown } | undefined;
    const ask = async (page: number) => {
      try {
        this.#ahead.set(page, await this.#read(page, this.#perPage, either));
      } catch (error) {
        failed ??= { error };
      } finally {
        underWay.delete(page);
      }
    };
    let asked = this.#nextPage;
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
        asked = Math.max(asked, page);
        for (; asked <= last && underWay.size < requestsAtOnce; asked += 1) {
          if (!this.#ahead.has(asked)) {
            underWay.set(asked, ask(asked));
          }
        }
        await Promise.race(underWay.values());
      }
    } finally {
      // What is still under way is of no use to anyone; its end is awaited, so that nothing goes on behind.
      leaving.abort();
      await Promise.all(underWay.values());
    }
  }

  #take(page: number, slice: Slice): SessionRow[] {
    this.#ahead.delete(page);
    this.total = slice.total;
    const first = this.#first;
    this.#first ??= slice;
    const added: SessionRow[] = [];
    for (const row of slice.items) {
      // One look-up for each of thousands: whether it was there shows in the size.
      const held = this.rows.size;
      this.rows.set(row.id, row);
      if (this.rows.size > held) {
        added.push(row);
      }
    }
    if (first !== undefined && slice.total !== first.total) {
      this.moved = true;
    }
    const sliceOneAgain = page === 1 && first !== undefined && this.#learnBase(first, slice);
    if (!sliceOneAgain && added.length < slice.items.length) {
      this.moved = true;
    }
    // Without a count nothing would tell that a page was left out by mistake, so page 1 is then always asked for.
    const skipsPageOne =
      page === 0 && slice.total !== undefined && (this.#pageBase.countsFrom === 1 || this.rows.size >= slice.total);
    this.#nextPage = skipsPageOne ? 2 : page + 1;
    this.#addedLast = added.length;
    const mayBeCut = page === 0 && slice.items.length === this.#perPage;
    this.ended = !mayBeCut && this.#isLast(slice, added.length, sliceOneAgain);
    return added;
  }

  /** Takes the answers that the list ended before: there are none, or it moved while they were on their way. */
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

  /** Learns from page 1 how the server counts: true where it was slice 1 again. */
  #learnBase(first: Slice, slice: Slice): boolean {
    if (slice.total === first.total && sameSlice(slice.items, first.items)) {
      this.#pageBase.countsFrom = 1;
      return true;
    }
    const isSliceTwo = slice.items.length > 0 && slice.total === first.total && disjoint(slice.items, first.items);
    this.#pageBase.countsFrom = isSliceTwo ? 0 : undefined;
    if (!isSliceTwo && slice.items.length > 0) {
      this.moved = true;
    }
    return false;
  }

  #isLast({ items, total }: Slice, added: number, sliceOneAgain: boolean): boolean {
    if (items.length === 0 || (added === 0 && !sliceOneAgain)) {
      // Whatever the count says: a gateway may answer every page with the same rows.
      return true;
    }
    if (total === undefined) {
      // Shorter than asked for says nothing, for a gateway may lower per_page; shorter than a page before it does.
      return items.length < this.sliceLength;
    }
    const pagesAtFirst = Math.ceil((this.#first?.total ?? 0) / this.sliceLength);
    return this.rows.size >= total || this.#nextPage > pagesAtFirst + roomToGrow;
  }
}
