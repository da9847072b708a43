import type { Connections } from '../connections/connections.ts';
import type { Failure } from '../core/kratos/failure.ts';

/**
 * What is shown for the whole tree: a welcome instead of rows, or above them why the only connection cannot be reached,
 * because a row would cut the sentence.
 */
export type Welcome =
  | { readonly kind: 'noConnection' }
  | { readonly kind: 'unreachable'; readonly reason: Failure }
  | { readonly kind: 'noIdentities' }
  | { readonly kind: 'noMatch' };

/**
 * Returns what is shown for the whole tree; undefined while there are rows, or several connections. While the only one
 * is read again, returns `before`, so that nothing flickers.
 */
export function welcomeOf(
  connections: Pick<Connections, 'list' | 'directory'>,
  before: Welcome | undefined,
): Welcome | undefined {
  const [connection, ...others] = connections.list;
  if (connection === undefined) {
    return { kind: 'noConnection' };
  }
  if (connection.kind === 'invalid' || others.length > 0) {
    return undefined;
  }
  const directory = connections.directory(connection.id);
  if (directory === undefined || directory.found.length > 0 || directory.identities.state.items.length > 0) {
    return undefined;
  }
  const { phase, end } = directory.identities.state;
  switch (phase.kind) {
    case 'idle':
      return undefined;
    case 'loading':
      return before?.kind === 'noConnection' ? undefined : before;
    case 'failed':
      return { kind: 'unreachable', reason: phase.failure };
    case 'ready':
      return end.kind === 'more' || (end.kind === 'unproven' && end.why === 'repeats')
        ? undefined
        : { kind: directory.identityFilter === undefined ? 'noIdentities' : 'noMatch' };
  }
}

/** Returns whether the tree also shows rows. */
export function leavesRows(welcome: Welcome | undefined): boolean {
  return welcome === undefined || welcome.kind === 'unreachable';
}
