import type { Reading } from '../../../src/core/directory/directory.ts';
import type { Bucket } from '../../../src/core/http/rateLimit/buckets.ts';
import type { RateLimitWaits } from '../../../src/core/http/rateLimit/waits.ts';
import type { Priority } from '../../../src/core/http/transport.ts';

const kinds = { page: 'medium interactive', rest: 'medium prefetch', item: 'high interactive' } as const;

/** Waits for a server's rate limit as a test sets them. */
export class FakeWaits implements Pick<RateLimitWaits, 'seconds' | 'onChange'> {
  readonly #seconds = new Map<string, number>();
  readonly #listeners = new Set<() => void>();

  get listeners(): number {
    return this.#listeners.size;
  }

  set(reading: Reading, seconds: number | undefined): void {
    if (seconds === undefined) {
      this.#seconds.delete(kinds[reading]);
    } else {
      this.#seconds.set(kinds[reading], seconds);
    }
    for (const listener of this.#listeners) {
      listener();
    }
  }

  seconds(bucket: Bucket, priority: Priority): number | undefined {
    return this.#seconds.get(`${bucket} ${priority}`);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
