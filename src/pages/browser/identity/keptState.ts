import { type KeptState, keptState } from '../keptState.ts';

/** The state that VS Code keeps while the page is hidden and over a reload. Its parts check themselves. */
export interface KeptIdentityState extends KeptState {
  readonly factsOpen: boolean;
  /** Undefined until the user has opened or closed the steps to a safe account. */
  readonly safetyOpen: boolean | undefined;
  readonly table: unknown;
  readonly origins: unknown;
}

/** Returns the valid members of `state`, which an older version may have written. */
export function keptIdentityState(state: unknown): KeptIdentityState {
  const kept: Partial<Record<keyof KeptIdentityState, unknown>> =
    typeof state === 'object' && state !== null ? state : {};
  return {
    ...keptState(state),
    factsOpen: kept.factsOpen === true,
    safetyOpen: typeof kept.safetyOpen === 'boolean' ? kept.safetyOpen : undefined,
    table: kept.table,
    origins: kept.origins,
  };
}
