import { commands, l10n, window, workspace } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import type { Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import type { FormParts } from './form/connectionForm.ts';
import { connectionOf, isConfigured, pickConnection } from './pickConnection.ts';
import { validConnections } from './validConnections.ts';

type ConnectionCommands = Pick<
  Handlers,
  | typeof commandIds.addConnection
  | typeof commandIds.editConnection
  | typeof commandIds.duplicateConnection
  | typeof commandIds.moveConnectionUp
  | typeof commandIds.moveConnectionDown
  | typeof commandIds.openConnectionSettings
  | typeof commandIds.removeConnection
  | typeof commandIds.enterSecrets
  | typeof commandIds.forgetSecrets
  | typeof commandIds.tryDemo
>;

/** What is done with the list of connections. From the palette each asks which connection is meant, where that is not clear. */
export function connectionCommands(parts: FormParts): ConnectionCommands {
  const { connections, secrets, settings } = parts;
  const configured = () => connections.list.filter(isConfigured);
  const fill = async (form: (module: typeof import('./form/connectionForm.ts')) => Promise<Connection | undefined>) => {
    const added = await form(await import('./form/connectionForm.ts'));
    if (added !== undefined) {
      await showView();
    }
  };
  const move = async (node: unknown, by: 1 | -1) => {
    const connection = await pickConnection(configured(), node);
    if (connection !== undefined) {
      await connections.move(connection.id, by);
    }
  };
  return {
    [commandIds.addConnection]: () => fill(({ addConnection }) => addConnection(parts)),
    [commandIds.editConnection]: async (node) => {
      const connection = await pickConnection(configured(), node);
      if (connection !== undefined) {
        await fill(({ editConnection }) => editConnection(parts, connection));
      }
    },
    [commandIds.duplicateConnection]: async (node) => {
      const connection = await pickConnection(configured(), node);
      if (connection !== undefined) {
        await fill(({ duplicateConnection }) => duplicateConnection(parts, connection));
      }
    },
    [commandIds.moveConnectionUp]: (node) => move(node, -1),
    [commandIds.moveConnectionDown]: (node) => move(node, 1),
    [commandIds.openConnectionSettings]: () => openConnectionSettings(),
    [commandIds.removeConnection]: async (node) => {
      const connection = await pickConnection(validConnections(connections), node);
      if (connection !== undefined) {
        await removeConnection(connections, connection.id);
      }
    },
    [commandIds.enterSecrets]: async (node) => {
      const connection = await pickConnection(configured(), node);
      if (connection !== undefined) {
        const { enterSecrets } = await import('./secrets/secretCommands.ts');
        await enterSecrets(secrets, settings, connection);
      }
    },
    [commandIds.forgetSecrets]: async (node) => {
      const { forgetSecrets } = await import('./secrets/secretCommands.ts');
      await forgetSecrets(secrets, connections, connectionOf(node));
    },
    [commandIds.tryDemo]: async () => {
      await connections.addDemo();
      await showView();
    },
  };
}

async function showView(): Promise<void> {
  await commands.executeCommand('kratosExplorer.identities.focus');
}

/** Removes a connection after the person has confirmed it; true when it is gone. Nothing on the server changes. */
export async function removeConnection(connections: Connections, connectionId: string): Promise<boolean> {
  const connection = connections.get(connectionId);
  if (connection === undefined) {
    return false;
  }
  const remove = l10n.t('Remove');
  const detail =
    connection.kind === 'demo'
      ? l10n.t('Its local server will stop. You can add the demo again at any time.')
      : l10n.t(
          'The entry for {0} will be removed from your settings, and its secrets from the secret storage. Nothing changes on the server.',
          connection.address,
        );
  const chosen = await window.showWarningMessage(
    l10n.t('Remove the connection “{0}”?', connection.name),
    { modal: true, detail },
    remove,
  );
  if (chosen !== remove) {
    return false;
  }
  await connections.remove(connectionId);
  return true;
}

const key = 'kratosExplorer.connections';

/**
 * Shows the person's own settings.json at the list of connections, which is written there when it is missing. A list that
 * is there is only shown: VS Code's way to edit it would begin a new entry, and leave the file unsaved.
 */
export async function openConnectionSettings(): Promise<void> {
  const isMissing = workspace.getConfiguration().inspect(key)?.globalValue === undefined;
  await commands.executeCommand('workbench.action.openSettingsJson', { revealSetting: { key, edit: isMissing } });
}
