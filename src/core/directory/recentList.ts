import { KratosError } from '../kratos/failure.ts';
import type { ListEnd, ListReader } from '../kratos/listReader.ts';
import { createdAt } from '../kratos/moments.ts';
import type { Malformed, Session } from '../kratos/session.ts';
import type { ListPhase } from './listState.ts';

type Item = Session | Malformed;
type What = Extract<ListPhase, { kind: 'loading' }>['what'];

/** No more sessions are kept in memory. */
export const mostRecent = 20_000;

/** The server sorts by its own time of creation, which may differ a little from the times that it sends. */
const toleranceMs = 60_000;

export interface RecentState {
  readonly phase: ListPhase;
  /** In the order of the server; unique by id. */
  readonly items: readonly Item[];
  readonly end: ListEnd;
  /** Whether older sessions are not read because the list is as long as it may be. */
  readonly isFull: boolean;
  /** Whether the server lists the newest first. Kratos v1.0 sorts by id. */
  readonly isNewestFirst: boolean;
  /** When the oldest session that was read began, in milliseconds; undefined unless the newest are first. */
  readonly backTo: number | undefined;
  /** When the beginning of the list was read, which no later page changes. */
  readonly readAt: Date | undefined;
}

export interface RecentListOptions {
  /** Returns a reader at the beginning of the list of all sessions. */
  readonly read: () => ListReader<Item>;
  readonly onRead: (sessions: readonly Session[]) => void;
  readonly onChange: () => void;
}

/**
 * The newest sessions of all identities. Reads pages in order, without a gap between them; a failure keeps what was
 * read. Calls during a request share it, and none of them rejects: the failure is in `state.phase`.
 */
export class RecentList {
  readonly #options: RecentListOptions;
  #phase: ListPhase = { kind: 'idle' };
  #items = new Map<string, Item>();
  #shown: readonly Item[] | undefined;
  #end: ListEnd = { kind: 'more' };
  #isFull = false;
  #readAt: Date | undefined;
  /** How many items are newer than the one before them. */
  #inversions = 0;
  #reader: ListReader<Item> | undefined;
  #task: { readonly abort: AbortController; readonly ended: Promise<void> } | undefined;
  #again: (() => Promise<void>) | undefined;
  readonly #readIds = new Set<string>();

  constructor(options: RecentListOptions) {
    this.#options = options;
  }

  get state(): RecentState {
    this.#shown ??= [...this.#items.values()];
    const isNewestFirst = this.#inversions * 10 <= this.#items.size;
    const last = isNewestFirst ? this.#shown.findLast((item) => timeOf(item) !== undefined) : undefined;
    return {
      phase: this.#phase,
      items: this.#shown,
      end: this.#end,
      isFull: this.#isFull,
      isNewestFirst,
      backTo: last && timeOf(last),
      readAt: this.#readAt,
    };
  }

  /**
   * The ids of all sessions that were ever read, in the order of reading: it only grows, so that it can be followed.
   */
  get readIds(): ReadonlySet<string> {
    return this.#readIds;
  }

  get(id: string): Item | undefined {
    return this.#items.get(id);
  }

  /** Reads the newest sessions, unless that was tried before. */
  open(): Promise<void> {
    return this.#phase.kind === 'idle' ? this.more() : this.#ended();
  }

  /** Reads one page more; with `until`, in milliseconds, pages until a session began then or before. */
  more(until?: number): Promise<void> {
    if (this.#isFull || this.#end.kind !== 'more') {
      return this.#ended();
    }
    const what = this.#items.size === 0 ? 'first' : until === undefined ? 'more' : 'all';
    return this.#start(what, (signal) => this.#readOlder(until, signal));
  }

  /** Reads what is new: pages from the beginning until one has a session that is known. */
  refresh(): Promise<void> {
    return this.#items.size === 0 && this.#end.kind === 'more'
      ? this.more()
      : this.#start('refresh', (signal) => this.#readNewer(signal));
  }

  /**
   * Repeats what failed. An automatic retry leaves alone what the user cancelled, and first waits for what is being
   * read, which may have begun with a secret that no longer counts.
   */
  async retry({ automatic = false } = {}): Promise<void> {
    await this.#ended();
    const phase = this.#phase;
    if (phase.kind === 'failed' && !(automatic && phase.failure.kind === 'cancelled')) {
      await this.#again?.();
    }
  }

  cancel(): void {
    this.#task?.abort.abort();
  }

  /** Puts a session that was read elsewhere in the place of the one with its id. */
  replace(session: Session): void {
    const before = this.#items.get(session.id);
    if (before !== undefined && before !== session) {
      this.#items.set(session.id, session);
      this.#shown = undefined;
    }
  }

  drop(id: string): void {
    if (this.#items.delete(id)) {
      this.#shown = undefined;
    }
  }

  #ended(): Promise<void> {
    return this.#task?.ended ?? Promise.resolve();
  }

  #start(what: What, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.#task !== undefined) {
      return this.#task.ended;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    const abort = new AbortController();
    this.#task = { abort, ended: promise };
    this.#again = () => this.#start(what, work);
    void this.#perform(what, work, abort.signal).finally(resolve);
    return promise;
  }

  async #perform(what: What, work: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> {
    let phase: ListPhase = { kind: 'ready' };
    this.#enter({ kind: 'loading', what });
    try {
      await work(signal);
    } catch (error) {
      if (!(error instanceof KratosError)) {
        throw error;
      }
      // Cancelled with rows in the table, it is not a failure.
      if (error.failure.kind !== 'cancelled' || this.#items.size === 0) {
        phase = { kind: 'failed', at: what, failure: error.failure };
      }
    } finally {
      this.#task = undefined;
      this.#enter(phase);
    }
  }

  async #readOlder(until: number | undefined, signal: AbortSignal): Promise<void> {
    this.#reader ??= this.#options.read();
    for await (const { items, end } of this.#reader.rest(signal)) {
      this.#end = end;
      this.#add(items);
      const { backTo } = this.state;
      const isEnough = until === undefined || (backTo !== undefined && backTo <= until);
      if (isEnough || this.#isFull || signal.aborted) {
        return;
      }
      this.#options.onChange();
    }
  }

  /**
   * Shows newer sessions only when they join those that are known, so that the list has no gap. Without a known one
   * among the first 20,000, they replace the list.
   */
  async #readNewer(signal: AbortSignal): Promise<void> {
    const reader = this.#options.read();
    const newer: Item[] = [];
    const { items: before, isNewestFirst } = this.state;
    for await (const { items, end } of reader.rest(signal)) {
      newer.push(...items);
      // Of a list in another order, as much is read again as was shown.
      const joint = isNewestFirst ? lastKnown(items, this.#items) : undefined;
      if (joint !== undefined && !isWhole(end)) {
        const fresh = new Set(newer.map(({ id }) => id));
        const rest = before.slice(before.findIndex(({ id }) => id === joint) + 1);
        this.#replaceAll([...newer, ...rest.filter(({ id }) => !fresh.has(id))], newer);
        this.#end = this.#end.kind === 'complete' ? { kind: 'unproven', why: 'pages' } : this.#end;
        return;
      }
      if (end.kind !== 'more' || newer.length >= (isNewestFirst ? mostRecent : before.length)) {
        this.#reader = reader;
        this.#end = end;
        this.#isFull = false;
        this.#replaceAll(newer, newer);
        return;
      }
      if (signal.aborted) {
        return;
      }
    }
  }

  #replaceAll(items: readonly Item[], read: readonly Item[]): void {
    this.#items = new Map();
    this.#inversions = 0;
    this.#add(items, read);
  }

  /** Adds items to the end; `read` are those that the server has just sent. */
  #add(items: readonly Item[], read: readonly Item[] = items): void {
    if (this.#items.size === 0) {
      this.#readAt = new Date();
    }
    const added = items.slice(0, mostRecent - this.#items.size);
    if (added.length < items.length) {
      this.#end = { kind: 'more' };
    }
    let before = [...this.#items.values()].at(-1);
    for (const item of added) {
      this.#inversions += isNewer(item, before) ? 1 : 0;
      before = item;
      this.#items.set(item.id, item);
      this.#readIds.add(item.id);
    }
    // A list that was cut once has a gap before the next page of its reader.
    this.#isFull ||= this.#items.size >= mostRecent;
    this.#shown = undefined;
    this.#options.onRead(read.filter((item) => item.kind === 'session'));
  }

  #enter(phase: ListPhase): void {
    this.#phase = phase;
    this.#options.onChange();
  }
}

function timeOf(item: Item): number | undefined {
  return item.kind === 'session' ? createdAt(item)?.getTime() : undefined;
}

function isNewer(item: Item, before: Item | undefined): boolean {
  const time = timeOf(item);
  const timeBefore = before && timeOf(before);
  return time !== undefined && timeBefore !== undefined && time > timeBefore + toleranceMs;
}

/** Returns whether a list that ended so has no further page. */
function isWhole(end: ListEnd): boolean {
  return end.kind === 'complete' || (end.kind === 'unproven' && end.why === 'pages');
}

function lastKnown(items: readonly Item[], known: ReadonlyMap<string, Item>): string | undefined {
  return items.findLast(({ kind, id }) => kind === 'session' && known.has(id))?.id;
}
