import { KratosError } from '../kratos/failure.ts';
import type { ListReader, ListStep } from '../kratos/listReader.ts';
import type { ListPhase, ListState } from './listState.ts';
import type { PagedList } from './pagedList.ts';
import { type PatientReader, patientReader } from './patientReader.ts';

type Item = { readonly id: string };
type What = Extract<ListPhase, { kind: 'loading' }>['what'];

export interface PagedListOptions<T> {
  /** A reader at the list's beginning, for each reading from the start. */
  readonly read: () => ListReader<T>;
  /** After each change of `state`, synchronously; `items` that are new or read again, and those that are gone. */
  readonly onChange: (items: ItemsChange<T>) => void;
}

export interface ItemsChange<T> {
  readonly read: readonly T[];
  readonly gone: readonly T[];
}

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

/** What is under way. Its identity is the generation: an answer for another task than the current one is dropped. */
interface Task {
  readonly what: What;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
  readonly end: () => void;
  /** How many callers of `all` still want it; others cannot leave. */
  wanted: number;
}

/** Reads for a task and finishes it; its failures finish it, too. */
type Work = (task: Task) => Promise<void>;

const none: readonly never[] = [];
const ready: ListPhase = { kind: 'ready' };

class LazyList<T extends Item> implements OwnedPagedList<T> {
  readonly #options: PagedListOptions<T>;
  #state: ListState<T> = { phase: { kind: 'idle' }, items: none, total: undefined, end: { kind: 'more' } };
  /** The phase to go back to when what is under way is cancelled. */
  #resting: ListPhase = { kind: 'idle' };
  #places = new Map<string, number>();
  #reader: PatientReader<T> | undefined;
  #task: Task | undefined;
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
    if (this.#task?.what === 'refresh' || this.#task?.what === 'first') {
      return this.#task.ended;
    }
    if (this.#state.items.length === 0 && this.#state.end.kind === 'more') {
      this.#reader = undefined;
      return this.#start('first', (task) => this.#readPage(task));
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

  cancel(): void {
    this.#cancels += 1;
    const task = this.#task;
    if (task !== undefined) {
      this.#task = undefined;
      task.abort.abort();
      if (task.what === 'first') {
        this.#reader = undefined;
      }
      this.#publish({ ...this.#state, phase: this.#resting });
      task.end();
    }
  }

  has(id: string): boolean {
    return this.#places.has(id);
  }

  replaceItem(item: T): boolean {
    const place = this.#places.get(item.id);
    if (place === undefined) {
      return false;
    }
    this.#publish({ ...this.#state, items: this.#state.items.with(place, item) });
    return true;
  }

  dropItem(id: string): boolean {
    const place = this.#places.get(id);
    if (place === undefined) {
      return false;
    }
    const items = this.#state.items.toSpliced(place, 1);
    const total = this.#state.total === undefined ? undefined : Math.max(items.length, this.#state.total - 1);
    this.#places = placesOf(items);
    this.#publish({ ...this.#state, items, total });
    return true;
  }

  /** False when the list has ended: there is nothing more to ask for. */
  #canGoOn(): boolean {
    return this.#state.end.kind === 'more';
  }

  /** Begins a task in the place of the one under way, if any, and answers with its end. */
  #start(what: What, work: Work): Promise<void> {
    const replaced = this.#task;
    const { promise, resolve } = Promise.withResolvers<void>();
    const task: Task = { what, abort: new AbortController(), ended: promise, end: resolve, wanted: 0 };
    this.#task = task;
    replaced?.abort.abort();
    this.#publish({ ...this.#state, phase: { kind: 'loading', what } });
    if (this.#task === task) {
      void this.#perform(task, work);
    }
    replaced?.end();
    return promise;
  }

  async #perform(task: Task, work: Work): Promise<void> {
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
  #finish(task: Task, phase: ListPhase, last?: ListStep<T>): boolean {
    if (this.#task !== task) {
      return false;
    }
    this.#task = undefined;
    this.#resting = phase;
    this.#show(phase, last);
    task.end();
    return true;
  }

  #readerOfList(): PatientReader<T> {
    this.#reader ??= patientReader(this.#options.read());
    return this.#reader;
  }

  #readPage(task: Task): Promise<void> {
    return this.#readerOfList().next(task.abort.signal, (step) => this.#finish(task, ready, step));
  }

  async #readRest(task: Task): Promise<void> {
    await this.#readerOfList().rest(task.abort.signal, (step) => {
      if (step.end.kind !== 'more') {
        return this.#finish(task, ready, step);
      }
      if (this.#task !== task) {
        return false;
      }
      this.#resting = ready;
      this.#show(this.#state.phase, step);
      return true;
    });
    this.#finish(task, ready);
  }

  async #readAgain(task: Task): Promise<void> {
    const shown = this.#state.items.length;
    // A list that was shown whole and has grown meanwhile is likely to be whole again with one page more.
    let extra = this.#state.end.kind === 'more' ? 0 : 1;
    const reader = patientReader(this.#options.read());
    let items: readonly T[] = none;
    let isEnough = false;
    while (!isEnough) {
      await reader.next(task.abort.signal, (step) => {
        items = step.change === 'replace' ? step.items : [...items, ...step.items];
        isEnough = step.end.kind !== 'more' || (items.length >= shown && extra === 0);
        extra -= items.length >= shown ? 1 : 0;
        if (isEnough && this.#task === task) {
          this.#reader = reader;
          this.#finish(task, ready, { ...step, change: 'replace', items });
        }
        return true;
      });
    }
  }

  /** Joins, or begins, the reading of all that is left; ends early for this caller when `signal` fires. */
  async #joinAll(signal: AbortSignal | undefined): Promise<void> {
    if (this.#task === undefined) {
      void this.#start('all', (task) => this.#readRest(task));
    }
    const task: Task | undefined = this.#task;
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

  #show(phase: ListPhase, step: ListStep<T> | undefined): void {
    if (step === undefined) {
      this.#publish({ ...this.#state, phase });
      return;
    }
    const { items, gone } = step.change === 'replace' ? this.#swapped(step.items) : this.#appended(step.items);
    this.#publish({ phase, items, total: step.total, end: step.end }, { read: step.items, gone });
  }

  #swapped(fresh: readonly T[]): { items: readonly T[]; gone: readonly T[] } {
    const before = this.#state.items;
    this.#places = new Map();
    const items: T[] = [];
    this.#append(items, fresh);
    return { items, gone: before.filter((item) => !this.#places.has(item.id)) };
  }

  #appended(fresh: readonly T[]): { items: readonly T[]; gone: readonly T[] } {
    const items = [...this.#state.items];
    this.#append(items, fresh);
    return { items, gone: none };
  }

  #append(items: T[], fresh: readonly T[]): void {
    for (const item of fresh) {
      const place = this.#places.get(item.id) ?? items.length;
      items[place] = item;
      this.#places.set(item.id, place);
    }
  }

  #publish(state: ListState<T>, change: ItemsChange<T> = { read: none, gone: none }): void {
    this.#state = state;
    this.#options.onChange(change);
  }
}

function placesOf(items: readonly Item[]): Map<string, number> {
  return new Map(items.map((item, place) => [item.id, place]));
}

/** Resolves at the end of a task, or when `signal` fires. */
function endOrAbort(ended: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) {
    return ended;
  }
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) {
    resolve();
  }
  const leave = () => resolve();
  signal.addEventListener('abort', leave, { once: true });
  void ended.then(() => {
    resolve();
    signal.removeEventListener('abort', leave);
  });
  return promise;
}
