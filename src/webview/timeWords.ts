import { timeDistance } from '../presentation/timeDistance.ts';

/**
 * How far `at` is from `now` (milliseconds of the epoch) in whole units that have passed: "3 hours ago", "in 21 hours", "now".
 * The same words as in the tree, for they stand side by side.
 */
export function relativeWords(at: number, now: number, locale: string): string {
  const { count, unit } = timeDistance(at, now);
  return new Intl.RelativeTimeFormat(locale, { numeric: count === 0 ? 'auto' : 'always' }).format(count, unit);
}

/** In the reader's own time zone: "Mon, Nov 23, 2026, 16:41:25 GMT+1". */
export function localWords(at: number, locale: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    timeZone,
  }).format(at);
}

/** As logs write it: "2026-11-23 15:41:25 UTC". */
export function utcWords(at: number): string {
  return `${new Date(at).toISOString().replace('T', ' ').slice(0, -'.000Z'.length)} UTC`;
}

/** The time of the day in the reader's own time zone: "16:41:25". */
export function clockWords(at: number, locale: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).format(at);
}

/** `template` with each "{name}" of `words` replaced, in one pass: what is put in is never read as a template. */
export function filled(template: string, words: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => words[name] ?? whole);
}
