import { locale } from './locale.ts';
import { relativeTime } from './relativeTime.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** "23 Nov 2026, 16:41:25" in the machine's time zone, and how long ago: "… (3 hours ago)". */
export function localDateTime(moment: Date, now: Date): string {
  let format = formats.get(locale());
  if (format === undefined) {
    format = new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'medium' });
    formats.set(locale(), format);
  }
  return `${format.format(moment)} (${relativeTime(moment, now) ?? ''})`;
}
