import { type Connections, validConnections } from '../connections/connections.ts';
import type { Directory } from '../core/directory/directory.ts';
import type { Failure } from '../core/kratos/failure.ts';
import type { Identity } from '../core/kratos/identity.ts';
import type { Session } from '../core/kratos/session.ts';
import type { Search } from '../core/lookup/liveSearch.ts';
import type { Target } from '../files/targets.ts';

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

/** Searches all connections in parallel and reports the findings in the order of the connections. */
export function searchConnections(
  connections: Connections,
  searchOne: (
    target: SearchTarget,
    text: string,
    report: (findings: readonly LookupFinding[]) => void,
  ) => Promise<unknown>,
  log: SearchTarget['log'],
): Search<LookupFinding> {
  return async (text, signal, report) => {
    const valid = validConnections(connections);
    const byConnection: (readonly LookupFinding[])[] = valid.map(() => []);
    await Promise.all(
      valid.map(async ({ id }, place) => {
        const directory = connections.directory(id);
        if (directory !== undefined) {
          await searchOne({ directory, connectionId: id, signal, log }, text, (findings) => {
            byConnection[place] = findings;
            report(byConnection.flat());
          });
        }
      }),
    );
  };
}

export interface SearchTarget {
  readonly directory: Directory;
  readonly connectionId: string;
  readonly signal: AbortSignal;
  /** Logs a message, which must not contain ids and names. */
  readonly log: (message: string) => void;
}

/** Returns what a finding names. */
export function targetOf(found: FoundItem): Target {
  const { connectionId } = found;
  return found.kind === 'identity'
    ? { kind: 'identity', connectionId, identityId: found.identity.id }
    : { kind: 'session', connectionId, identityId: found.identityId, sessionId: found.session.id };
}
