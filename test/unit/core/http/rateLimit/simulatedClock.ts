import type { Clock } from '../../../../../src/core/http/clock.ts';

interface Timer {
  readonly at: number;
  readonly act: () => void;
}

/** A clock that a test moves, so that hours pass at once. */
export class SimulatedClock implements Clock {
  #now: number;
  readonly #timers = new Set<Timer>();

  constructor(now = 0) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, act: () => void): () => void {
    const timer = { at: this.#now + milliseconds, act };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** The number of timers that are set. */
  get timers(): number {
    return this.#timers.size;
  }

  /** Runs the first timer that is due, and reactions of promises. Returns false when none is due by `end`. */
  async step(end = Number.POSITIVE_INFINITY): Promise<boolean> {
    await settled();
    const [next] = [...this.#timers].sort((a, b) => a.at - b.at);
    if (next === undefined || next.at > end) {
      return false;
    }
    this.#timers.delete(next);
    this.#now = Math.max(this.#now, next.at);
    next.act();
    await settled();
    return true;
  }

  /** Lets `milliseconds` pass. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    while (await this.step(end)) {
      // Each step is one timer.
    }
    this.#now = end;
  }

  /** Lets time pass until no timer is set. */
  async run(): Promise<void> {
    while (await this.step()) {
      // Each step is one timer.
    }
  }
}

/** Resolves after all reactions of promises. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
