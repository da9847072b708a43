import type { Timeline } from '../../protocol/sessionModel.ts';

/** Returns the position of `at` between the timeline's start and end in percent, from 0 to 100 with one decimal. */
export function percentOf({ start, end }: Timeline, at: number): number {
  return Math.round(Math.min(Math.max((at - start) / (end - start), 0), 1) * 1000) / 10;
}
