import type { Connections } from '../connections/connections.ts';
import { validConnections } from '../connections/validConnections.ts';
import type { Directory } from '../core/directory/directory.ts';
import type { Search } from '../core/lookup/liveSearch.ts';
import type { LookupFinding } from './finding.ts';

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
