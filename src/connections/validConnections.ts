import type { Connection } from './connection.ts';
import type { Connections } from './connections.ts';

/** Returns the connections with valid entries, in the order of the list. */
export function validConnections({ list }: Pick<Connections, 'list'>): readonly Connection[] {
  return list.filter((entry) => entry.kind !== 'invalid');
}
