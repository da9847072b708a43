import { locale } from './locale.ts';
import { timeDistance } from './timeDistance.ts';

/** A list of thousands says the same few things over and over. */
const phrases = new Map<string, string>();

/**
 * How far `then` is from `now`, in whole units that have passed: "3h ago", "in 2d" (`short`, for rows) or "3 hours ago",
 * "in 21 hours" (`long`). Less than a minute is "now". undefined for a date that is none.
 */
export function relativeTime(then: Date, now: Date, style: 'short' | 'long' = 'long'): string | undefined {
  if (Number.isNaN(then.getTime())) {
    return undefined;
  }
  const { count, unit } = timeDistance(then.getTime(), now.getTime());
  return phrase(style, count, unit);
}

function phrase(style: 'short' | 'long', count: number, unit: Intl.RelativeTimeFormatUnit): string {
  const key = `${locale()} ${style} ${count} ${unit}`;
  let known = phrases.get(key);
  if (known === undefined) {
    // "auto" makes "now" of 0 seconds, and would make "yesterday" of 30 hours, which may be the day before it.
    const numeric = count === 0 ? 'auto' : 'always';
    known = new Intl.RelativeTimeFormat(locale(), { numeric, style: style === 'short' ? 'narrow' : 'long' }).format(
      count,
      unit,
    );
    phrases.set(key, known);
  }
  return known;
}
