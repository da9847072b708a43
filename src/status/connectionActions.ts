import { commands, l10n, type QuickPickItem, ThemeIcon, window } from 'vscode';
import { type CommandId, commandIds } from '../commands/ids.ts';
import type { Connection } from '../connections/connection.ts';
import { mayBeUnlocked, nameWithFacts } from '../connections/connectionFacts.ts';
import { type Connections, validConnections } from '../connections/connections.ts';
import { pickConnection } from '../connections/pickConnection.ts';

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
  const { checkConnection, editConnection, lockConnection, showLog, unlockConnection } = commandIds;
  const edit = l10n.t('address, authentication and other properties');
  const unlock = mayBeUnlocked(connection)
    ? l10n.t('for changes, for a few minutes')
    : l10n.t('read-only: edit the connection first');
  return [
    item(checkConnection, 'pulse', l10n.t('Check Connection'), l10n.t('step by step, in a report')),
    item(showLog, 'output', l10n.t('Show Log'), l10n.t('the requests of all connections')),
    ...(connection.kind === 'configured' ? [item(editConnection, 'edit', l10n.t('Edit Connection…'), edit)] : []),
    isUnlocked
      ? item(lockConnection, 'lock', l10n.t('Lock Now'), l10n.t('no changes from now on'))
      : item(unlockConnection, 'unlock', l10n.t('Unlock Connection…'), unlock),
  ];
}

function item(command: CommandId, icon: string, label: string, description: string): ActionItem {
  return { command, label, description, iconPath: new ThemeIcon(icon) };
}
