import { l10n } from 'vscode';
import type { Origin } from '../core/origins/origins.ts';
import { numberWords } from './counts.ts';
import { originTitleWithCity } from './originTitle.ts';
import { dateFormat, dayFirstLocale } from './relativeTime.ts';

const mostTitles = 20;
const mostTimes = 10;

const timeOptions = {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'short',
} as const;

/**
 * Returns a question to send to the owner of an account: whether they know these sign-ins. It has times in UTC and in
 * `timeZone`, devices, places and networks, and no full address.
 */
export function ownerQuestion(
  origins: readonly Pick<Origin, 'sessions'>[],
  timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone,
): string {
  const byTitle = new Map<string, (number | undefined)[]>();
  for (const facts of origins.flatMap(({ sessions }) => sessions)) {
    const title = originTitleWithCity(facts);
    const times = byTitle.get(title) ?? [];
    byTitle.set(title, times);
    times.push(facts.time);
  }
  const timeZones = [...new Set(['UTC', timeZone])];
  const groups = [...byTitle].slice(0, mostTitles).map(([title, times], index) => {
    const shown = times.slice(0, mostTimes).map((time) => `   - ${timeText(time, timeZones)}`);
    const more = times.length - shown.length;
    return [
      `${index + 1}. ${title}`,
      ...shown,
      ...(more > 0 ? [`   - ${l10n.t('and {0} earlier sign-ins', numberWords(more))}`] : []),
    ].join('\n');
  });
  const left = byTitle.size - groups.length;
  return [
    l10n.t('Do you recognise these sign-ins to your account? Please answer for each number.'),
    ...groups,
    ...(left > 0 ? [l10n.t('and sign-ins with {0} other devices or from other networks', numberWords(left))] : []),
    timeZone === 'UTC'
      ? l10n.t('Times are in UTC. Places are estimated from the network.')
      : l10n.t('Times are in UTC and in the time zone {0}. Places are estimated from the network.', timeZone),
  ].join('\n\n');
}

/** "25 Nov 2026, 10:07 UTC (25 Nov 2026, 11:07 CET)". */
function timeText(time: number | undefined, timeZones: readonly string[]): string {
  if (time === undefined) {
    return l10n.t('at a time that is not known');
  }
  const [inUtc = '', local] = timeZones.map((timeZone) =>
    dateFormat({ ...timeOptions, timeZone }, dayFirstLocale()).format(time),
  );
  return local === undefined ? inUtc : `${inUtc} (${local})`;
}
