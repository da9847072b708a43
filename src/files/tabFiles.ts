import { type Tab, TabInputCustom, TabInputText, TabInputTextDiff, type Uri, window } from 'vscode';

/** Returns the file of the active tab. */
export function activeTabFile(): Uri | undefined {
  return tabFile(window.tabGroups.activeTabGroup.activeTab);
}

/** Returns the file that a tab shows in any editor; of a comparison, the right side. */
export function tabFile(tab: Tab | undefined): Uri | undefined {
  const input = tab?.input;
  if (input instanceof TabInputCustom || input instanceof TabInputText) {
    return input.uri;
  }
  return input instanceof TabInputTextDiff ? input.modified : undefined;
}
