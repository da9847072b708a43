import { type Command, l10n, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Connection, InvalidConnection } from '../connections/connection.ts';
import { connectionColor, connectionFacts, mayBeUnlocked, shortAddress } from '../connections/connectionFacts.ts';
import { waitingWords } from '../text/counts.ts';
import { notShownWords, showOrMark } from '../text/unshown.ts';
import { factLine, shortText } from '../text/visibleText.ts';
import { identityItem } from './identityItem.ts';
import { contextTags, row, type Surroundings } from './itemParts.ts';
import { identityFilterWords, listCount, listWaiting, refreshFailedWords, stateOfList } from './listWords.ts';
import {
  type ConnectionNode,
  type InvalidConnectionNode,
  type ListNode,
  listNodeId,
  type MalformedNode,
  type TreeNode,
} from './nodes.ts';
import { sessionItem } from './sessionItem.ts';

/** Returns the row of a node, without its tooltip (see tooltips.ts). All server text in it is plain and visible. */
export function treeItem(node: TreeNode, around: Surroundings): TreeItem {
  const item = itemOf(node, around);
  item.id = node.id;
  return item;
}

function itemOf(node: TreeNode, around: Surroundings): TreeItem {
  switch (node.kind) {
    case 'connection':
      return connectionItem(node, around);
    case 'invalidConnection':
      return invalidConnectionItem(node, around);
    case 'identity':
      return showOrMark(
        () => identityItem(node, around),
        (reason) => unshownItem(node.kind, node.ref.identityId, reason),
      );
    case 'session':
      return showOrMark(
        () => sessionItem(node, around),
        (reason) => unshownItem(node.kind, node.ref.sessionId, reason),
      );
    case 'malformed':
      return malformedItem(node);
    case 'more':
      return moreItem(node, around);
    case 'loading':
      return waitingItem(node, around) ?? loadingItem(l10n.t('Loading…'));
    case 'failure':
      if (failureRows === undefined) {
        throw new Error('loadFailureRows() has not resolved.');
      }
      return failureRows.failureItem(node, around);
    case 'incomplete':
      // The server stopped sending before the end of the list.
      return readAgainItem(l10n.t('The server sent no new rows'), 'incomplete', node, warning);
    case 'empty':
      return emptyItem(node, around);
  }
}

let failureRows: typeof import('./failureItem.ts') | undefined;

/**
 * Loads the words of failures, which are too large for activation. Must resolve before the row of a failure is made.
 */
export async function loadFailureRows(): Promise<void> {
  failureRows ??= await import('./failureItem.ts');
}

const warning = new ThemeIcon('warning', new ThemeColor('list.warningForeground'));

/** Returns the row of a connection. The only one starts unfolded. */
function connectionItem(node: ConnectionNode, { connections }: Surroundings): TreeItem {
  const connection = connections.get(node.connectionId);
  const directory = connections.directory(node.connectionId);
  const unlock = connections.unlockOf(node.connectionId);
  const single = connections.list.length === 1;
  const item = new TreeItem(
    shortText(connection?.name ?? node.connectionId),
    single ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed,
  );
  item.description = factLine([
    directory && refreshFailedWords(directory.identities.state),
    ...connectionFacts(connection, unlock),
    connection && (connection.kind === 'demo' ? l10n.t('account taken over') : shortAddress(connection)),
    identityFilterWords(directory?.identityFilter),
  ]);
  item.iconPath = new ThemeIcon(connection?.kind === 'demo' ? 'beaker' : 'server', connectionColor(connection));
  item.contextValue = contextTags(
    'connection',
    connection?.kind,
    directory?.identityFilter !== undefined && 'filtered',
    directory?.identities.state.end.kind === 'more' && 'more',
    (directory?.identities.state.phase.kind ?? 'idle') !== 'idle' && 'read',
    connection && mayBeUnlocked(connection) && 'unlockable',
    unlock && 'unlocked',
    ...settingTags(connection, connections),
  );
  item.accessibilityInformation = { label: l10n.t('Connection {0}, {1}', `${item.label}`, item.description) };
  return item;
}

/** Returns which commands of the setting apply: those that move a connection, and those for its secrets. */
function settingTags(
  connection: Connection | undefined,
  { list }: Surroundings['connections'],
): readonly (string | false)[] {
  if (connection?.kind !== 'configured') {
    return [];
  }
  const entries = list.filter(({ kind }) => kind !== 'demo');
  const place = entries.findIndex((entry) => entry.kind === 'configured' && entry.id === connection.id);
  const { authentication, clientCertificate, proxy } = connection.server;
  const usesSecrets = authentication.kind !== 'none' || clientCertificate !== undefined || proxy.kind === 'this';
  return [place === 0 && 'first', place === entries.length - 1 && 'last', usesSecrets && 'secrets'];
}

function invalidConnectionItem(node: InvalidConnectionNode, { connections }: Surroundings): TreeItem {
  const entry = connections.list.find(
    (candidate): candidate is InvalidConnection => candidate.kind === 'invalid' && candidate.index === node.index,
  );
  const name = entry?.name ? shortText(entry.name) : l10n.t('Connection {0}', node.index + 1);
  const item = row(name, 'invalidConnection', warning, {
    command: commandIds.openConnectionSettings,
    title: l10n.t('Edit Connections in Settings'),
  });
  item.description = shortText(entry?.problem ?? '');
  return item;
}

function malformedItem(node: MalformedNode): TreeItem {
  const label = node.list.identityId === undefined ? l10n.t('Unreadable identity') : l10n.t('Unreadable session');
  const item = row(label, 'malformed', warning);
  item.description = shortText(node.problem);
  return item;
}

function unshownItem(kind: 'identity' | 'session', id: string, reason: string): TreeItem {
  // Its context value offers what needs no more than its id: the sessions, and the JSON.
  const item = row(notShownWords(kind, id), kind, warning);
  item.collapsibleState = kind === 'identity' ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None;
  item.description = reason;
  return item;
}

function moreItem(node: ListNode, around: Surroundings): TreeItem {
  const state = stateOfList(node.list, around);
  const item =
    state?.phase.kind === 'loading' && state.phase.what !== 'refresh'
      ? (waitingItem(node, around) ?? loadingItem(l10n.t('Loading more…')))
      : row(l10n.t('Load more'), 'more', new ThemeIcon('ellipsis'), {
          command: commandIds.loadMore,
          title: l10n.t('Load More'),
          arguments: [node],
        });
  const count = state && listCount(state);
  if (count !== undefined) {
    item.description = count;
  }
  return item;
}

/** Returns the row of a list whose next page waits for the rate limit; undefined for any other. */
function waitingItem(node: ListNode, around: Surroundings): TreeItem | undefined {
  const phase = stateOfList(node.list, around)?.phase;
  const directory = around.connections.directory(node.list.connectionId);
  const seconds = phase && directory && listWaiting(phase, directory);
  if (seconds === undefined) {
    return undefined;
  }
  return row(l10n.t('{0}. Select to cancel.', waitingWords(seconds)), 'waiting', new ThemeIcon('watch'), cancel());
}

function loadingItem(label: string): TreeItem {
  const item = row(label, 'loading', new ThemeIcon('loading~spin'), cancel());
  item.accessibilityInformation = { label: l10n.t('{0} Press Enter to cancel.', label) };
  return item;
}

/**
 * Has no arguments: VS Code drops those of a row that is redrawn, as a waiting one is each second, and a click at that
 * moment would be lost.
 */
function cancel(): Command {
  return { command: commandIds.cancelLoading, title: l10n.t('Cancel Loading') };
}

/** Returns a row that says why a list has no more rows, and reads the list again when it is selected. */
function readAgainItem(label: string, contextValue: string, { list }: ListNode, icon?: ThemeIcon): TreeItem {
  const item = row(label, contextValue, icon, {
    command: list.identityId === undefined ? commandIds.refreshConnection : commandIds.refreshIdentity,
    title: l10n.t('Refresh'),
    arguments: [{ id: listNodeId(list) }],
  });
  item.description = l10n.t('select to read the list again');
  return item;
}

function emptyItem(node: ListNode, { connections }: Surroundings): TreeItem {
  const { list } = node;
  const directory = connections.directory(list.connectionId);
  const rowOfList = { id: listNodeId(list) };
  if (list.identityId === undefined) {
    return directory?.identityFilter === undefined
      ? readAgainItem(l10n.t('No identities'), 'empty', node)
      : row(l10n.t('No matching identities. Show all.'), 'empty', undefined, {
          command: commandIds.clearIdentityFilter,
          title: l10n.t('Clear Identity Filter'),
          arguments: [rowOfList],
        });
  }
  const filter = directory?.sessionFilter(list.identityId) ?? 'all';
  if (filter === 'all') {
    return readAgainItem(l10n.t('No sessions'), 'empty', node);
  }
  const label =
    filter === 'active' ? l10n.t('No active sessions. Show all.') : l10n.t('No inactive sessions. Show all.');
  return row(label, 'empty', undefined, {
    command: commandIds.filterSessions,
    title: l10n.t('Show All Sessions'),
    arguments: [rowOfList, 'all'],
  });
}
