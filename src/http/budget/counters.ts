import type { BudgetTier } from '../connectionOptions.ts';
import { Allowance } from './allowance.ts';
import { type Bucket, documentedWindows, type RateWindow } from './buckets.ts';

/**
 * Which counter each route of one bucket is counted by. Ory Network's own word (its limits are in each answer) goes before
 * what is documented of the tier; where it gives one route of a bucket other limits than another, as its older plans do,
 * each has a counter of its own.
 */
export class Counters {
  readonly #first: Allowance;
  readonly #heard = new Map<string, Allowance>();

  constructor(tier: BudgetTier, bucket: Bucket) {
    this.#first = new Allowance(documentedWindows(tier, bucket));
  }

  of(template: string): Allowance {
    return this.#heard.get(template) ?? this.#first;
  }

  /** Takes in the limits that an answer to this route named. */
  learn(template: string, windows: readonly RateWindow[]): void {
    const current = this.of(template);
    const others = [...this.#heard].filter(([other]) => other !== template).map(([, counter]) => counter);
    if (!sameWindows(current.windows, windows)) {
      this.#heard.set(template, this.#moved(template, current, windows, others));
    } else {
      this.#heard.set(template, current);
    }
  }

  #moved(template: string, from: Allowance, windows: readonly RateWindow[], others: readonly Allowance[]): Allowance {
    const known = others.find((counter) => sameWindows(counter.windows, windows));
    if (known === undefined && !others.includes(from)) {
      from.windows = windows;
      return from;
    }
    const to = known ?? new Allowance(windows);
    from.handOver(template, to);
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
