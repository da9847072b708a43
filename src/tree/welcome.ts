import type { Connections } from '../connections/connections.ts';
import type { Failure } from '../kratos/failure.ts';

/**
 * What there is to say of the tree as a whole: a welcome in the place of the rows or, when the only connection cannot be
 * reached, the reason above them, for a row shows no more than the beginning of a sentence.
 */
export type Welcome =
  | { readonly kind: 'noConnection' }
  | { readonly kind: 'unreachable'; readonly reason: Failure }
  | { readonly kind: 'noIdentities' }
  | { readonly kind: 'noMatch' };

/**
 * What to say for what is known; undefined while there is something to show. With several connections each says in its
 * own rows how it stands. While the only one is asked again, `before` stays: nothing flickers.
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
      return end.kind === 'more'
        ? undefined
        : { kind: directory.identityFilter === undefined ? 'noIdentities' : 'noMatch' };
  }
}

/** Whether the tree has rows beside it. */
export function leavesRows(welcome: Welcome | undefined): boolean {
  return welcome === undefined || welcome.kind === 'unreachable';
}
