/** A time as it is written: an instant, or all of a minute, day, month or year. In milliseconds, `end` excluded. */
interface TimeSpan {
  readonly start: number;
  readonly end: number;
}

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const durationPattern = /^(\d+)([mhdw])$/i;
const datePattern =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/i;

/**
 * Returns the time that `text` names: a duration before `now` ("90m"), or a date or timestamp, in UTC without a zone.
 */
export function timeSpan(text: string, now: number): TimeSpan | undefined {
  const [, amount, unit = ''] = durationPattern.exec(text) ?? [];
  if (amount !== undefined) {
    const time = now - Number(amount) * (unitMs[unit.toLowerCase()] ?? 0);
    return { start: time, end: time };
  }
  const [found, year, month, day, hour, minute, second, fraction, zone] = datePattern.exec(text) ?? [];
  if (found === undefined) {
    return undefined;
  }
  const date = `${year}-${month ?? '01'}-${day ?? '01'}`;
  const milliseconds = (fraction ?? '').padEnd(3, '0').slice(0, 3);
  const time = `${hour ?? '00'}:${minute ?? '00'}:${second ?? '00'}.${milliseconds}`;
  const start = Date.parse(`${date}T${time}${zone?.toUpperCase() ?? 'Z'}`);
  // JavaScript takes 30 February as 2 March.
  if (Number.isNaN(start) || !new Date(`${date}T00:00Z`).toISOString().startsWith(date)) {
    return undefined;
  }
  const end = new Date(start);
  if (month === undefined) {
    end.setUTCFullYear(end.getUTCFullYear() + 1);
  } else if (day === undefined) {
    end.setUTCMonth(end.getUTCMonth() + 1);
  } else {
    end.setTime(start + (hour === undefined ? 86_400_000 : second === undefined ? 60_000 : fraction ? 1 : 1_000));
  }
  return { start, end: end.getTime() };
}
