import { Disposable, type TreeView } from 'vscode';
import type { Connections } from '../connections/connections.ts';
import { setContextKey } from '../platform/contextKeys.ts';
import { failureText } from '../presentation/failureText.ts';
import { identityFilterWords } from './listWords.ts';
import type { TreeNode } from './nodes.ts';
import type { TreeProvider } from './provider.ts';
import type { Welcome } from './welcome.ts';

/**
 * Keeps the welcome that stands in the place of the rows, and the title's actions, as things are. A view with a message
 * shows no welcome, so the exact reason stands beside the view's title.
 */
export function followWelcome(view: TreeView<TreeNode>, provider: TreeProvider, connections: Connections): Disposable {
  const apply = () => {
    const { welcome } = provider;
    void setContextKey('kratosExplorer.hasConnection', connections.list.length > 0);
    void setContextKey('kratosExplorer.welcome', welcome?.kind);
    void setContextKey('kratosExplorer.failure', welcome?.kind === 'unreachable' ? welcome.failure : undefined);
    const description = welcome && descriptionOf(welcome, connections);
    if (view.description !== description) {
      // exactOptionalPropertyTypes: "" is the way to take it away.
      view.description = description ?? '';
    }
  };
  apply();
  return Disposable.from(provider.onDidChangeWelcome(apply), connections.onDidChangeList(apply));
}

function descriptionOf(welcome: Welcome, connections: Connections): string | undefined {
  switch (welcome.kind) {
    case 'unreachable':
      return failureText(welcome.reason);
    case 'noMatch': {
      const [connection] = connections.list;
      const directory =
        connection === undefined || connection.kind === 'invalid' ? undefined : connections.directory(connection.id);
      return identityFilterWords(directory?.identityFilter);
    }
    case 'noConnection':
    case 'noIdentities':
      return undefined;
  }
}
