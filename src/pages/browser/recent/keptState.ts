import { type KeptState, keptState } from '../keptState.ts';

/** The state that VS Code keeps while the page is hidden and over a reload. The table checks its part itself. */
export interface KeptRecentState extends KeptState {
  /** VS Code passes it to the extension, which restores the page of this connection. */
  readonly connectionId: string | undefined;
  readonly table: unknown;
}

/** Returns the valid members of `state`, which an older version may have written. */
export function keptRecentState(state: unknown): KeptRecentState {
  const kept: Partial<Record<keyof KeptRecentState, unknown>> =
    typeof state === 'object' && state !== null ? state : {};
  return {
    connectionId: typeof kept.connectionId === 'string' ? kept.connectionId : undefined,
    ...keptState(state),
    table: kept.table,
  };
}
