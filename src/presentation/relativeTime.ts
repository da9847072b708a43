import { locale } from './locale.ts';

const units = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const satisfies readonly (readonly [Intl.RelativeTimeFormatUnit, number])[];

/** A list of thousands says the same few things over and over. */
const phrases = new Map<string, string>();

/**
 * How far `then` is from `now`, in whole units that have passed: "3h ago", "in 2d" (`short`, for rows) or "3 hours ago",
 * "in 21 hours" (`long`). Less than a minute is "now". undefined for a date that is none.
 */
export function relativeTime(then: Date, now: Date, style: 'short' | 'long' = 'long'): string | undefined {
  const distance = timeDistance(then, now);
  return distance && phrase(style, distance.count, distance.unit);
}

/** What `relativeTime` says, as numbers: two moments read alike when theirs are equal. */
export function timeDistance(
  then: Date,
  now: Date,
): { readonly count: number; readonly unit: Intl.RelativeTimeFormatUnit } | undefined {
  const seconds = (then.getTime() - now.getTime()) / 1000;
  if (Number.isNaN(seconds)) {
    return undefined;
  }
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) {
      return { count: Math.trunc(seconds / length), unit };
    }
  }
  return { count: 0, unit: 'second' };
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

/** The moment that an RFC 3339 text names; undefined where there is none to be read. */
export function momentOf(text: string | undefined): Date | undefined {
  const moment = text === undefined ? undefined : new Date(text);
  return moment === undefined || Number.isNaN(moment.getTime()) ? undefined : moment;
}
