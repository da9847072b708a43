import type { Connection } from './connection.ts';
import type { Connections } from './connections.ts';

/** The connections that can be asked: those whose entries say nothing wrong. In the order of the list. */
export function validConnections({ list }: Pick<Connections, 'list'>): readonly Connection[] {
  return list.filter((entry) => entry.kind !== 'invalid');
}
