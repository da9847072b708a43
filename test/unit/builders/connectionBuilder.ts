import type { ConfiguredConnection } from '../../../src/connections/connection.ts';
import type { ConnectionEntry } from '../../../src/connections/settings/connectionEntry.ts';
import { parseConnections } from '../../../src/connections/settings/parseConnections.ts';

/** Returns the connection of this entry of the settings; omitted members have usual values. */
export function aConnection(entry: Partial<ConnectionEntry> = {}): ConfiguredConnection {
  const [connection] = parseConnections([{ name: 'local', url: 'http://127.0.0.1:4434', ...entry }]);
  if (connection?.kind !== 'configured') {
    throw new Error(connection?.problem);
  }
  return connection;
}
