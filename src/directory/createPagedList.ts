import { KratosError } from '../kratos/failure.ts';
import type { ListEnd, ListReader, ListStep } from '../kratos/listReader.ts';
import type { ListChange } from './directory.ts';
import { endOrAbort } from './endOrAbort.ts';
import { type Item, ItemRows, type ItemsChange } from './itemRows.ts';
import type { ListPhase, ListState } from './listState.ts';
import { createListTask, type ListTask, type What, withFresher } from './listTask.ts';
import type { PagedList } from './pagedList.ts';
import { type PatientReader, patientReader } from './patientReader.ts';
import { readAgain } from './readAgain.ts';

export interface PagedListOptions<T> {
  /** A reader at the list's beginning, for each reading from the start. */
  readonly read: () => ListReader<T>;
  /** Called after each change of `state`, synchronously. */
  readonly onChange: (change: PagedListChange<T>) => void;
}

export type PagedListChange<T> = ItemsChange<T> & ListChange;

/** A paged list in the hands of its owner, who may know of single items more than the list has read. */
export interface OwnedPagedList<T> extends PagedList<T> {
  has(id: string): boolean;
  /** Puts a fresher item in the place of the one with its id; false when there is none. */
  replaceItem(item: T): boolean;
  /** Takes out an item that the server holds no longer; false when there is none. */
  dropItem(id: string): boolean;
}

export function createPagedList<T extends Item>(options: PagedListOptions<T>): OwnedPagedList<T> {
  return new LazyList(options);
}

/** Reads for a task and finishes it; its failures finish it, too. */
type Work<T> = (task: ListTask<T>) => Promise<void>;

const none: readonly never[] = [];
const unchanged: ItemsChange<never> = { read: none, gone: none, rows: none };
const ready: ListPhase = { kind: 'ready' };

class LazyList<T extends Item> implements OwnedPagedList<T> {
  readonly #options: PagedListOptions<T>;
  #state: ListState<T> = {
    phase: { kind: 'idle' },
    items: none,
    total: undefined,
    end: { kind: 'more' },
    outdated: false,
  };
  /** The phase to go back to when what is under way is cancelled. */
  #resting: ListPhase = { kind: 'idle' };
  readonly #rows = new ItemRows<T>();
  #reader: PatientReader<T> | undefined;
  #task: ListTask<T> | undefined;
  #cancels = 0;

  constructor(options: PagedListOptions<T>) {
    this.#options = options;
  }

  get state(): ListState<T> {
    return this.#state;
  }

  open(): Promise<void> {
    if (this.#task !== undefined) {
      return this.#task.ended;
    }
    return this.#resting.kind === 'idle' ? this.#start('first', (task) => this.#readPage(task)) : Promise.resolve();
  }

  more(): Promise<void> {
    if (this.#task !== undefined) {
      return this.#task.ended;
    }
    if (!this.#canGoOn()) {
      return Promise.resolve();
    }
    return this.#start(this.#state.items.length === 0 ? 'first' : 'more', (task) => this.#readPage(task));
  }

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

  refresh(): Promise<void> {
    // A first page on its way is as fresh as another one would be.
    if (readsFromStart(this.#task)) {
      return this.#task.ended;
    }
    if (this.#state.items.length === 0 && this.#state.end.kind === 'more') {
      this.#reader = undefined;
      return this.#start('first', (task) => this.#readPage(task));
    }
    if (this.#state.outdated) {
      // What would end this early must not bring the old rows back as fresh ones.
      this.#resting = { kind: 'failed', at: 'refresh', failure: { kind: 'cancelled' } };
    }
    return this.#start('refresh', (task) => this.#readAgain(task));
  }

  retry(): Promise<void> {
    if (this.#task !== undefined) {
      return this.#task.ended;
    }
    const phase = this.#resting;
    if (phase.kind !== 'failed') {
      return Promise.resolve();
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

  async retryFailed(): Promise<void> {
    const underWay = this.#task;
    const before = this.#resting;
    await underWay?.ended;
    const phase = this.#resting;
    // What ends by itself leaves a phase of its own.
    const wasGivenUp = underWay !== undefined && phase === before;
    if (this.#task === undefined && !wasGivenUp && phase.kind === 'failed' && phase.failure.kind !== 'cancelled') {
      await this.retry();
    }
  }

  markOutdated(): void {
    if (this.#resting.kind !== 'idle' && !readsFromStart(this.#task) && !this.#state.outdated) {
      this.#publish({ ...this.#state, outdated: true });
    }
  }

  stop(): void {
    if (this.#task !== undefined && this.#resting.kind === 'idle') {
      this.#resting = { kind: 'failed', at: this.#task.what, failure: { kind: 'cancelled' } };
    }
    this.cancel();
  }

  cancel(): void {
    this.#cancels += 1;
    const task = this.#task;
    if (task !== undefined) {
      this.#task = undefined;
      task.abort.abort();
      if (task.what === 'first') {
        this.#reader = undefined;
      }
      this.#publish({ ...this.#state, phase: this.#resting, outdated: this.#staysOutdated(task) });
      task.end();
    }
  }

  has(id: string): boolean {
    return this.#rows.has(id);
  }

  replaceItem(item: T): boolean {
    this.#task?.fresher.set(item.id, item);
    const replaced = this.#rows.replace(item);
    if (replaced) {
      this.#publish({ ...this.#state, items: this.#rows.items }, { ...unchanged, rows: [item.id] });
    }
    return replaced;
  }

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

  /** False when the list has ended: there is nothing more to ask for. */
  #canGoOn(): boolean {
    return this.#state.end.kind === 'more';
  }

  /** Begins a task in the place of the one under way, if any, and answers with its end. */
  #start(what: What, work: Work<T>): Promise<void> {
    const replaced = this.#task;
    const task = createListTask<T>(what);
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
        // Cancelled from outside (the connection is closed), or a defect: `all` must not begin again by itself.
        this.#cancels += 1;
        this.#finish(task, this.#resting);
      }
      if (!(error instanceof KratosError)) {
        throw error;
      }
    }
  }

  /** Ends a task with what it leads to; the last step is shown together with it. False when another has taken its place. */
  #finish(task: ListTask<T>, phase: ListPhase, last?: ListStep<T>): boolean {
    if (this.#task !== task) {
      return false;
    }
    this.#task = undefined;
    this.#resting = phase;
    try {
      this.#show(task, phase, last, this.#staysOutdated(task));
    } finally {
      // Whatever a listener throws: whoever waits for the end must not wait for good.
      task.end();
    }
    return true;
  }

  #readerOfList(): PatientReader<T> {
    this.#reader ??= patientReader(this.#options.read());
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

  #readAgain(task: ListTask<T>): Promise<void> {
    const reader = patientReader(this.#options.read());
    return readAgain(reader, this.#state, task.abort.signal, (whole) => {
      if (this.#task === task) {
        this.#reader = reader;
        this.#finish(task, ready, whole);
      }
    });
  }

  /** Joins, or begins, the reading of all that is left; ends early for this caller when `signal` fires. */
  async #joinAll(signal: AbortSignal | undefined): Promise<void> {
    if (this.#task === undefined) {
      void this.#start('all', (task) => this.#readRest(task));
    }
    const task: ListTask<T> | undefined = this.#task;
    if (task === undefined) {
      return;
    }
    task.wanted += 1;
    await endOrAbort(task.ended, signal);
    task.wanted -= 1;
    if (task.wanted === 0 && this.#task === task) {
      task.abort.abort();
      this.#finish(task, this.#resting);
    }
  }

  /** Pages that are read to go on with leave those before them as old as they are. */
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
    this.#publish({ phase, items: this.#rows.items, total, end: step.end, outdated: outdated && !isNew }, change);
  }

  #publish(state: ListState<T>, change: ItemsChange<T> = unchanged): void {
    const before = this.#state;
    this.#state = state;
    const isCountedAlike =
      before.total === state.total && isSameEnd(before.end, state.end) && before.outdated === state.outdated;
    const rows = isCountedAlike ? change.rows : 'all';
    this.#options.onChange({ ...change, rows, edges: before.phase !== state.phase });
  }
}

function readsFromStart<T>(task: ListTask<T> | undefined): task is ListTask<T> {
  return task?.what === 'first' || task?.what === 'refresh';
}

function isSameEnd(one: ListEnd, other: ListEnd): boolean {
  return one.kind === other.kind && (one.kind !== 'unproven' || other.kind !== 'unproven' || one.why === other.why);
}
