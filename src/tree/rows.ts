import type { Connections } from '../connections/connections.ts';
import type { Directory } from '../core/directory/directory.ts';
import type { ListState } from '../core/directory/listState.ts';
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

/** Returns the rows below a connection or an identity: found items that the list does not hold (yet), then the list. */
export function listRows(list: ListRef, directory: Directory): readonly TreeNode[] {
  const { connectionId, identityId } = list;
  const { state } = identityId === undefined ? directory.identities : directory.sessionsOf(identityId);
  const foundItems = identityId === undefined ? directory.found : directory.foundSessions(identityId);
  const found = new Set(foundItems.map(({ id }) => id));
  const parent = listNodeId(list);
  const itemRow = (id: string): TreeNode => {
    if (identityId === undefined) {
      const ref = { connectionId, identityId: id };
      return { kind: 'identity', id: identityNodeId(ref), ref };
    }
    const ref = { connectionId, identityId, sessionId: id };
    return { kind: 'session', id: sessionNodeId(ref), ref };
  };
  const { before, after } = listEdges(state, listWaiting(state.phase, directory) !== undefined);
  return [
    ...[...found].map(itemRow),
    ...(before === undefined ? [] : [{ kind: before, id: `${parent}/$before`, list }]),
    ...state.items
      .filter(({ id }) => !found.has(id))
      .map(
        (item): TreeNode =>
          item.kind === 'malformed'
            ? { kind: 'malformed', id: `${parent}/$malformed/${item.id}`, list, problem: item.problem }
            : itemRow(item.id),
      ),
    ...(after === undefined ? [] : [{ kind: after, id: `${parent}/$after`, list }]),
  ];
}

/** The rows about the list itself, before and after its items. */
interface ListEdges {
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
