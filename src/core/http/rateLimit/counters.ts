import { Allowance } from './allowance.ts';
import { type Bucket, documentedWindows, type RateLimitTier, type RateWindow } from './buckets.ts';

/**
 * The counters of one bucket. Limits that responses name go before those documented for the tier. Older plans of Ory
 * Network limit routes of one bucket differently; each of these gets a counter of its own.
 */
export class Counters {
  readonly #first: Allowance;
  readonly #learned = new Map<string, Allowance>();

  constructor(tier: RateLimitTier, bucket: Bucket) {
    this.#first = new Allowance(documentedWindows(tier, bucket));
  }

  of(template: string): Allowance {
    return this.#learned.get(template) ?? this.#first;
  }

  /** Sets the limits that a response of this route named. */
  setLimits(template: string, windows: readonly RateWindow[]): void {
    const current = this.of(template);
    const others = [...this.#learned].filter(([other]) => other !== template).map(([, counter]) => counter);
    if (!sameWindows(current.windows, windows)) {
      this.#learned.set(template, this.#moved(template, current, windows, others));
    } else {
      this.#learned.set(template, current);
    }
  }

  #moved(template: string, from: Allowance, windows: readonly RateWindow[], others: readonly Allowance[]): Allowance {
    const known = others.find((counter) => sameWindows(counter.windows, windows));
    if (known === undefined && !others.includes(from)) {
      from.windows = windows;
      return from;
    }
    const to = known ?? new Allowance(windows);
    from.moveRequests(template, to);
    return to;
  }
}

function sameWindows(some: readonly RateWindow[], others: readonly RateWindow[]): boolean {
  const text = (windows: readonly RateWindow[]) =>
    windows
      .map(({ limit, milliseconds }) => `${limit}/${milliseconds}`)
      .sort()
      .join();
  return text(some) === text(others);
}
