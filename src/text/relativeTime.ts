import { locale } from './locale.ts';
import { relativeWords } from './timeDistance.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formats the time from `now` to `then`: "3 hours ago"; short, for rows: "3h ago". */
export function relativeTime(then: Date, now: Date, style: 'short' | 'long' = 'long'): string {
  return relativeWords(then.getTime(), now.getTime(), locale(), style);
}

/** Formats a local time with its distance: "23 Nov 2026, 16:41:25 (3 hours ago)". */
export function localDateTime(moment: Date, now: Date): string {
  let format = formats.get(locale());
  if (format === undefined) {
    format = new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'medium' });
    formats.set(locale(), format);
  }
  return `${format.format(moment)} (${relativeTime(moment, now)})`;
}
