/** The part of the state that all pages have. VS Code keeps it while a page is hidden and over a reload. */
export interface KeptState {
  readonly scrollY: number;
  readonly jsonOpen: boolean;
}

/** Returns the valid members of `state`, which an older version may have written. */
export function keptState(state: unknown): KeptState {
  const kept: Partial<Record<keyof KeptState, unknown>> = typeof state === 'object' && state !== null ? state : {};
  return {
    scrollY: typeof kept.scrollY === 'number' ? kept.scrollY : 0,
    jsonOpen: kept.jsonOpen === true,
  };
}
