import { commands, Disposable, l10n, StatusBarAlignment, type StatusBarItem, ThemeColor, window } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Connection } from '../connections/connection.ts';
import { connectionFacts } from '../connections/connectionFacts.ts';
import type { Connections, UnlockState } from '../connections/connections.ts';
import { onDidChangeTimeLeft, timeLeft } from '../connections/unlock/timeLeft.ts';
import { tabFile } from '../files/tabFiles.ts';
import { scheme } from '../files/uris.ts';
import { factLine, statusBarText, visibleText } from '../text/visibleText.ts';

const nameLimit = 40;

/**
 * Shows how long each unlocked connection remains unlocked, in minutes, and in the last minute in seconds. A click
 * locks it. Also keeps the context keys that offer Lock Now in the palette, and changes in the menus of open files.
 */
export function showUnlocks(connections: Pick<Connections, 'get' | 'unlockOf' | 'onDidChangeUnlock'>): Disposable {
  const shown = new Map<string, StatusBarItem>();
  let files: readonly string[] = [];

  /** In the menu of an editor, `resource` is its file, also while another editor is active. */
  const updateFiles = () => {
    const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
    const next = tabs.flatMap((tab) => {
      const uri = tabFile(tab);
      return uri?.scheme === scheme && connections.unlockOf(uri.authority) !== undefined ? [uri.toString()] : [];
    });
    if (next.join() !== files.join()) {
      files = next;
      void commands.executeCommand('setContext', 'kratosExplorer.unlockedFiles', files);
    }
  };

  const draw = (id: string) => {
    const connection = connections.get(id);
    const unlock = connections.unlockOf(id);
    const known = shown.get(id);
    if (connection === undefined || unlock === undefined) {
      known?.dispose();
      shown.delete(id);
    } else {
      const item = known ?? window.createStatusBarItem(`kratosExplorer.unlock.${id}`, StatusBarAlignment.Left);
      shown.set(id, item);
      apply(item, connection, unlock);
    }
    void commands.executeCommand('setContext', 'kratosExplorer.isUnlocked', shown.size > 0);
    updateFiles();
  };
  const listeners = Disposable.from(
    onDidChangeTimeLeft(connections, draw),
    window.tabGroups.onDidChangeTabs(updateFiles),
  );
  return new Disposable(() => {
    listeners.dispose();
    for (const item of shown.values()) {
      item.dispose();
    }
  });
}

function apply(item: StatusBarItem, connection: Connection, unlock: UnlockState): void {
  const name = statusBarText(connection.name, nameLimit);
  const left = timeLeft(unlock.milliseconds);
  const lockNow = l10n.t('Lock Now');
  item.name = l10n.t('Unlocked Kratos Connection');
  item.text = `$(unlock) ${l10n.t('{0}: {1}', name, left)}`;
  item.tooltip = [
    factLine([l10n.t('Kratos: {0}', visibleText(connection.name)), ...connectionFacts(connection, unlock)]),
    unlock.reason === undefined ? undefined : l10n.t('Reason: {0}', visibleText(unlock.reason)),
    l10n.t('Changes are possible. Click to lock it now.'),
  ]
    .filter((line) => line !== undefined)
    .join('\n');
  item.accessibilityInformation = {
    label: l10n.t('Kratos connection {0} is unlocked, {1} left. Lock it now.', name, left),
    role: 'button',
  };
  item.backgroundColor = new ThemeColor('statusBarItem.warningBackground');
  item.command = { command: commandIds.lockConnection, title: lockNow, arguments: [{ connectionId: connection.id }] };
  item.show();
}
