import { commands, l10n, type QuickPickItem, ThemeIcon, window } from 'vscode';
import { type CommandId, commandIds } from '../commands/ids.ts';
import type { Connection } from '../connections/connection.ts';
import { mayBeUnlocked, nameWithFacts } from '../connections/connectionFacts.ts';
import type { Connections } from '../connections/connections.ts';
import { pickConnection } from '../connections/pickConnection.ts';
import { validConnections } from '../connections/validConnections.ts';

interface ActionItem extends QuickPickItem {
  readonly command: CommandId;
}

/** Asks what to do with the connection that the status bar shows, or that the user picks, and runs the command. */
export async function showConnectionActions(
  connections: Pick<Connections, 'list' | 'unlockOf'>,
  node: unknown,
): Promise<void> {
  const connection = await pickConnection(validConnections(connections), node, l10n.t('Show Connection Actions'));
  if (connection === undefined) {
    return;
  }
  const isUnlocked = connections.unlockOf(connection.id) !== undefined;
  const chosen = await window.showQuickPick(actionItems(connection, isUnlocked), {
    title: l10n.t('Connection Actions: {0}', nameWithFacts(connection)),
    placeHolder: l10n.t('Select what to do with this connection'),
  });
  if (chosen !== undefined) {
    await commands.executeCommand(chosen.command, { connectionId: connection.id });
  }
}

/** Returns what can be done with a connection. The demo has no entry in the settings that could be edited. */
function actionItems(connection: Connection, isUnlocked: boolean): readonly ActionItem[] {
  const unlock = {
    label: l10n.t('Unlock Connection…'),
    description: mayBeUnlocked(connection)
      ? l10n.t('for changes, for a few minutes')
      : l10n.t('read-only: edit the connection first'),
    iconPath: new ThemeIcon('unlock'),
    command: commandIds.unlockConnection,
  };
  const lock = {
    label: l10n.t('Lock Now'),
    description: l10n.t('no changes from now on'),
    iconPath: new ThemeIcon('lock'),
    command: commandIds.lockConnection,
  };
  const edit = {
    label: l10n.t('Edit Connection…'),
    description: l10n.t('address, authentication and other properties'),
    iconPath: new ThemeIcon('edit'),
    command: commandIds.editConnection,
  };
  return [
    {
      label: l10n.t('Check Connection'),
      description: l10n.t('step by step, in a report'),
      iconPath: new ThemeIcon('pulse'),
      command: commandIds.checkConnection,
    },
    {
      label: l10n.t('Show Log'),
      description: l10n.t('the requests of all connections'),
      iconPath: new ThemeIcon('output'),
      command: commandIds.showLog,
    },
    ...(connection.kind === 'configured' ? [edit] : []),
    isUnlocked ? lock : unlock,
  ];
}
