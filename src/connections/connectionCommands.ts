import { commands } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import type { Log } from '../platform/log.ts';
import type { Connections } from './connections.ts';
import { openConnectionSettings } from './openConnectionSettings.ts';
import { removeConnection } from './removeConnection.ts';

type ConnectionCommands = Pick<
  Handlers,
  | typeof commandIds.addConnection
  | typeof commandIds.openConnectionSettings
  | typeof commandIds.removeConnection
  | typeof commandIds.tryDemo
>;

/** What is done with the list of connections. */
export function connectionCommands(connections: Connections, log: Log): ConnectionCommands {
  return {
    [commandIds.addConnection]: async () => {
      const { addConnection } = await import('./addConnection.ts');
      if ((await addConnection(connections, log)) !== undefined) {
        await showView();
      }
    },
    [commandIds.openConnectionSettings]: () => openConnectionSettings(),
    [commandIds.removeConnection]: async (node) => {
      const id = connectionOf(node);
      if (id !== undefined) {
        await removeConnection(connections, id);
      }
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

/** The connection of a row, known by its shape: connections know nothing of the tree. */
function connectionOf(node: unknown): string | undefined {
  return typeof node === 'object' && node !== null && 'connectionId' in node && typeof node.connectionId === 'string'
    ? node.connectionId
    : undefined;
}
