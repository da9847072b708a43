import { l10n, window } from 'vscode';
import type { Connections } from './connections.ts';

/** Removes a connection after the person has confirmed it; true when it is gone. Nothing on the server changes. */
export async function removeConnection(connections: Connections, connectionId: string): Promise<boolean> {
  const connection = connections.get(connectionId);
  if (connection === undefined) {
    return false;
  }
  const remove = l10n.t('Remove');
  const detail =
    connection.kind === 'demo'
      ? l10n.t('Its local server will stop. You can add the demo again at any time.')
      : l10n.t(
          'The entry for {0} will be removed from your settings, and its secrets from the secret storage. Nothing changes on the server.',
          connection.address,
        );
  const chosen = await window.showWarningMessage(
    l10n.t('Remove the connection “{0}”?', connection.name),
    { modal: true, detail },
    remove,
  );
  if (chosen !== remove) {
    return false;
  }
  await connections.remove(connectionId);
  return true;
}
