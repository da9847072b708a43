import { commands } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import type { Connection } from './connection.ts';
import type { FormParts } from './form/connectionForm.ts';
import { connectionOf, isConfigured, pickConnection } from './pickConnection.ts';
import { openConnectionSettings } from './settings/openConnectionSettings.ts';
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
        const { removeConnection } = await import('./removeConnection.ts');
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
