import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { connectionColor, connectionFacts, shortAddress } from '../connections/connectionFacts.ts';
import { factLine, rowTextLimit, visibleText } from '../presentation/visibleText.ts';
import { identityFilterWords, refreshFailedWords } from './listWords.ts';
import type { ConnectionNode } from './nodes.ts';
import type { Surroundings } from './surroundings.ts';

/** The row of a connection; the only one there is starts unfolded. */
export function connectionItem(node: ConnectionNode, { connections }: Surroundings): TreeItem {
  const connection = connections.get(node.connectionId);
  const directory = connections.directory(node.connectionId);
  const single = connections.list.length === 1;
  const item = new TreeItem(
    visibleText(connection?.name ?? node.connectionId, rowTextLimit),
    single ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed,
  );
  item.description = factLine([
    directory && refreshFailedWords(directory.identities.state),
    ...connectionFacts(connection),
    connection && shortAddress(connection),
    identityFilterWords(directory?.identityFilter),
  ]);
  item.iconPath = new ThemeIcon(connection?.kind === 'demo' ? 'beaker' : 'server', connectionColor(connection));
  item.contextValue = [
    'connection',
    connection?.kind,
    directory?.identityFilter === undefined ? undefined : 'filtered',
    directory?.identities.state.end.kind === 'more' ? 'more' : undefined,
  ]
    .filter((tag) => tag !== undefined)
    .join('+');
  item.accessibilityInformation = { label: l10n.t('Connection {0}, {1}', `${item.label}`, item.description) };
  return item;
}
