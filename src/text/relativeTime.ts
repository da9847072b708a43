import { l10n } from 'vscode';
import { locale } from './counts.ts';
import { relativeWords, timeDistance } from './timeDistance.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formats the time from `now` to `then`: "3 hours ago". */
export function relativeTime(then: Date, now: Date): string {
  return relativeWords(then.getTime(), now.getTime(), locale());
}

const ages: Readonly<Record<ReturnType<typeof timeDistance>['unit'], (count: number) => string>> = {
  second: () => l10n.t('now'),
  minute: (count) => l10n.t('{0} m', count),
  hour: (count) => l10n.t('{0} h', count),
  day: (count) => l10n.t('{0} d', count),
  month: (count) => l10n.t('{0} mo', count),
  year: (count) => l10n.t('{0} y', count),
};

/** Formats the time since `then` for rows: "3 h", "2 d". */
export function compactAge(then: Date, now: Date): string {
  const { count, unit } = timeDistance(then.getTime(), now.getTime());
  if (count > 0) {
    // The clocks of the server and of this machine differ.
    return relativeTime(then, now);
  }
  return ages[unit](-count);
}

/** Formats a local time with its distance: "23 Nov 2026, 16:41:25 UTC (3 hours ago)". */
export function localDateTime(moment: Date, now: Date): string {
  return `${localTime(moment)} (${relativeTime(moment, now)})`;
}

/** Formats a local time and its zone: "23 Nov 2026, 16:41:25 UTC". */
export function localTime(moment: Date): string {
  return dateFormat({ dateStyle: 'medium', timeStyle: 'long' }).format(moment);
}

/** The language of sentences that are written for the day before the month. */
export function dayFirstLocale(): string {
  return locale() === 'en' ? 'en-GB' : locale();
}

/** Formats are cached: creating and collecting one for each reason of 10,000 origins blocks for 100 ms at a time. */
export function dateFormat(options: Intl.DateTimeFormatOptions, language = locale()): Intl.DateTimeFormat {
  const key = JSON.stringify([language, options]);
  const format = formats.get(key) ?? new Intl.DateTimeFormat(language, options);
  formats.set(key, format);
  return format;
}
