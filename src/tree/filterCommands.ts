import { l10n, type QuickPickItem, type TreeView, window } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import { labelTraitsOf } from '../connections/connectionFacts.ts';
import type { Connections } from '../connections/connections.ts';
import { pickConnection } from '../connections/pickConnection.ts';
import { validConnections } from '../connections/validConnections.ts';
import type { SessionFilter } from '../core/kratos/createKratosClient.ts';
import { identityName } from '../text/identityName.ts';
import { identityOf } from './identityItem.ts';
import { argumentNode } from './nodeArguments.ts';
import type { TreeNode } from './nodes.ts';
import { connectionNodeId, identityNodeId, listNodeId, nearestList } from './nodes.ts';
import type { TreeProvider } from './provider.ts';

type FilterCommands = Pick<
  Handlers,
  | typeof commandIds.filterSessions
  | typeof commandIds.clearSessionFilter
  | typeof commandIds.filterIdentities
  | typeof commandIds.clearIdentityFilter
>;

const sessionFilters: readonly SessionFilter[] = ['all', 'active', 'inactive'];

/** The commands that filter a list, on the server: the loaded rows may not be all. */
export function filterCommands(
  view: TreeView<TreeNode>,
  provider: TreeProvider,
  connections: Connections,
  labelTraits: () => readonly string[],
): FilterCommands {
  const unfold = async (node: TreeNode | undefined) => {
    if (node !== undefined) {
      provider.flush();
      await view.reveal(node, { select: false, expand: true });
    }
  };
  return {
    // A row's command may name the filter; a menu passes the selected rows there.
    [commandIds.filterSessions]: async (argument, wanted) => {
      const node = argumentNode(provider, argument === undefined ? selectedIdentity(view) : argument);
      const directory = node?.kind === 'identity' ? connections.directory(node.ref.connectionId) : undefined;
      if (node?.kind !== 'identity' || directory === undefined) {
        return;
      }
      const current = directory.sessionFilter(node.ref.identityId);
      const nameOf = () => {
        const traits = labelTraitsOf(connections.get(node.ref.connectionId), labelTraits());
        const identity = identityOf(directory, node.ref.identityId);
        return identity === undefined ? node.ref.identityId : identityName(identity, traits);
      };
      const filter = sessionFilters.find((one) => one === wanted) ?? (await pickSessionFilter(nameOf(), current));
      if (filter !== undefined && filter !== current) {
        directory.setSessionFilter(node.ref.identityId, filter);
        await unfold(node);
      }
    },
    // From the palette, the selected row says which identity is meant.
    [commandIds.clearSessionFilter]: async (argument) => {
      const node = argumentNode(provider, argument) ?? view.selection[0];
      const ref = node && nearestList(node);
      const directory = ref && connections.directory(ref.connectionId);
      if (ref?.identityId !== undefined && directory !== undefined) {
        directory.setSessionFilter(ref.identityId, 'all');
        await unfold(provider.node(listNodeId(ref)));
      }
    },
    [commandIds.filterIdentities]: async (argument) => {
      const node = argumentNode(provider, argument) ?? view.selection[0];
      const connectionId = (
        await pickConnection(validConnections(connections), node, l10n.t('Filter Identities by Identifier'))
      )?.id;
      const directory = connectionId === undefined ? undefined : connections.directory(connectionId);
      if (connectionId === undefined || directory === undefined) {
        return;
      }
      const prefix = await askPrefix(directory.identityFilter);
      if (prefix !== undefined) {
        directory.identityFilter = prefix === '' ? undefined : prefix;
        await unfold(provider.node(connectionNodeId(connectionId)));
      }
    },
    [commandIds.clearIdentityFilter]: (argument) => {
      const node = argumentNode(provider, argument);
      const only = node === undefined ? undefined : nearestList(node)?.connectionId;
      for (const { id } of validConnections(connections)) {
        const directory = only === undefined || only === id ? connections.directory(id) : undefined;
        if (directory !== undefined) {
          directory.identityFilter = undefined;
        }
      }
    },
  };
}

/** Returns the row of the identity that is selected, or whose session is. */
function selectedIdentity({ selection: [node] }: TreeView<TreeNode>): { readonly id: string } | undefined {
  return node?.kind === 'session' ? { id: identityNodeId(node.ref) } : node;
}

async function pickSessionFilter(name: string, current: SessionFilter): Promise<SessionFilter | undefined> {
  const picked = await window.showQuickPick(
    sessionFilters.map((filter) => ({ ...sessionFilterItem(filter), picked: filter === current, filter })).map(marked),
    {
      title: l10n.t('Filter Sessions of {0}: which to show?', name),
      placeHolder: l10n.t('Newest first, as the server sorts them (Kratos up to v1.3: by last authentication)'),
    },
  );
  return picked?.filter;
}

/** Marks the current choice: a quick pick of one item shows no check marks. */
function marked<Item extends QuickPickItem & { readonly picked: boolean }>(item: Item): Item {
  return item.picked ? { ...item, description: l10n.t('current') } : item;
}

function sessionFilterItem(filter: SessionFilter): { readonly label: string; readonly detail: string } {
  switch (filter) {
    case 'all':
      return { label: l10n.t('All'), detail: l10n.t('Every session that the server still has') };
    case 'active':
      return {
        label: l10n.t('Active'),
        detail: l10n.t('Neither revoked nor expired; the server ignores whether the identity is disabled'),
      };
    case 'inactive':
      return { label: l10n.t('Inactive'), detail: l10n.t('Revoked, signed out or expired') };
  }
}

/** Resolves with the new prefix, "" for none; undefined when the user cancels. */
async function askPrefix(current: string | undefined): Promise<string | undefined> {
  const typed = await window.showInputBox({
    title: l10n.t('Filter Identities by Identifier'),
    prompt: l10n.t('The beginning of an e-mail address, username or phone number. Leave empty to show all.'),
    value: current ?? '',
  });
  return typed?.trim();
}
