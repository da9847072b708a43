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
  const kept: Partial<Record<keyof OriginsState, unknown>> = typeof state === 'object' && state !== null ? state : {};
  const { zoom, unfolded } = kept;
  const moved: Partial<Record<'end' | 'selected', unknown>> =
    typeof kept.moved === 'object' && kept.moved !== null ? kept.moved : {};
  return {
    zoom: zoom === 'day' || zoom === 'week' ? zoom : 'all',
    moved:
      typeof moved.end === 'number'
        ? { end: moved.end, selected: typeof moved.selected === 'string' ? moved.selected : undefined }
        : undefined,
    showsAll: kept.showsAll === true,
    unfolded: Array.isArray(unfolded) ? unfolded.filter((id) => typeof id === 'string').slice(-mostUnfolded) : [],
  };
}
