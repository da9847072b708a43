import type { Failure } from '../core/kratos/failure.ts';
import type { Identity } from '../core/kratos/identity.ts';
import type { Session } from '../core/kratos/session.ts';

/** What a look-up found on one connection, or why it failed. */
export type LookupFinding =
  | {
      readonly kind: 'session';
      readonly connectionId: string;
      readonly session: Session;
      readonly identityId: string;
      readonly identity: Identity | undefined;
    }
  | {
      readonly kind: 'identity';
      readonly connectionId: string;
      readonly identity: Identity;
      /** Found by its name among the loaded identities, not by the server. */
      readonly isLoaded?: true;
    }
  /** There are more identities than `shown`. */
  | { readonly kind: 'more'; readonly connectionId: string; readonly shown: number }
  | { readonly kind: 'failure'; readonly connectionId: string; readonly failure: Failure };

export type FoundItem = Extract<LookupFinding, { kind: 'session' | 'identity' }>;
