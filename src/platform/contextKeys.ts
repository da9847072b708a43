import { commands } from 'vscode';

/** What the when clauses of package.json ask for. */
export interface ContextKeys {
  /** Which of the view's welcomes is shown while the tree is empty. */
  'kratosExplorer.welcome': 'noConnection' | 'noIdentities' | 'noMatch' | undefined;
  'kratosExplorer.hasConnection': boolean;
}

export async function setContextKey<Key extends keyof ContextKeys>(key: Key, value: ContextKeys[Key]): Promise<void> {
  await commands.executeCommand('setContext', key, value);
}
