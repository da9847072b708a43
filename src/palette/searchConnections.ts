import type { Connections } from '../connections/connections.ts';
import { validConnections } from '../connections/validConnections.ts';
import type { Directory } from '../directory/directory.ts';
import type { Search } from '../lookup/liveSearch.ts';
import type { Finding } from './finding.ts';

/** Searches one server, reporting all that is found so far on it. */
export type SearchOne = (
  asked: Asked,
  text: string,
  report: (findings: readonly Finding[]) => void,
) => Promise<unknown>;

/** Searches all connections at once; findings stand in the order of the connections, and one that fails holds up no other. */
export function searchConnections(connections: Connections, searchOne: SearchOne, log: Asked['log']): Search<Finding> {
  return async (text, signal, report) => {
    const asked = validConnections(connections);
    const byConnection: (readonly Finding[])[] = asked.map(() => []);
    await Promise.all(
      asked.map(async ({ id }, place) => {
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

/** One server that is being searched. */
export interface Asked {
  readonly directory: Directory;
  readonly connectionId: string;
  readonly signal: AbortSignal;
  /** For the log: what a server cannot do, and what could not be read beside a finding. Without ids and names. */
  readonly log: (message: string) => void;
}
