import type { Priority } from '../../http/transport.ts';
import type { SessionFilter } from '../createKratosClient.ts';
import type { ListEnd, ListReader, ListStep } from '../listReader.ts';
import type { ServerClock } from '../serverClock.ts';
import { SessionsPass } from './sessionsPass.ts';
import type { PageBase, ReadSlice, ReadSliceFor, SessionRow, Slice } from './slice.ts';
import { sameRows } from './sliceCompare.ts';
import { wholeListLength } from './wholeList.ts';

const maxReadings = 3;
const noSlice: Slice = { items: [], total: 0, hasNext: false, leadAtMost: Number.POSITIVE_INFINITY, bytes: 0 };

export interface IdentitySessionsOptions {
  readonly filter: SessionFilter;
  /** 1 to 1000. */
  readonly pageSize: number;
  readonly pageBase: PageBase;
  readonly clock: ServerClock;
}

type Rows = ReadonlyMap<string, SessionRow>;

/**
 * Reads all sessions of one identity, from a server that pages them wrongly and while people sign in and out. Ends as
 * "complete" only when what it holds is what the server held at one moment, by one of four proofs:
 *
 * - One answer held as many rows as its own count. Where it is a first page that could hold no more, the page after it has
 *   to be empty: a gateway may report the page's length as the count.
 * - The list is not filtered, every answer gave the same count, as many rows were read, and at the end the front of the
 *   list is what it was. New rows come at the front and ids never return, so none came; with the count the same, none went.
 * - The list is filtered, where rows may come and go anywhere: two readings in a row, all with the same count, brought
 *   the same rows. All of them were there when the first reading ended, and that answer counted no other.
 * - There is no count, so that a short answer may as well be one that a gateway cut: the pages were read until one was empty
 *   or shorter than those before it, and then one answer brought the same rows. All of them were there when the last page
 *   was read, and no other fits in the pages before it. A first answer without rows is all there is. (On a server that counts
 *   from 0, as none does to date, a log-in between pages 0 and 1 may make them look alike; only a count would tell.)
 *
 * A count that a page disproves is not used any more, and nothing is proven by what a cache answered.
 */
export class IdentitySessionsReader implements ListReader<SessionRow> {
  readonly #read: ReadSliceFor;
  readonly #options: IdentitySessionsOptions;
  #priority: Priority = 'interactive';
  #pass: SessionsPass;
  #hasFirstPage = false;
  #readings = 1;
  /** The reading before, where nothing in it contradicted itself. */
  #cleanBefore: Rows | undefined;
  /** Everything that was seen, by readings that proved nothing; the latest first. */
  #seen: Rows = new Map();
  #total: number | undefined;
  #atLeast = 0;
  /** Whether the newest reading ended at a page without a new row, below the count. */
  #repeats = false;
  #bytesPerRow = 1;
  #clamp = Number.POSITIVE_INFINITY;
  /** An answer held, or led to, more rows than it counted. */
  #countIsFalse = false;
  /** The least of all answers (see ServerClock). */
  #leadAtMost = Number.POSITIVE_INFINITY;
  /** Rows of the first reading that are still to be handed over, and the ids of those that were, in order. */
  #fresh: SessionRow[] = [];
  #handedOver: string[] = [];
  #end: ListEnd = { kind: 'more' };

  constructor(read: ReadSliceFor, options: IdentitySessionsOptions) {
    this.#read = read;
    this.#options = options;
    this.#pass = this.#newPass();
  }

  async next(signal?: AbortSignal): Promise<ListStep<SessionRow>> {
    this.#priority = 'interactive';
    if (this.#end.kind !== 'more') {
      return this.#append();
    }
    if (!this.#hasFirstPage) {
      return this.#firstPage(signal);
    }
    if (this.#readings === 1 && !this.#pass.ended && !(this.#pass.nextIsLast && this.#wholeLength() !== undefined)) {
      this.#keep(await this.#pass.advance(signal));
      if (!this.#pass.ended) {
        return this.#append();
      }
    }
    return this.#settle(signal);
  }

  async *rest(signal?: AbortSignal): AsyncGenerator<ListStep<SessionRow>> {
    this.#priority = 'interactive';
    if (!this.#hasFirstPage) {
      yield await this.#firstPage(signal);
    }
    this.#priority = 'prefetch';
    if (this.#end.kind !== 'more') {
      return;
    }
    if (this.#readings === 1 && this.#wholeLength() === undefined) {
      for await (const added of this.#pass.toEnd(signal)) {
        this.#keep(added);
        if (this.#fresh.length > 0) {
          yield this.#append();
        }
      }
    }
    yield await this.#settle(signal);
  }

  async #firstPage(signal: AbortSignal | undefined): Promise<ListStep<SessionRow>> {
    if (this.#pass.first === undefined) {
      this.#keep(await this.#pass.advance(signal));
    }
    const { first = noSlice, rows } = this.#pass;
    const asked = this.#options.pageSize;
    this.#bytesPerRow = Math.max(1, first.bytes / Math.max(1, first.items.length));
    if (first.total !== undefined && first.items.length < Math.min(first.total, asked)) {
      this.#clamp = first.items.length;
    }
    const seemsWhole = holdsAll(first, rows) || (first.total === undefined && first.items.length < asked);
    if (seemsWhole && !this.#pass.ended) {
      // Only the pages after it tell whether a gateway lowered per_page, or counts the rows of a page for those of the list.
      this.#keep(await this.#pass.advance(signal));
    }
    this.#hasFirstPage = true;
    if (!(seemsWhole && this.#pass.ended)) {
      return this.#append();
    }
    return holdsAll(first, rows) && !this.#pass.moved ? this.#finish(rows) : this.#settle(signal);
  }

  /** Brings the list to its end. What it finds on the way stays in the reader, so that after a failure it goes on from there. */
  async #settle(signal: AbortSignal | undefined): Promise<ListStep<SessionRow>> {
    while (this.#readings <= maxReadings) {
      const length = this.#isCached() ? undefined : this.#wholeLength();
      if (length !== undefined) {
        const rows = await this.#readWhole(length, signal);
        if (rows !== undefined) {
          return this.#finish(rows);
        }
        continue;
      }
      for await (const added of this.#pass.toEnd(signal)) {
        this.#keep(added);
      }
      if (this.#isCached() || (await this.#passIsProven(signal))) {
        return this.#finish(this.#pass.rows);
      }
      if (this.#total !== undefined) {
        this.#readAgain();
      } else if (this.#wholeLength() === undefined) {
        this.#remember(this.#pass.rows);
        return this.#unproven(this.#countIsFalse ? 'falseCount' : 'noCount');
      }
    }
    return this.#unproven(this.#repeats ? 'repeats' : 'moved');
  }

  /** Ends the list with rows that the server held at one moment, unless a cache answered. */
  #finish(rows: Rows): ListStep<SessionRow> {
    if (this.#isCached()) {
      this.#remember(this.#pass.rows);
      this.#remember(rows);
      return this.#unproven('cached');
    }
    this.#end = { kind: 'complete', by: this.#total === undefined ? 'shortPage' : 'count' };
    // What the first reading brought was kept as it came: it need not be compared with what was handed over.
    return this.#readings === 1 && rows === this.#pass.rows ? this.#append() : this.#handOver(rows);
  }

  /** Ends the list with all rows that were seen. */
  #unproven(why: Extract<ListEnd, { kind: 'unproven' }>['why']): ListStep<SessionRow> {
    this.#end = { kind: 'unproven', why };
    return this.#handOver(this.#seen);
  }

  #isCached(): boolean {
    return this.#options.clock.contradicts(this.#leadAtMost);
  }

  /** How many rows one answer would have to hold, where reading the list at once is the way to prove it. */
  #wholeLength(): number | undefined {
    const { ended, moved, rows } = this.#pass;
    if (this.#total === undefined && !ended) {
      return undefined;
    }
    const contradictory = moved || (ended && rows.size !== this.#total);
    const needed = this.#options.filter !== 'all' || this.#readings > 1 || contradictory;
    return ended && !needed
      ? undefined
      : wholeListLength({
          total: this.#total,
          atLeast: Math.max(this.#atLeast, rows.size),
          clamp: this.#total === undefined && this.#pass.lowered ? 0 : this.#clamp,
          bytesPerRow: this.#bytesPerRow,
          needed,
        });
  }

  /** One answer for the whole list; undefined where it turned out not to be that. */
  async #readWhole(length: number, signal: AbortSignal | undefined): Promise<Rows | undefined> {
    const { ended, moved, total, rows: paged } = this.#pass;
    const slice = await this.#readSlice(0, length, signal);
    const rows = new Map(slice.items.map((row) => [row.id, row]));
    this.#total = slice.total;
    const uncounted = total === undefined && slice.total === undefined;
    if (
      (uncounted && ended && !moved && sameRows(paged, rows)) ||
      (slice.total !== undefined && holdsAll(slice, rows))
    ) {
      return rows;
    }
    this.#remember(this.#pass.rows);
    this.#remember(rows);
    if (slice.total !== undefined && slice.items.length < Math.min(slice.total, length)) {
      // A gateway lowers per_page: no way to read this list at once.
      this.#clamp = 0;
      return undefined;
    }
    if (slice.total === undefined && !moved && beginsWith(paged, rows)) {
      // Cut after what was read before: by a gateway, as far as anyone can tell.
      this.#clamp = 0;
      return undefined;
    }
    this.#atLeast = rows.size;
    this.#readings += 1;
    this.#cleanBefore = undefined;
    this.#pass = this.#newPass();
    return undefined;
  }

  async #passIsProven(signal: AbortSignal | undefined): Promise<boolean> {
    const { rows, moved, total } = this.#pass;
    if (moved || rows.size !== total) {
      return false;
    }
    return this.#options.filter === 'all'
      ? this.#pass.frontHolds(signal)
      : this.#cleanBefore !== undefined && sameRows(this.#cleanBefore, rows);
  }

  #readAgain(): void {
    const { rows, moved, total, newFront, repeats } = this.#pass;
    this.#repeats = repeats;
    this.#remember(rows);
    this.#remember(new Map(newFront.map((row) => [row.id, row])));
    this.#cleanBefore = moved || rows.size !== total ? undefined : rows;
    // It may be the finding that was wrong, and not the list that moved: a server that was mended counts differently.
    this.#options.pageBase.countsFrom = undefined;
    this.#readings += 1;
    this.#pass = this.#newPass();
  }

  #newPass(): SessionsPass {
    const read: ReadSlice = (...slice) => this.#readSlice(...slice);
    return new SessionsPass(read, this.#options.pageSize, this.#options.pageBase);
  }

  /** Reads one page; without its count once that was disproved. */
  async #readSlice(...[page, perPage, signal]: Parameters<ReadSlice>): Promise<Slice> {
    const slice = await this.#read(page, perPage, signal, this.#priority);
    this.#leadAtMost = Math.min(this.#leadAtMost, slice.leadAtMost);
    this.#countIsFalse ||= slice.total !== undefined && slice.total < this.#leastCount(page, slice);
    return this.#countIsFalse ? { ...slice, total: undefined } : slice;
  }

  /** How many rows the list has at least, by which page this is of it, what that holds, and whether it links to a next one. */
  #leastCount(page: number, { items, hasNext }: Slice): number {
    if (items.length === 0) {
      // An empty page of a list that has rows: a count of 0 is the page's own.
      return page > 1 && this.#pass.rows.size > 0 ? 1 : 0;
    }
    // Counted from 1, as of a server that counts from 0 more pages come before it.
    return Math.max(page - 1, 0) * this.#pass.sliceLength + items.length + (hasNext ? 1 : 0);
  }

  /** Notes rows of a reading that proved nothing, before those of the readings before it: nobody is to miss one. */
  #remember(rows: Rows): void {
    const seen = new Map(rows);
    for (const [id, row] of this.#seen) {
      if (!seen.has(id)) {
        seen.set(id, row);
      }
    }
    this.#seen = seen;
  }

  #keep(added: readonly SessionRow[]): void {
    this.#total = this.#pass.total;
    if (this.#readings === 1) {
      this.#fresh = this.#fresh.concat(added);
    }
  }

  #append(): ListStep<SessionRow> {
    const items = this.#fresh;
    this.#fresh = [];
    for (const { id } of items) {
      this.#handedOver.push(id);
    }
    return { change: 'append', items, total: this.#total, end: this.#end };
  }

  /** The list as it is now: as an addition where it begins with what was handed over, else as a whole. */
  #handOver(rows: Rows): ListStep<SessionRow> {
    const items = [...rows.values()];
    const known = this.#handedOver;
    const grown = known.every((id, index) => items[index]?.id === id);
    this.#handedOver = items.map(({ id }) => id);
    this.#fresh = [];
    return {
      change: grown ? 'append' : 'replace',
      items: grown ? items.slice(known.length) : items,
      total: this.#total,
      end: this.#end,
    };
  }
}

/** Whether one answer is the whole list: by its own count, else by holding nothing. */
function holdsAll({ items, total }: Slice, rows: Rows): boolean {
  return items.length === (total ?? 0) && rows.size === items.length;
}

/** Whether `start` is the beginning of `all`, and not all of it. */
function beginsWith(all: Rows, start: Rows): boolean {
  const ids = [...all.keys()];
  return start.size > 0 && start.size < all.size && [...start.keys()].every((id, index) => ids[index] === id);
}
