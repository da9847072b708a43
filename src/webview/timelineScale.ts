import type { Timeline } from '../details/panelModel.ts';

/** Where `at` lies between the timeline's start and end, in percent to one decimal; never outside of it. */
export function percentOf({ start, end }: Timeline, at: number): number {
  return Math.round(Math.min(Math.max((at - start) / (end - start), 0), 1) * 1000) / 10;
}
