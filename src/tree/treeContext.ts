import { Disposable, type TreeView } from 'vscode';
import type { Connections } from '../connections/connections.ts';
import { setContextKey } from '../platform/contextKeys.ts';
import { failureText } from '../presentation/failureText.ts';
import type { TreeNode } from './nodes.ts';
import type { TreeProvider } from './provider.ts';

/** Keeps the welcome in the place of the rows, the sentence above them, and the title's actions as things are. */
export function followWelcome(view: TreeView<TreeNode>, provider: TreeProvider, connections: Connections): Disposable {
  const apply = () => {
    const { welcome } = provider;
    const unreachable = welcome?.kind === 'unreachable' ? failureText(welcome.reason) : undefined;
    void setContextKey('kratosExplorer.hasConnection', connections.list.length > 0);
    void setContextKey('kratosExplorer.welcome', welcome?.kind === 'unreachable' ? undefined : welcome?.kind);
    if (view.message !== unreachable) {
      // exactOptionalPropertyTypes: "" is the way to take it away.
      view.message = unreachable ?? '';
    }
  };
  apply();
  return Disposable.from(provider.onDidChangeWelcome(apply), connections.onDidChangeList(apply));
}
