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
      ? l10n.t('Its server on this machine stops. It can be added again at any time.')
      : l10n.t(
          'The entry for {0} is taken out of your settings, and its keys out of the secret storage. Nothing on the server changes.',
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
