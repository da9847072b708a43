import type { Priority } from '../transport.ts';
import type { Bucket } from './buckets.ts';

/** How long requests wait for a budget, to be shown. */
export interface BudgetWaits {
  /**
   * Whole seconds until the next waiting request of this kind is sent; undefined where none waits longer than a moment.
   * Requests that only wait for one of the connections do not count.
   */
  seconds(bucket: Bucket, priority: Priority): number | undefined;
  /** Calls `listener` whenever one of these numbers is another one: each second while something waits. The answer ends it. */
  onChange(listener: () => void): () => void;
}

/** A shorter wait, as for the next second's requests, is over before it is read. */
const shortestShownMs = 1500;

/** That requests of this kind wait for a counter; `until` is Infinity where only an answer can tell. */
export interface Wait {
  readonly bucket: Bucket;
  readonly priority: Priority;
  readonly until: number;
}

/** The waits of one moment, told to those who listen when they differ from those of the moment before. */
export class ShownWaits implements BudgetWaits {
  readonly #listeners = new Set<() => void>();
  #seconds: ReadonlyMap<string, number> = new Map();
  #untold = false;

  seconds(bucket: Bucket, priority: Priority): number | undefined {
    return this.#seconds.get(`${bucket} ${priority}`);
  }

  onChange(listener: () => void): () => void {
    const own = () => listener();
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  /** Takes in how it is at `now`, for `tell` to tell; answers with when it reads otherwise, Infinity for never. */
  update(waits: readonly Wait[], now: number): number {
    const shown = waits.filter(({ until }) => until - now > shortestShownMs && until < Number.POSITIVE_INFINITY);
    shown.sort((a, b) => b.until - a.until);
    const before = this.#seconds;
    this.#seconds = new Map(
      shown.map(({ bucket, priority, until }) => [`${bucket} ${priority}`, Math.ceil((until - now) / 1000)]),
    );
    this.#untold ||=
      before.size !== this.#seconds.size || [...before].some(([key, value]) => this.#seconds.get(key) !== value);
    const changes = shown.map(
      ({ until }) => until - Math.max(shortestShownMs, (Math.ceil((until - now) / 1000) - 1) * 1000),
    );
    return Math.min(Number.POSITIVE_INFINITY, ...changes);
  }

  /** Tells those who listen, where there is news: they may abort requests or make new ones. */
  tell(): void {
    if (this.#untold) {
      this.#untold = false;
      for (const listener of [...this.#listeners]) {
        listener();
      }
    }
  }
}
