/** What VS Code keeps of the panel while it is hidden and over a reload; all else comes from the host again. */
export interface KeptState {
  readonly scrollY: number;
  readonly jsonOpen: boolean;
}

/** `state` as far as it is one of ours, which an older version may have written. */
export function keptState(state: unknown): KeptState {
  const kept: Partial<Record<keyof KeptState, unknown>> = typeof state === 'object' && state !== null ? state : {};
  return {
    scrollY: typeof kept.scrollY === 'number' ? kept.scrollY : 0,
    jsonOpen: kept.jsonOpen === true,
  };
}
