import type { Connections } from '../connections/connections.ts';
import type { Failure } from '../kratos/failure.ts';

/** Which welcome stands in the place of the rows. `failure` groups failures by what the person can do about them. */
export type Welcome =
  | { readonly kind: 'noConnection' }
  | { readonly kind: 'unreachable'; readonly failure: FailureGroup; readonly reason: Failure }
  | { readonly kind: 'noIdentities' }
  | { readonly kind: 'noMatch' };

export type FailureGroup = 'address' | 'network' | 'tls' | 'access' | 'notAdmin' | 'server';

/**
 * The welcome for what is known; undefined while there is something to show. With several connections each says in its
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
      return { kind: 'unreachable', failure: groupOf(phase.failure), reason: phase.failure };
    case 'ready':
      return end.kind === 'more'
        ? undefined
        : { kind: directory.identityFilter === undefined ? 'noIdentities' : 'noMatch' };
  }
}

function groupOf(failure: Failure): FailureGroup {
  switch (failure.kind) {
    case 'refused':
    case 'hostNotFound':
      return 'address';
    case 'cancelled':
    case 'timeout':
    case 'connectionLost':
    case 'truncatedBody':
    case 'network':
      return 'network';
    case 'tls':
      return 'tls';
    case 'unauthorized':
    case 'forbidden':
      return 'access';
    case 'noSuchRoute':
    case 'notKratos':
    case 'redirectedAway':
      return 'notAdmin';
    case 'notFound':
    case 'rejected':
    case 'rateLimited':
    case 'serverError':
      return 'server';
  }
}
