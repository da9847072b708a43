import { l10n, window } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import { labelTraitsOf } from '../connections/connectionFacts.ts';
import { validConnections } from '../connections/connections.ts';
import { pickConnection } from '../connections/pickConnection.ts';
import type { SessionFilter } from '../core/kratos/createKratosClient.ts';
import { identityName } from '../text/identityName.ts';
import { identityOf } from './identityItem.ts';
import { argumentNode } from './nodeArguments.ts';
import { connectionNodeId, identityNodeId, nearestList } from './nodes.ts';
import type { TreeCommandParts } from './treeCommands.ts';

const sessionFilters: readonly SessionFilter[] = ['all', 'active', 'inactive'];

/** Returns the commands that filter a list on the server, since the loaded rows may not be all. */
export function filterCommands(parts: TreeCommandParts) {
  const { connections, labelTraits, provider, view } = parts;
  const unfold = async (id: string) => {
    const node = provider.node(id);
    if (node !== undefined) {
      provider.flush();
      // Rejects while VS Code draws the row again. The filter holds nevertheless.
      await view.reveal(node, { select: false, expand: true }).then(undefined, () => undefined);
    }
  };
  /** Returns the list that the row is about, or that it is in. */
  const listAt = (argument: unknown) => {
    const node = argumentNode(parts, argument);
    const ref = node && nearestList(node);
    const directory = ref && connections.directory(ref.connectionId);
    return ref && directory && { ...ref, directory };
  };
  return {
    // A row's command may name the filter; a menu passes the selected rows there.
    [commandIds.filterSessions]: async (argument, wanted) => {
      const { connectionId, directory, identityId } = listAt(argument) ?? {};
      if (connectionId === undefined || identityId === undefined || directory === undefined) {
        return;
      }
      const current = directory.sessionFilter(identityId);
      const nameOf = () => {
        const traits = labelTraitsOf(connections.get(connectionId), labelTraits());
        const identity = identityOf(directory, identityId);
        return identity === undefined ? identityId : identityName(identity, traits);
      };
      const filter = sessionFilters.find((one) => one === wanted) ?? (await pickSessionFilter(nameOf(), current));
      if (filter !== undefined && filter !== current) {
        directory.setSessionFilter(identityId, filter);
        await unfold(identityNodeId({ connectionId, identityId }));
      }
    },
    [commandIds.clearSessionFilter]: async (argument) => {
      const { connectionId, directory, identityId } = listAt(argument) ?? {};
      if (connectionId !== undefined && identityId !== undefined && directory !== undefined) {
        directory.setSessionFilter(identityId, 'all');
        await unfold(identityNodeId({ connectionId, identityId }));
      }
    },
    [commandIds.filterIdentities]: async (argument) => {
      const { id } =
        (await pickConnection(
          validConnections(connections),
          argumentNode(parts, argument),
          l10n.t('Filter Identities by Identifier'),
        )) ?? {};
      const directory = id === undefined ? undefined : connections.directory(id);
      const prefix = directory && (await askPrefix(directory.identityFilter));
      if (id !== undefined && directory !== undefined && prefix !== undefined) {
        directory.identityFilter = prefix === '' ? undefined : prefix;
        await unfold(connectionNodeId(id));
      }
    },
    [commandIds.clearIdentityFilter]: (argument) => {
      const only = argument === undefined ? undefined : listAt(argument)?.connectionId;
      for (const { id } of validConnections(connections)) {
        const directory = only === undefined || only === id ? connections.directory(id) : undefined;
        if (directory !== undefined) {
          directory.identityFilter = undefined;
        }
      }
    },
  } satisfies Partial<Handlers>;
}

async function pickSessionFilter(name: string, current: SessionFilter): Promise<SessionFilter | undefined> {
  const words: Readonly<Record<SessionFilter, { readonly label: string; readonly detail: string }>> = {
    all: { label: l10n.t('All'), detail: l10n.t('Every session that the server still has') },
    active: {
      label: l10n.t('Active'),
      detail: l10n.t('Neither revoked nor expired; the server ignores whether the identity is disabled'),
    },
    inactive: { label: l10n.t('Inactive'), detail: l10n.t('Revoked, signed out or expired') },
  };
  const picked = await window.showQuickPick(
    sessionFilters.map((filter) => ({
      ...words[filter],
      // A quick pick of one item shows no check marks.
      ...(filter === current ? { picked: true, description: l10n.t('current') } : {}),
      filter,
    })),
    {
      title: l10n.t('Filter Sessions of {0}: which to show?', name),
      placeHolder: l10n.t('Newest first, as the server sorts them (Kratos up to v1.3: by last authentication)'),
    },
  );
  return picked?.filter;
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
