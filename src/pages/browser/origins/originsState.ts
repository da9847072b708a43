import { keptMembers } from '../keptState.ts';
import type { Zoom } from './timeAxis.ts';

/** What was chosen in the section; kept while the page is hidden and over a reload. */
export interface OriginsState {
  readonly zoom: Zoom;
  /** The end of the window after *Earlier* or *Later*; forgotten when another session is selected. */
  readonly moved: { readonly end: number; readonly selected: string | undefined } | undefined;
  readonly showsAll: boolean;
  /** The ids of unfolded lists. */
  readonly unfolded: readonly string[];
}

const mostUnfolded = 1000;

/** Returns the valid members of `state`, which an older version may have written. */
export function originsState(state: unknown): OriginsState {
  const { zoom, moved, showsAll, unfolded } = keptMembers(state);
  const { end, selected } = keptMembers(moved);
  return {
    zoom: zoom === 'day' || zoom === 'week' ? zoom : 'all',
    moved: typeof end === 'number' ? { end, selected: typeof selected === 'string' ? selected : undefined } : undefined,
    showsAll: showsAll === true,
    unfolded: Array.isArray(unfolded) ? unfolded.filter((id) => typeof id === 'string').slice(-mostUnfolded) : [],
  };
}
