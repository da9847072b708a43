import type { Priority } from '../transport.ts';
import type { Bucket } from './buckets.ts';

/** A shorter wait is over before anyone can read it. */
const shortestShownMs = 1500;

/** A bucket's requests wait until `until`, which is Infinity if it depends on a response. */
export interface Wait {
  readonly bucket: Bucket;
  readonly priority: Priority;
  readonly until: number;
}

/** How long requests to one server wait for its rate limit. Waits for a free connection do not count. */
export class RateLimitWaits {
  readonly #listeners = new Set<() => void>();
  #seconds: ReadonlyMap<string, number> = new Map();
  #hasChanged = false;

  /** Returns the whole seconds until the next waiting request of this kind is sent; undefined if none waits long. */
  seconds(bucket: Bucket, priority: Priority): number | undefined {
    return this.#seconds.get(`${bucket} ${priority}`);
  }

  /** Calls `listener` when a number changes, so each second while requests wait. Returns a function that ends it. */
  onChange(listener: () => void): () => void {
    const own = () => listener();
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  /** Sets the waits as of `now` without calling listeners. Returns when the next number changes, or Infinity. */
  update(waits: readonly Wait[], now: number): number {
    const shown = waits.filter(({ until }) => until - now > shortestShownMs && until < Number.POSITIVE_INFINITY);
    shown.sort((a, b) => b.until - a.until);
    const before = this.#seconds;
    this.#seconds = new Map(
      shown.map(({ bucket, priority, until }) => [`${bucket} ${priority}`, Math.ceil((until - now) / 1000)]),
    );
    this.#hasChanged ||=
      before.size !== this.#seconds.size || [...before].some(([key, value]) => this.#seconds.get(key) !== value);
    const changes = shown.map(
      ({ until }) => until - Math.max(shortestShownMs, (Math.ceil((until - now) / 1000) - 1) * 1000),
    );
    return Math.min(Number.POSITIVE_INFINITY, ...changes);
  }

  /** Calls the listeners if something changed. They may abort requests or send new ones. */
  notify(): void {
    if (this.#hasChanged) {
      this.#hasChanged = false;
      for (const listener of [...this.#listeners]) {
        listener();
      }
    }
  }
}
