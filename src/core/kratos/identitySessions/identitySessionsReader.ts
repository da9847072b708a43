import type { Priority } from '../../http/transport.ts';
import type { SessionFilter } from '../createKratosClient.ts';
import type { ListEnd, ListReader, ListStep } from '../listReader.ts';
import type { ServerClock } from '../serverClock.ts';
import { SessionsPass } from './sessionsPass.ts';
import type { ListedSession, PageBase, ReadSlice, ReadSliceFor, Slice } from './slice.ts';
import { wholeListLength } from './wholeList.ts';

const maxReadings = 3;
const noSlice: Slice = { items: [], total: 0, hasNext: false, leadAtMost: Number.POSITIVE_INFINITY, bytes: 0 };

interface IdentitySessionsOptions {
  readonly filter: SessionFilter;
  /** 1 to 1000. */
  readonly pageSize: number;
  readonly pageBase: PageBase;
  readonly clock: ServerClock;
}

type Rows = ReadonlyMap<string, ListedSession>;

/**
 * Reads all sessions of one identity, although the server pages them wrongly and users sign in and out meanwhile. The
 * list is complete only if it equals the server's list at one moment, by one of four proofs:
 *
 * - One response held as many rows as it counted. If it is a full first page, the page after it must be empty, because
 *   a gateway may report the page's length as the count.
 * - The list is not filtered, all responses had the same count, as many rows were read, and the front of the list is
 *   unchanged at the end. New rows come first and ids never return, so with the same count no row came or went.
 * - The list is filtered, so rows may come and go anywhere: two readings in a row, all with the same count, had the
 *   same rows. All of them existed when the first reading ended, and its last response counted no other.
 * - There is no count: pages were read until one was empty or shorter than those before it, and then one response had
 *   the same rows. All of them existed when the last page was read, and no other fits in the pages before it.
 *
 * A first response without rows and without a count is the whole list. On a server that counts pages from 0, a sign-in
 * between pages 0 and 1 could make them look alike; only a count would show it. No such server exists so far.
 *
 * A count that a page disproves is ignored from then on, and nothing is proven by a cached response.
 */
export class IdentitySessionsReader implements ListReader<ListedSession> {
  readonly #read: ReadSliceFor;
  readonly #options: IdentitySessionsOptions;
  #priority: Priority = 'interactive';
  #pass: SessionsPass;
  #hasFirstPage = false;
  #readings = 1;
  /** The rows of the previous reading, if it did not contradict itself. */
  #cleanBefore: Rows | undefined;
  /** All rows of readings that proved nothing, the latest first. */
  #seen: Rows = new Map();
  #total: number | undefined;
  #atLeast = 0;
  /** Whether the newest reading ended at a page without a new row, below the count. */
  #repeats = false;
  #bytesPerRow = 1;
  #clamp = Number.POSITIVE_INFINITY;
  /** A response held, or linked to, more rows than it counted. */
  #countIsFalse = false;
  /** The minimum of all responses (see ServerClock). */
  #leadAtMost = Number.POSITIVE_INFINITY;
  /** Rows of the first reading that are not delivered yet, and the ids of those that are, in order. */
  #fresh: ListedSession[] = [];
  #delivered: string[] = [];
  #end: ListEnd = { kind: 'more' };

  constructor(read: ReadSliceFor, options: IdentitySessionsOptions) {
    this.#read = read;
    this.#options = options;
    this.#pass = this.#newPass();
  }

  async next(signal?: AbortSignal): Promise<ListStep<ListedSession>> {
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
    return this.#proveList(signal);
  }

  async *rest(signal?: AbortSignal): AsyncGenerator<ListStep<ListedSession>> {
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
    yield await this.#proveList(signal);
  }

  async #firstPage(signal: AbortSignal | undefined): Promise<ListStep<ListedSession>> {
    if (this.#pass.first === undefined) {
      this.#keep(await this.#pass.advance(signal));
    }
    const { first = noSlice, rows } = this.#pass;
    const { pageSize } = this.#options;
    this.#bytesPerRow = Math.max(1, first.bytes / Math.max(1, first.items.length));
    if (first.total !== undefined && first.items.length < Math.min(first.total, pageSize)) {
      this.#clamp = first.items.length;
    }
    const seemsWhole = holdsAll(first, rows) || (first.total === undefined && first.items.length < pageSize);
    if (seemsWhole && !this.#pass.ended) {
      // The next page shows whether a gateway lowered per_page or replaced the count by the page's length.
      this.#keep(await this.#pass.advance(signal));
    }
    this.#hasFirstPage = true;
    if (!(seemsWhole && this.#pass.ended)) {
      return this.#append();
    }
    return holdsAll(first, rows) && !this.#pass.moved ? this.#finish(rows) : this.#proveList(signal);
  }

  /** Reads to the end and proves the list. After a failure, the next call continues. */
  async #proveList(signal: AbortSignal | undefined): Promise<ListStep<ListedSession>> {
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
        this.#addUnproven(this.#pass.rows);
        return this.#unproven(this.#countIsFalse ? 'falseCount' : 'noCount');
      }
    }
    return this.#unproven(this.#repeats ? 'repeats' : 'moved');
  }

  /** Ends the list with rows that the server held at one moment, unless a response was cached. */
  #finish(rows: Rows): ListStep<ListedSession> {
    if (this.#isCached()) {
      this.#addUnproven(this.#pass.rows);
      this.#addUnproven(rows);
      return this.#unproven('cached');
    }
    this.#end = { kind: 'complete', by: this.#total === undefined ? 'shortPage' : 'count' };
    // The rows of the first reading are delivered in order, so they need no comparison.
    return this.#readings === 1 && rows === this.#pass.rows ? this.#append() : this.#deliver(rows);
  }

  /** Ends the list with all rows that were seen. */
  #unproven(why: Extract<ListEnd, { kind: 'unproven' }>['why']): ListStep<ListedSession> {
    this.#end = { kind: 'unproven', why };
    return this.#deliver(this.#seen);
  }

  #isCached(): boolean {
    return this.#options.clock.contradicts(this.#leadAtMost);
  }

  /** Returns the page size to read the whole list in one response, if that is how to prove it. */
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

  /** Reads the whole list in one response. Returns undefined if that fails to prove it. */
  async #readWhole(length: number, signal: AbortSignal | undefined): Promise<Rows | undefined> {
    const { ended, moved, total, rows: paged } = this.#pass;
    const slice = await this.#readSlice(0, length, signal);
    const rows = new Map(slice.items.map((row) => [row.id, row]));
    this.#total = slice.total;
    const uncounted = total === undefined && slice.total === undefined;
    if (
      (uncounted && ended && !moved && hasSameRows(paged, rows)) ||
      (slice.total !== undefined && holdsAll(slice, rows))
    ) {
      return rows;
    }
    this.#addUnproven(this.#pass.rows);
    this.#addUnproven(rows);
    if (slice.total !== undefined && slice.items.length < Math.min(slice.total, length)) {
      // A gateway lowers per_page, so this list cannot be read in one response.
      this.#clamp = 0;
      return undefined;
    }
    if (slice.total === undefined && !moved && beginsWith(paged, rows)) {
      // The response is the beginning of the known rows, so a gateway probably cut it.
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
      ? this.#pass.isFrontUnchanged(signal)
      : this.#cleanBefore !== undefined && hasSameRows(this.#cleanBefore, rows);
  }

  #readAgain(): void {
    const { rows, moved, total, newFront, repeats } = this.#pass;
    this.#repeats = repeats;
    this.#addUnproven(rows);
    this.#addUnproven(new Map(newFront.map((row) => [row.id, row])));
    this.#cleanBefore = moved || rows.size !== total ? undefined : rows;
    // The server may have been updated, and count pages differently now.
    this.#options.pageBase.countsFrom = undefined;
    this.#readings += 1;
    this.#pass = this.#newPass();
  }

  #newPass(): SessionsPass {
    const read: ReadSlice = (...slice) => this.#readSlice(...slice);
    return new SessionsPass(read, this.#options.pageSize, this.#options.pageBase);
  }

  /** Reads one page, and ignores its count once one was disproved. */
  async #readSlice(...[page, perPage, signal]: Parameters<ReadSlice>): Promise<Slice> {
    const slice = await this.#read(page, perPage, signal, this.#priority);
    this.#leadAtMost = Math.min(this.#leadAtMost, slice.leadAtMost);
    this.#countIsFalse ||= slice.total !== undefined && slice.total < this.#leastCount(page, slice);
    return this.#countIsFalse ? { ...slice, total: undefined } : slice;
  }

  /** Returns how many rows the list has at least, from one page of it. */
  #leastCount(page: number, { items, hasNext }: Slice): number {
    if (items.length === 0) {
      // If the list has rows, a count of 0 is that of the page.
      return page > 1 && this.#pass.rows.size > 0 ? 1 : 0;
    }
    // On a server that counts from 0, one page more comes before it.
    return Math.max(page - 1, 0) * this.#pass.sliceLength + items.length + (hasNext ? 1 : 0);
  }

  /** Keeps the rows of a reading that proved nothing, before those of earlier readings. */
  #addUnproven(rows: Rows): void {
    const seen = new Map(rows);
    for (const [id, row] of this.#seen) {
      if (!seen.has(id)) {
        seen.set(id, row);
      }
    }
    this.#seen = seen;
  }

  #keep(added: readonly ListedSession[]): void {
    this.#total = this.#pass.total;
    if (this.#readings === 1) {
      this.#fresh = this.#fresh.concat(added);
    }
  }

  #append(): ListStep<ListedSession> {
    const items = this.#fresh;
    this.#fresh = [];
    for (const { id } of items) {
      this.#delivered.push(id);
    }
    return { change: 'append', items, total: this.#total, end: this.#end };
  }

  /** Returns the list: only the new rows if it begins with the delivered ones, else all of it. */
  #deliver(rows: Rows): ListStep<ListedSession> {
    const items = [...rows.values()];
    const delivered = this.#delivered;
    const isGrown = delivered.every((id, index) => items[index]?.id === id);
    this.#delivered = items.map(({ id }) => id);
    this.#fresh = [];
    return {
      change: isGrown ? 'append' : 'replace',
      items: isGrown ? items.slice(delivered.length) : items,
      total: this.#total,
      end: this.#end,
    };
  }
}

/** Returns whether one response is the whole list, by its own count or because it is empty. */
function holdsAll({ items, total }: Slice, rows: Rows): boolean {
  return items.length === (total ?? 0) && rows.size === items.length;
}

/** Returns whether `start` is the beginning of `all`, and not all of it. */
function beginsWith(all: Rows, start: Rows): boolean {
  const ids = [...all.keys()];
  return start.size > 0 && start.size < all.size && [...start.keys()].every((id, index) => ids[index] === id);
}

/**
 * Returns whether two readings of a filtered list hold the same rows. A row that left the filter and came back in
 * between has another expiry.
 */
function hasSameRows(one: Rows, other: Rows): boolean {
  return (
    one.size === other.size && [...one].every(([id, row]) => other.has(id) && expiryOf(other.get(id)) === expiryOf(row))
  );
}

function expiryOf(row: ListedSession | undefined): string | undefined {
  return row?.kind === 'session' ? row.expiresAt : undefined;
}
