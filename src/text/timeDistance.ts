// The webview imports this file too, so it must not import vscode.
const units = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const satisfies readonly (readonly [Intl.RelativeTimeFormatUnit, number])[];

interface TimeDistance {
  /** Negative in the past; 0 for less than a minute. */
  readonly count: number;
  readonly unit: (typeof units)[number][0] | 'second';
}

/** Returns the time from `now` to `then`, both in milliseconds since the epoch, in whole units. */
export function timeDistance(then: number, now: number): TimeDistance {
  const seconds = (then - now) / 1000;
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) {
      return { count: Math.trunc(seconds / length), unit };
    }
  }
  return { count: 0, unit: 'second' };
}

/** Formats are cached, because rows by the thousand need the same few. */
const phrases = new Map<string, string>();

/** Formats the time from `now` to `then`, in milliseconds since the epoch: "3 hours ago", "now"; short: "3h ago". */
export function relativeWords(then: number, now: number, locale: string, style: 'short' | 'long' = 'long'): string {
  const { count, unit } = timeDistance(then, now);
  const key = `${locale} ${style} ${count} ${unit}`;
  let known = phrases.get(key);
  if (known === undefined) {
    // "auto" makes "now" of 0 seconds, but would make "yesterday" of 30 hours, which may be the day before it.
    const numeric = count === 0 ? 'auto' : 'always';
    known = new Intl.RelativeTimeFormat(locale, { numeric, style: style === 'short' ? 'narrow' : 'long' }).format(
      count,
      unit,
    );
    phrases.set(key, known);
  }
  return known;
}
