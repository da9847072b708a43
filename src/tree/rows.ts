import type { Connections } from '../connections/connections.ts';
import type { Directory } from '../core/directory/directory.ts';
import type { ListState } from '../core/directory/listState.ts';
import type { Malformed } from '../core/kratos/session.ts';
import { listWaiting } from './listWords.ts';
import {
  connectionNodeId,
  identityNodeId,
  type ListNode,
  type ListRef,
  listNodeId,
  sessionNodeId,
  type TreeNode,
} from './nodes.ts';

/** Returns the rows at the top: one for each entry of the setting, in its order, and the demo. */
export function connectionRows(connections: Connections): readonly TreeNode[] {
  return connections.list.map((connection) =>
    connection.kind === 'invalid'
      ? { kind: 'invalidConnection', id: `$invalid/${connection.index}`, index: connection.index }
      : { kind: 'connection', id: connectionNodeId(connection.id), connectionId: connection.id },
  );
}

/** Returns the rows below a connection: found identities, then the list without them. */
export function identityRows(connectionId: string, directory: Directory): readonly TreeNode[] {
  const list: ListRef = { connectionId, identityId: undefined };
  const { state } = directory.identities;
  const waiting = listWaiting(state.phase, directory) !== undefined;
  const found = new Set(directory.found.map(({ id }) => id));
  const identity = (identityId: string): TreeNode => {
    const ref = { connectionId, identityId };
    return { kind: 'identity', id: identityNodeId(ref), ref };
  };
  return [
    ...[...found].map(identity),
    ...around(
      list,
      listEdges(state, waiting),
      state.items
        .filter((item) => !found.has(item.id))
        .map((item) => (item.kind === 'malformed' ? malformed(list, item) : identity(item.id))),
    ),
  ];
}

/** Returns the rows below an identity: found sessions that the list does not hold (yet), then the list. */
export function sessionRows(connectionId: string, identityId: string, directory: Directory): readonly TreeNode[] {
  const list: ListRef = { connectionId, identityId };
  const { state } = directory.sessionsOf(identityId);
  const waiting = listWaiting(state.phase, directory) !== undefined;
  const session = (sessionId: string): TreeNode => {
    const ref = { connectionId, identityId, sessionId };
    return { kind: 'session', id: sessionNodeId(ref), ref };
  };
  return [
    ...directory.foundSessions(identityId).map(({ id }) => session(id)),
    ...around(
      list,
      listEdges(state, waiting),
      state.items.map((item) => (item.kind === 'malformed' ? malformed(list, item) : session(item.id))),
    ),
  ];
}

/** The rows about the list itself, before and after its items. */
export interface ListEdges {
  readonly before: 'failure' | 'loading' | undefined;
  readonly after: ListNode['kind'] | undefined;
}

/** Returns the rows around a list; `waiting` says that its next page waits for the rate limit. */
export function listEdges(state: ListState<unknown>, waiting: boolean): ListEdges {
  const { phase, items, end } = state;
  const goesOn = end.kind === 'more';
  const isIncomplete = end.kind === 'unproven' && end.why === 'repeats';
  const rest = goesOn ? 'more' : isIncomplete ? 'incomplete' : items.length === 0 ? 'empty' : undefined;
  switch (phase.kind) {
    case 'idle':
      return { before: undefined, after: 'loading' };
    case 'loading':
      // Shown at the top, as for a refresh that failed: the end of a long list is out of sight.
      return {
        before: phase.what === 'refresh' && waiting ? 'loading' : undefined,
        after: items.length === 0 && goesOn ? 'loading' : rest,
      };
    case 'ready':
      return { before: undefined, after: rest };
    case 'failed':
      return phase.at === 'refresh' && items.length > 0
        ? { before: 'failure', after: rest }
        : { before: undefined, after: 'failure' };
  }
}

function around(list: ListRef, { before, after }: ListEdges, items: readonly TreeNode[]): readonly TreeNode[] {
  const parent = listNodeId(list);
  return [
    ...(before === undefined ? [] : [{ kind: before, id: `${parent}/$before`, list }]),
    ...items,
    ...(after === undefined ? [] : [{ kind: after, id: `${parent}/$after`, list }]),
  ];
}

function malformed(list: ListRef, item: Malformed): TreeNode {
  return { kind: 'malformed', id: `${listNodeId(list)}/$malformed/${item.id}`, list, problem: item.problem };
}
