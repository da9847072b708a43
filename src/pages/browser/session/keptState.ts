/** The state that VS Code keeps while the panel is hidden and over a reload. */
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
