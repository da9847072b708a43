import { commands, Disposable } from 'vscode';
import { demoId } from '../connections/connectionId.ts';
import type { Connections } from '../connections/connections.ts';
import { followDirectories } from '../connections/followDirectories.ts';

/**
 * Keeps the context keys that complete steps of the walkthrough: whether the demo is open, and whether a server of the
 * user's has responded in this window.
 */
export function followStart(connections: Connections): Disposable {
  const lookForResponse = () => {
    if (hasResponded(connections)) {
      void commands.executeCommand('setContext', 'kratosExplorer.hasResponded', true);
      followed.dispose();
    }
  };
  const followed = followDirectories(connections, lookForResponse);
  const setHasDemo = () =>
    void commands.executeCommand('setContext', 'kratosExplorer.hasDemo', connections.get(demoId) !== undefined);
  lookForResponse();
  setHasDemo();
  return Disposable.from(followed, connections.onDidChangeList(setHasDemo));
}

/** Returns whether a server of the user's has responded. */
export function hasResponded(connections: Connections): boolean {
  return connections.list.some(
    (entry) => entry.kind === 'configured' && connections.directory(entry.id)?.identities.state.phase.kind === 'ready',
  );
}
