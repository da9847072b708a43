import { commands, workspace } from 'vscode';

const key = 'kratosExplorer.connections';

/**
 * Shows the person's own settings.json at the list of connections, which is written there when it is missing. A list that
 * is there is only shown: VS Code's way to edit it would begin a new entry, and leave the file unsaved.
 */
export async function openConnectionSettings(): Promise<void> {
  const isMissing = workspace.getConfiguration().inspect(key)?.globalValue === undefined;
  await commands.executeCommand('workbench.action.openSettingsJson', { revealSetting: { key, edit: isMissing } });
}
