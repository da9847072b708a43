/** The part of the state that all pages have. VS Code keeps it while a page is hidden and over a reload. */
export interface KeptState {
  readonly scrollY: number;
  readonly jsonOpen: boolean;
}

/** What a page with a table keeps. The table checks its part itself. */
export interface KeptTable extends KeptState {
  readonly table: unknown;
}

/** Returns the members of a kept state, which an older version may have written. */
export function keptMembers(state: unknown): Partial<Record<string, unknown>> {
  return typeof state === 'object' && state !== null ? { ...state } : {};
}

/** Returns the valid members of `state`. */
export function keptState(state: unknown): KeptState {
  const { scrollY, jsonOpen } = keptMembers(state);
  return { scrollY: typeof scrollY === 'number' ? scrollY : 0, jsonOpen: jsonOpen === true };
}

export function keptTable(state: unknown): KeptTable {
  return { ...keptState(state), table: keptMembers(state).table };
}
