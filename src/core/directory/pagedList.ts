import { untilAborted } from '../http/aborting.ts';
import { KratosError } from '../kratos/failure.ts';
import type { ListEnd, ListReader, ListStep } from '../kratos/listReader.ts';
import type { ListChange } from './directoryChange.ts';
import { type Item, ItemRows, type ItemsChange } from './itemRows.ts';
import type { ListPhase, ListState } from './listState.ts';

export interface PagedListOptions<T> {
  /** Returns a reader at the list's beginning, for each reading from the start. */
  readonly read: () => ListReader<T>;
  /** Called after each change of `state`, synchronously. */
  readonly onChange: (change: PagedListChange<T>) => void;
}

export type PagedListChange<T> = ItemsChange<T> & ListChange;

type What = Extract<ListPhase, { kind: 'loading' }>['what'];

/** What is being read. A response to another task than the current one is dropped. */
interface ListTask<T> {
  readonly what: What;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
  readonly end: () => void;
  /** How many callers of `all` still wait for it. */
  waiting: number;
  /** Items that were read by themselves since it began, so later than its response; undefined: gone. */
  readonly fresher: Map<string, T | undefined>;
}

/** Reads for a task and finishes it, unless it throws. */
type Work<T> = (task: ListTask<T>) => Promise<void>;

const none: readonly never[] = [];
const unchanged: ItemsChange<never> = { read: none, gone: none, rows: none };
const ready: ListPhase = { kind: 'ready' };

/**
 * One lazily loaded list. Calls made during a request share it. None of them rejects: the failure is in `state.phase`,
 * and the rows from before are kept.
 */
export class PagedList<T extends Item> {
  readonly #options: PagedListOptions<T>;
  #state: ListState<T> = {
    phase: { kind: 'idle' },
    items: none,
    total: undefined,
    end: { kind: 'more' },
    readAt: undefined,
    outdated: false,
  };
  /** The phase that cancelling goes back to. */
  #resting: ListPhase = { kind: 'idle' };
  readonly #rows = new ItemRows<T>();
  #reader: ResumableReader<T> | undefined;
  #task: ListTask<T> | undefined;
  #cancels = 0;

  constructor(options: PagedListOptions<T>) {
    this.#options = options;
  }

  get state(): ListState<T> {
    return this.#state;
  }

  /**
   * Reads page 1 unless that was tried before. After a failure only `retry` and `more` try again, never drawing rows.
   */
  open(): Promise<void> {
    if (this.#task !== undefined) {
      return this.#task.ended;
    }
    return this.#resting.kind === 'idle' ? this.#start('first', (task) => this.#readPage(task)) : Promise.resolve();
  }

  /** Reads one page more; after a failure, the page that failed. */
  more(): Promise<void> {
    if (this.#task !== undefined) {
      return this.#task.ended;
    }
    if (!this.#canGoOn()) {
      return Promise.resolve();
    }
    return this.#start(this.#state.items.length === 0 ? 'first' : 'more', (task) => this.#readPage(task));
  }

  /** Reads all that is left. Ended by `signal`, it keeps what arrived and can be continued. */
  async all(signal?: AbortSignal): Promise<void> {
    const cancels = this.#cancels;
    while (!signal?.aborted && cancels === this.#cancels) {
      const task = this.#task;
      if (task === undefined && !this.#canGoOn()) {
        return;
      }
      if (task !== undefined && task.what !== 'all') {
        await endOrAbort(task.ended, signal);
        if (this.#task === undefined && this.#resting.kind === 'failed') {
          return;
        }
        continue;
      }
      await this.#joinAll(signal);
      if (this.#task === undefined) {
        return;
      }
    }
  }

  /** Reads as many items again as are shown, then swaps. Until then, and on failure, the old rows stay. */
  refresh(): Promise<void> {
    // A first page that is being read is as fresh as another one would be.
    if (readsFromStart(this.#task)) {
      return this.#task.ended;
    }
    if (this.#state.items.length === 0 && this.#state.end.kind === 'more') {
      this.#reader = undefined;
      return this.#start('first', (task) => this.#readPage(task));
    }
    if (this.#state.outdated) {
      // Cancelled, it must not bring the old rows back as fresh ones.
      this.#resting = { kind: 'failed', at: 'refresh', failure: { kind: 'cancelled' } };
    }
    return this.#start('refresh', (task) => this.#readAgain(task));
  }

  /**
   * Repeats what failed. An automatic retry leaves alone what the user cancelled, and first waits for what is being
   * read, which may have begun with a secret that no longer counts.
   */
  async retry({ automatic = false } = {}): Promise<void> {
    const current = this.#task;
    const before = this.#resting;
    if (current !== undefined) {
      await current.ended;
      // A cancelled one leaves the phase from before it.
      if (!automatic || this.#resting === before) {
        return;
      }
    }
    const phase = this.#resting;
    if (this.#task !== undefined || phase.kind !== 'failed' || (automatic && phase.failure.kind === 'cancelled')) {
      return;
    }
    switch (phase.at) {
      case 'first':
      case 'more':
        return this.more();
      case 'all':
        return this.all();
      case 'refresh':
        return this.refresh();
    }
  }

  /** Marks what was read as outdated, without a request. Ends with the next refresh, also if that fails. */
  markOutdated(): void {
    if (this.#resting.kind !== 'idle' && !readsFromStart(this.#task) && !this.#state.outdated) {
      this.#publish({ ...this.#state, outdated: true });
    }
  }

  /** Aborts what is being read. A first page then counts as failed, so that only `retry` and `more` try again. */
  cancel(): void {
    this.#cancels += 1;
    const task = this.#task;
    if (task === undefined) {
      return;
    }
    if (this.#resting.kind === 'idle') {
      this.#resting = { kind: 'failed', at: task.what, failure: { kind: 'cancelled' } };
    }
    this.#task = undefined;
    task.abort.abort();
    if (task.what === 'first') {
      this.#reader = undefined;
    }
    this.#publish({ ...this.#state, phase: this.#resting, outdated: this.#staysOutdated(task) });
    task.end();
  }

  has(id: string): boolean {
    return this.#rows.has(id);
  }

  /** Puts an item that was read by itself in the place of the one with its id; false when there is none. */
  replaceItem(item: T): boolean {
    this.#task?.fresher.set(item.id, item);
    const replaced = this.#rows.replace(item);
    if (replaced) {
      this.#publish({ ...this.#state, items: this.#rows.items }, { ...unchanged, rows: [item.id] });
    }
    return replaced;
  }

  /** Removes an item that the server no longer has; false when there is none. */
  dropItem(id: string): boolean {
    this.#task?.fresher.set(id, undefined);
    const dropped = this.#rows.drop(id);
    if (dropped) {
      const { total } = this.#state;
      const left = total === undefined ? undefined : total - 1;
      this.#publish({ ...this.#state, items: this.#rows.items, total: left }, { ...unchanged, rows: 'all' });
    }
    return dropped;
  }

  #canGoOn(): boolean {
    return this.#state.end.kind === 'more';
  }

  /** Starts a task in the place of the current one, if any; resolves with its end. */
  #start(what: What, work: Work<T>): Promise<void> {
    const replaced = this.#task;
    const task = newTask<T>(what);
    this.#task = task;
    replaced?.abort.abort();
    this.#publish({ ...this.#state, phase: { kind: 'loading', what } });
    if (this.#task === task) {
      void this.#perform(task, work);
    }
    replaced?.end();
    return task.ended;
  }

  async #perform(task: ListTask<T>, work: Work<T>): Promise<void> {
    try {
      await work(task);
    } catch (error) {
      if (error instanceof KratosError && error.failure.kind !== 'cancelled') {
        this.#finish(task, { kind: 'failed', at: task.what, failure: error.failure });
        return;
      }
      if (this.#task === task) {
        // The connection was closed, or there is a defect: `all` must not start again by itself.
        this.#cancels += 1;
        this.#finish(task, this.#resting);
      }
      if (!(error instanceof KratosError)) {
        throw error;
      }
    }
  }

  /** Ends a task and publishes its last step with the phase; false when the task is not the current one any more. */
  #finish(task: ListTask<T>, phase: ListPhase, last?: ListStep<T>): boolean {
    if (this.#task !== task) {
      return false;
    }
    this.#task = undefined;
    this.#resting = phase;
    try {
      this.#show(task, phase, last, this.#staysOutdated(task));
    } finally {
      // A listener that throws must not leave callers waiting for the end.
      task.end();
    }
    return true;
  }

  #readerOfList(): ResumableReader<T> {
    this.#reader ??= new ResumableReader(this.#options.read());
    return this.#reader;
  }

  #readPage(task: ListTask<T>): Promise<void> {
    return this.#readerOfList().next(task.abort.signal, (step) => this.#finish(task, ready, step));
  }

  async #readRest(task: ListTask<T>): Promise<void> {
    await this.#readerOfList().rest(task.abort.signal, (step) => {
      if (step.end.kind !== 'more') {
        return this.#finish(task, ready, step);
      }
      if (this.#task !== task) {
        return false;
      }
      this.#resting = ready;
      this.#show(task, this.#state.phase, step, this.#state.outdated);
      task.fresher.clear();
      return true;
    });
    this.#finish(task, ready);
  }

  /** Reads as many pages from the start as hold what is shown, and replaces it by all of them in one step. */
  async #readAgain(task: ListTask<T>): Promise<void> {
    const reader = new ResumableReader(this.#options.read());
    const { items: shown, end } = this.#state;
    // A complete list that has grown meanwhile is likely to be complete again with one page more.
    let extra = end.kind === 'more' ? 0 : 1;
    let items: readonly T[] = [];
    let isEnough = false;
    while (!isEnough) {
      await reader.next(task.abort.signal, (step) => {
        items = step.change === 'replace' ? step.items : items.concat(step.items);
        const isFull = items.length >= shown.length;
        isEnough = step.end.kind !== 'more' || (isFull && extra === 0);
        extra -= isFull ? 1 : 0;
        if (isEnough && this.#task === task) {
          this.#reader = reader;
          this.#finish(task, ready, { ...step, change: 'replace', items });
        }
        return true;
      });
    }
  }

  /** Joins or starts the reading of all that is left; ends early for this caller when `signal` aborts. */
  async #joinAll(signal: AbortSignal | undefined): Promise<void> {
    if (this.#task === undefined) {
      void this.#start('all', (task) => this.#readRest(task));
    }
    const task: ListTask<T> | undefined = this.#task;
    if (task === undefined) {
      return;
    }
    task.waiting += 1;
    await endOrAbort(task.ended, signal);
    task.waiting -= 1;
    if (task.waiting === 0 && this.#task === task) {
      task.abort.abort();
      this.#finish(task, this.#resting);
    }
  }

  /** Further pages leave those before them as outdated as they are. */
  #staysOutdated(ending: ListTask<T>): boolean {
    return this.#state.outdated && !readsFromStart(ending);
  }

  #show(task: ListTask<T>, phase: ListPhase, step: ListStep<T> | undefined, outdated: boolean): void {
    if (step === undefined) {
      this.#publish({ ...this.#state, phase, outdated });
      return;
    }
    const fresh = withFresher(step.items, task);
    const isNew = step.change === 'replace';
    const change = isNew ? this.#rows.swap(fresh) : this.#rows.append(fresh);
    const total = step.total === undefined ? undefined : step.total - (step.items.length - fresh.length);
    this.#publish(
      {
        phase,
        items: this.#rows.items,
        total,
        end: step.end,
        readAt: new Date(),
        outdated: outdated && !isNew,
      },
      change,
    );
  }

  #publish(state: ListState<T>, change: ItemsChange<T> = unchanged): void {
    const before = this.#state;
    this.#state = state;
    const isCountedAlike =
      before.total === state.total && isSameEnd(before.end, state.end) && before.outdated === state.outdated;
    const rows = isCountedAlike ? change.rows : 'all';
    this.#options.onChange({ ...change, rows, edges: showsOther(before.phase, state.phase) });
  }
}

function readsFromStart<T>(task: ListTask<T> | undefined): task is ListTask<T> {
  return task?.what === 'first' || task?.what === 'refresh';
}

/**
 * Returns whether rows around the items differ. A list that was never read, and one that is refreshed, show no others.
 */
function showsOther(before: ListPhase, now: ListPhase): boolean {
  const startsUnseen =
    now.kind === 'loading' && (before.kind === 'idle' || (before.kind === 'ready' && now.what === 'refresh'));
  return before !== now && !startsUnseen;
}

function isSameEnd(one: ListEnd, other: ListEnd): boolean {
  return one.kind === other.kind && (one.kind !== 'unproven' || other.kind !== 'unproven' || one.why === other.why);
}

function newTask<T>(what: What): ListTask<T> {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { what, abort: new AbortController(), ended: promise, end: resolve, waiting: 0, fresher: new Map() };
}

/** Returns the items of a response, each as it was read last. */
function withFresher<T extends Item>(items: readonly T[], { fresher }: ListTask<T>): readonly T[] {
  if (fresher.size === 0) {
    return items;
  }
  return items.map((item) => (fresher.has(item.id) ? fresher.get(item.id) : item)).filter((item) => item !== undefined);
}

/** Resolves when `ended` does (which must not reject), or as soon as `signal` aborts. */
async function endOrAbort(ended: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  await (signal === undefined ? ended : untilAborted(ended, signal).catch(() => undefined));
}

/** Receives a step; returns false when its caller no longer wants it. */
type OnStep<T> = (step: ListStep<T>) => boolean;

/**
 * Lets a reader be aborted without losing a step: one that was aborted too late has already moved on, so its step is
 * kept for the next call. Calls wait until those before them have ended. Both fail with KratosError.
 */
class ResumableReader<T> {
  readonly #reader: ListReader<T>;
  readonly #kept: ListStep<T>[] = [];
  #turns: Promise<unknown> = Promise.resolve();

  constructor(reader: ListReader<T>) {
    this.#reader = reader;
  }

  /** Reads one page more. */
  next(signal: AbortSignal, onStep: OnStep<T>): Promise<void> {
    return this.#inTurn(signal, async () => {
      this.#deliver(this.#kept.shift() ?? (await this.#reader.next(signal)), onStep);
    });
  }

  /** Reads all that is left. */
  rest(signal: AbortSignal, onStep: OnStep<T>): Promise<void> {
    return this.#inTurn(signal, async () => {
      for (let step = this.#kept.shift(); step !== undefined; step = this.#kept.shift()) {
        if (!this.#deliver(step, onStep)) {
          return;
        }
      }
      for await (const step of this.#reader.rest(signal)) {
        if (!this.#deliver(step, onStep)) {
          return;
        }
      }
    });
  }

  #inTurn(signal: AbortSignal, read: () => Promise<void>): Promise<void> {
    const turn = this.#turns.then(() => {
      if (signal.aborted) {
        throw new KratosError({ kind: 'cancelled' });
      }
      return read();
    });
    // Its failure belongs to its caller; the next call only waits for its end.
    this.#turns = turn.catch(() => undefined);
    return turn;
  }

  /** Returns whether the step was wanted and there may be more. */
  #deliver(step: ListStep<T>, onStep: OnStep<T>): boolean {
    const isWanted = onStep(step);
    if (!isWanted) {
      this.#kept.push(step);
    }
    return isWanted && step.end.kind === 'more';
  }
}
