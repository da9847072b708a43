import { timeTicks } from 'd3-time';

export type Zoom = 'day' | 'week' | 'all';

/** The part of time that the axis shows, in milliseconds since the epoch; start < end. */
export interface TimeWindow {
  readonly start: number;
  readonly end: number;
}

/** From the oldest to the newest moment of an identity; `end` is the present, unless `newest` is later. */
export interface Extent {
  readonly start: number;
  readonly newest: number;
  readonly end: number;
}

export interface Tick {
  readonly percent: number;
  readonly label: string;
}

const minute = 60_000;
const day = 24 * 60 * minute;
const lengths = { day, week: 7 * day };
/** The part of the window that stays free beside the outermost moments. */
const margin = 0.02;
/** Labels of seven ticks fit into a lane of 500 px. */
const tickCount = 7;

/**
 * Returns the window of `zoom`: around `center` or, without one, up to the newest moment. `movedEnd` replaces both. A
 * window always overlaps the extent.
 */
export function timeWindow(
  zoom: Zoom,
  { start, newest, end }: Extent,
  center: number | undefined,
  movedEnd: number | undefined,
): TimeWindow {
  if (zoom === 'all') {
    const free = Math.max((end - start) * margin, minute);
    return { start: start - free, end: end + free };
  }
  const length = lengths[zoom];
  const free = length * margin;
  const wanted = movedEnd ?? (center === undefined ? newest + free : center + length / 2);
  const last = Math.max(Math.min(wanted, end + free), start + free);
  return { start: last - length, end: last };
}

/** Returns the position of `at` in the window in percent, from 0 to 100 with two decimals. */
export function percentIn({ start, end }: TimeWindow, at: number): number {
  return Math.round(Math.min(Math.max((at - start) / (end - start), 0), 1) * 10_000) / 100;
}

/** Returns ticks at round local times, with labels that suit their distance. */
export function axisTicks(window: TimeWindow, locale: string): Tick[] {
  const ticks = timeTicks(new Date(window.start), new Date(window.end), tickCount);
  const distance = Number(ticks[1] ?? window.end) - Number(ticks[0] ?? window.start);
  const dates = new Intl.DateTimeFormat(locale, dateStyle(distance));
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return ticks.map((tick) => {
    const isMidnight = tick.getHours() === 0 && tick.getMinutes() === 0;
    return {
      percent: percentIn(window, tick.getTime()),
      label: distance < 0.9 * day && !isMidnight ? clock.format(tick) : dates.format(tick),
    };
  });
}

function dateStyle(distance: number): Intl.DateTimeFormatOptions {
  if (distance < 27 * day) {
    return { month: 'short', day: 'numeric' };
  }
  return distance < 360 * day ? { month: 'short', year: 'numeric' } : { year: 'numeric' };
}
