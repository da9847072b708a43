import { commands, l10n, window, workspace } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import type { ConfiguredConnection, Connection } from './connection.ts';
import { type Connections, validConnections } from './connections.ts';
import type { FormParts } from './form/connectionForm.ts';
import { connectionOf, isConfigured, pickConnection } from './pickConnection.ts';

interface ConnectionCommandParts extends FormParts {
  /** Selects the row of a connection in the view and expands it. */
  readonly reveal: (connection: Connection) => Promise<void>;
}

/** Returns the commands for the list of connections. From the palette, each asks which connection is meant. */
export function connectionCommands(parts: ConnectionCommandParts) {
  const { connections, secrets } = parts;
  const fillIn = async (
    form: (module: typeof import('./form/connectionForm.ts')) => Promise<Connection | undefined>,
  ) => {
    const saved = await form(await import('./form/connectionForm.ts'));
    if (saved !== undefined) {
      await show(saved);
    }
  };
  const show = async (connection: Connection) => {
    await commands.executeCommand('kratosExplorer.identities.focus');
    await parts.reveal(connection);
  };
  const forConfigured =
    (command: string, run: (connection: ConfiguredConnection) => Promise<unknown>) => async (node: unknown) => {
      const connection = await pickConnection(connections.list.filter(isConfigured), node, command);
      if (connection !== undefined) {
        await run(connection);
      }
    };
  return {
    [commandIds.addConnection]: () => fillIn(({ addConnection }) => addConnection(parts)),
    [commandIds.editConnection]: forConfigured(l10n.t('Edit Connection'), (connection) =>
      fillIn(({ editConnection }) => editConnection(parts, connection)),
    ),
    [commandIds.duplicateConnection]: forConfigured(l10n.t('Duplicate Connection'), (connection) =>
      fillIn(({ duplicateConnection }) => duplicateConnection(parts, connection)),
    ),
    [commandIds.moveConnectionUp]: forConfigured(l10n.t('Move Connection Up'), ({ id }) => connections.move(id, -1)),
    [commandIds.moveConnectionDown]: forConfigured(l10n.t('Move Connection Down'), ({ id }) => connections.move(id, 1)),
    [commandIds.openConnectionSettings]: openConnectionSettings,
    [commandIds.removeConnection]: async (node) => {
      const connection = await pickConnection(validConnections(connections), node, l10n.t('Remove Connection'));
      if (connection !== undefined) {
        await removeConnection(connections, connection);
      }
    },
    [commandIds.enterSecrets]: forConfigured(l10n.t('Enter Secrets'), async (connection) => {
      const { enterSecrets } = await import('./secrets/secretCommands.ts');
      await enterSecrets(parts, connection);
    }),
    [commandIds.forgetSecrets]: async (node) => {
      const { forgetSecrets } = await import('./secrets/secretCommands.ts');
      await forgetSecrets(secrets, connections, connectionOf(node));
    },
    [commandIds.tryDemo]: async () => show(await connections.addDemo()),
  } satisfies Partial<Handlers>;
}

/** Removes a connection if the user confirms. */
async function removeConnection(connections: Connections, connection: Connection): Promise<void> {
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
  if (chosen === remove) {
    await connections.remove(connection.id);
  }
}

const key = 'kratosExplorer.connections';

/**
 * Opens the user's settings.json at the list of connections and adds the list if it is missing. Does not edit an
 * existing list: VS Code would add an entry to it and leave the file unsaved.
 */
async function openConnectionSettings(): Promise<void> {
  const isMissing = workspace.getConfiguration().inspect(key)?.globalValue === undefined;
  await commands.executeCommand('workbench.action.openSettingsJson', { revealSetting: { key, edit: isMissing } });
}
