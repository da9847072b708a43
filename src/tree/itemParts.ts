import { type Command, type ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { OriginReasons } from './originReasons.ts';

/** What a row is made from, besides its node. */
export interface Surroundings {
  readonly connections: Pick<Connections, 'list' | 'get' | 'directory' | 'unlockOf'>;
  /** The setting kratosExplorer.labelTraits. */
  readonly labelTraits: readonly string[];
  readonly now: Date;
  /** Undefined until the first row that may show them. */
  readonly reasons: Pick<OriginReasons, 'of'> | undefined;
}

/** Returns a row without others below it. */
export function row(label: string, contextValue: string, icon?: ThemeIcon, command?: Command): TreeItem {
  const item = new TreeItem(label, TreeItemCollapsibleState.None);
  item.contextValue = contextValue;
  if (icon !== undefined) {
    item.iconPath = icon;
  }
  if (command !== undefined) {
    item.command = command;
  }
  return item;
}

/** Returns the context value of a row, as "identity+active+found", for the menus in package.json. */
export function contextTags(...tags: readonly (string | false | undefined)[]): string {
  return tags.filter(Boolean).join('+');
}
