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
const tickStyles = {
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { month: 'short', day: 'numeric' },
  month: { month: 'short' },
  year: { year: 'numeric' },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>;
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

/** Returns ticks at round local times, with short labels that suit their distance. */
export function axisTicks(window: TimeWindow, locale: string): Tick[] {
  const ticks = timeTicks(new Date(window.start), new Date(window.end), tickCount);
  const distance = Number(ticks[1] ?? window.end) - Number(ticks[0] ?? window.start);
  // Most ticks have one style, and a format takes longer to create than to use.
  const formats = new Map<keyof typeof tickStyles, Intl.DateTimeFormat>();
  const label = (tick: Date) => {
    const style = tickStyle(tick, distance);
    const format = formats.get(style) ?? new Intl.DateTimeFormat(locale, tickStyles[style]);
    formats.set(style, format);
    return format.format(tick);
  };
  return ticks.map((tick) => ({ percent: percentIn(window, tick.getTime()), label: label(tick) }));
}

function tickStyle(tick: Date, distance: number): keyof typeof tickStyles {
  if (distance < 0.9 * day && tick.getHours() + tick.getMinutes() > 0) {
    return 'time';
  }
  if (distance < 27 * day) {
    return 'day';
  }
  return distance < 360 * day && tick.getMonth() > 0 ? 'month' : 'year';
}
