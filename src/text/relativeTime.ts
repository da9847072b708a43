import { l10n } from 'vscode';
import { locale } from './locale.ts';
import { relativeWords, timeDistance } from './timeDistance.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formats the time from `now` to `then`: "3 hours ago". */
export function relativeTime(then: Date, now: Date): string {
  return relativeWords(then.getTime(), now.getTime(), locale());
}

/** Formats the time since `then` for rows: "3 h", "2 d". */
export function compactAge(then: Date, now: Date): string {
  const { count, unit } = timeDistance(then.getTime(), now.getTime());
  if (count > 0) {
    // The clocks of the server and of this machine differ.
    return relativeTime(then, now);
  }
  switch (unit) {
    case 'second':
      return l10n.t('now');
    case 'minute':
      return l10n.t('{0} m', -count);
    case 'hour':
      return l10n.t('{0} h', -count);
    case 'day':
      return l10n.t('{0} d', -count);
    case 'month':
      return l10n.t('{0} mo', -count);
    case 'year':
      return l10n.t('{0} y', -count);
  }
}

/** Formats a local time with its distance: "23 Nov 2026, 16:41:25 UTC (3 hours ago)". */
export function localDateTime(moment: Date, now: Date): string {
  return `${localTime(moment)} (${relativeTime(moment, now)})`;
}

/** Formats a local time and its zone: "23 Nov 2026, 16:41:25 UTC". */
export function localTime(moment: Date): string {
  let format = formats.get(locale());
  if (format === undefined) {
    format = new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'long' });
    formats.set(locale(), format);
  }
  return format.format(moment);
}
