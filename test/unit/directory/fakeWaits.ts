import type { Reading } from '../../../src/directory/directory.ts';
import type { Waits } from '../../../src/directory/kratosDirectory.ts';

/** Waits for a server's limits as a test sets them. */
export class FakeWaits implements Waits {
  readonly #seconds = new Map<Reading, number>();
  readonly #listeners = new Set<() => void>();

  get listeners(): number {
    return this.#listeners.size;
  }

  set(reading: Reading, seconds: number | undefined): void {
    if (seconds === undefined) {
      this.#seconds.delete(reading);
    } else {
      this.#seconds.set(reading, seconds);
    }
    for (const listener of this.#listeners) {
      listener();
    }
  }

  seconds(reading: Reading): number | undefined {
    return this.#seconds.get(reading);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
