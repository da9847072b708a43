import { parseConnections } from '../settings/parseConnections.ts';
import type { ConnectionSecrets } from './connectionSecrets.ts';

/**
 * Takes out of the secret storage what is kept of connections that the setting does not have, whenever they left it.
 * `setting` is the setting's value at the moment it is called. Nothing goes while it is missing or has wrong entries: it may
 * be in the middle of being written, or not be read yet, and the connection come back.
 */
export async function forgetRemoved(
  setting: () => unknown,
  secrets: Pick<ConnectionSecrets, 'connectionIds' | 'forget'>,
): Promise<void> {
  for (const id of await secrets.connectionIds()) {
    if (isGone(id, setting())) {
      await secrets.forget(id);
    }
  }
}

function isGone(id: string, setting: unknown): boolean {
  return (
    Array.isArray(setting) && parseConnections(setting).every((entry) => entry.kind === 'configured' && entry.id !== id)
  );
}
