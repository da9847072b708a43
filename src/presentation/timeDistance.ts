/** Also for the panel's browser half, which says the same words: so nothing of VS Code here. */
const units = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const satisfies readonly (readonly [Intl.RelativeTimeFormatUnit, number])[];

export interface TimeDistance {
  /** Negative in the past; 0 for less than a minute. */
  readonly count: number;
  readonly unit: Intl.RelativeTimeFormatUnit;
}

/** How far `then` is from `now`, both in milliseconds of the epoch, in whole units that have passed. */
export function timeDistance(then: number, now: number): TimeDistance {
  const seconds = (then - now) / 1000;
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) {
      return { count: Math.trunc(seconds / length), unit };
    }
  }
  return { count: 0, unit: 'second' };
}
