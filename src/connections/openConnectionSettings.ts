import { commands } from 'vscode';

/** Shows the person's own settings.json at the list of connections, which is written there when it is missing. */
export async function openConnectionSettings(): Promise<void> {
  await commands.executeCommand('workbench.action.openSettingsJson', {
    revealSetting: { key: 'kratosExplorer.connections', edit: true },
  });
}
