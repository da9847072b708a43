import type { Priority } from '../../http/transport.ts';
import type { SessionFilter } from '../client.ts';
import type { ListEnd, ListReader, ListStep } from '../listReader.ts';
import type { PageBase } from './pageBase.ts';
import type { ReadSlice, ReadSliceFor, SessionRow, Slice } from './sessionSlices.ts';
import { SessionsPass } from './sessionsPass.ts';
import { sameRows } from './sliceCompare.ts';
import { wholeListLength } from './wholeList.ts';

const maxReadings = 3;

export interface IdentitySessionsOptions {
  readonly filter: SessionFilter;
  /** 1 to 1000. */
  readonly pageSize: number;
  readonly pageBase: PageBase;
}

type Rows = ReadonlyMap<string, SessionRow>;

/**
 * Reads all sessions of one identity, from a server that pages them wrongly and while people sign in and out. Ends as
 * "complete" only when what it holds is what the server held at one moment, by one of four proofs:
 *
 * - One answer held as many rows as its own count.
 * - The list is not filtered, every answer gave the same count, as many rows were read, and at the end the front of the
 *   list is what it was. New rows come at the front and ids never return, so none came; with the count the same, none went.
 * - The list is filtered, where rows may come and go anywhere: two readings in a row, all with the same count, brought
 *   the same rows. All of them were there when the first reading ended, and that answer counted no other.
 * - There is no count, so that a short answer may as well be one that a gateway cut: the pages were read until one was empty
 *   or shorter than those before it, and then one answer brought the same rows. All of them were there when the last page
 *   was read, and no other fits in the pages before it. A first answer without rows is all there is. (On a server that counts
 *   from 0, as none does to date, a log-in between pages 0 and 1 may make them look alike; only a count would tell.)
 */
export class IdentitySessionsReader implements ListReader<SessionRow> {
  readonly #read: ReadSlice;
  readonly #options: IdentitySessionsOptions;
  #priority: Priority = 'person';
  #pass: SessionsPass;
  #readings = 1;
  /** The reading before, where nothing in it contradicted itself. */
  #cleanBefore: Rows | undefined;
  /** Everything that was seen, by readings that proved nothing; the latest first. */
  #seen: Rows = new Map();
  #total: number | undefined;
  #atLeast = 0;
  #bytesPerRow = 1;
  #clamp = Number.POSITIVE_INFINITY;
  /** Rows of the first reading that are still to be handed over, and the ids of those that were, in order. */
  #fresh: SessionRow[] = [];
  #handedOver: string[] = [];
  #end: ListEnd = { kind: 'more' };

  constructor(read: ReadSliceFor, options: IdentitySessionsOptions) {
    this.#read = (page, perPage, signal) => read(page, perPage, signal, this.#priority);
    this.#options = options;
    this.#pass = this.#newPass();
  }

  async next(signal?: AbortSignal): Promise<ListStep<SessionRow>> {
    this.#priority = 'person';
    if (this.#end.kind !== 'more') {
      return this.#append();
    }
    if (this.#pass.first === undefined && this.#readings === 1) {
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
    this.#priority = 'person';
    if (this.#pass.first === undefined && this.#readings === 1) {
      yield await this.#firstPage(signal);
    }
    this.#priority = 'ahead';
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
    this.#keep(await this.#pass.advance(signal));
    const { first = { items: [], total: 0, bytes: 0 }, rows } = this.#pass;
    const asked = this.#options.pageSize;
    this.#bytesPerRow = Math.max(1, first.bytes / Math.max(1, first.items.length));
    if (holdsAll(first, rows)) {
      this.#end = complete(first.total);
    } else if (first.total === undefined && first.items.length < asked) {
      // Most likely all there is; only the pages after it tell whether a gateway lowered per_page.
      this.#keep(await this.#pass.advance(signal));
      if (this.#pass.ended) {
        return this.#settle(signal);
      }
    } else if (first.total !== undefined && first.items.length < Math.min(first.total, asked)) {
      this.#clamp = first.items.length;
    }
    return this.#append();
  }

  /** Brings the list to its end. What it finds on the way stays in the reader, so that after a failure it goes on from there. */
  async #settle(signal: AbortSignal | undefined): Promise<ListStep<SessionRow>> {
    while (this.#readings <= maxReadings) {
      const length = this.#wholeLength();
      if (length !== undefined) {
        const rows = await this.#readWhole(length, signal);
        if (rows !== undefined) {
          return this.#handOver(rows);
        }
        continue;
      }
      for await (const added of this.#pass.toEnd(signal)) {
        this.#keep(added);
      }
      if (await this.#passIsProven(signal)) {
        this.#end = complete(this.#total);
        // What the first reading brought was kept as it came: it need not be compared with what was handed over.
        return this.#readings === 1 ? this.#append() : this.#handOver(this.#pass.rows);
      }
      if (this.#total !== undefined) {
        this.#readAgain();
      } else if (this.#wholeLength() === undefined) {
        this.#remember(this.#pass.rows);
        this.#end = { kind: 'unproven', why: 'noCount' };
        return this.#handOver(this.#seen);
      }
    }
    this.#end = { kind: 'unproven', why: 'moved' };
    return this.#handOver(this.#seen);
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
    const slice = await this.#read(0, length, signal);
    const rows = new Map(slice.items.map((row) => [row.id, row]));
    this.#total = slice.total;
    const uncounted = total === undefined && slice.total === undefined;
    if (
      (uncounted && ended && !moved && sameRows(paged, rows)) ||
      (slice.total !== undefined && holdsAll(slice, rows))
    ) {
      this.#end = complete(slice.total);
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
    const { rows, moved, total, newFront } = this.#pass;
    this.#remember(rows);
    this.#remember(new Map(newFront.map((row) => [row.id, row])));
    this.#cleanBefore = moved || rows.size !== total ? undefined : rows;
    // It may be the finding that was wrong, and not the list that moved: a server that was mended counts differently.
    this.#options.pageBase.countsFrom = undefined;
    this.#readings += 1;
    this.#pass = this.#newPass();
  }

  #newPass(): SessionsPass {
    return new SessionsPass(this.#read, this.#options.pageSize, this.#options.pageBase);
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

function complete(total: number | undefined): ListEnd {
  return { kind: 'complete', by: total === undefined ? 'shortPage' : 'count' };
}
