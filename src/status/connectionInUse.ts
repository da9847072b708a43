import type { Connection } from '../connections/connection.ts';
import type { Connections } from '../connections/connections.ts';
import { validConnections } from '../connections/validConnections.ts';

/** What speaks for a connection, by its id. */
export interface Signs {
  /** Of the files in sight, that of the active editor first. */
  readonly files: readonly string[];
  /** Of the selected rows. */
  readonly selected: readonly (string | undefined)[];
  /** What was in use before. */
  readonly before: string | undefined;
}

/** The connection that a person is at: that of a file, else of a row, else the one before, else the first. */
export function connectionInUse(
  connections: Pick<Connections, 'get' | 'list'>,
  { files, selected, before }: Signs,
): Connection | undefined {
  for (const id of [...files, ...selected, before]) {
    const connection = id === undefined ? undefined : connections.get(id);
    if (connection !== undefined) {
      return connection;
    }
  }
  return validConnections(connections)[0];
}
