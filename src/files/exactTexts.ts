import { l10n } from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { IdentityRef, SessionRef } from '../connections/refs.ts';
import type { Directory } from '../core/directory/directory.ts';
import { exactText } from '../core/kratos/json/exactJson.ts';

/** Returns the server's exact text of each session, cached or read. Rejects with KratosError. */
export function sessionTexts(connections: Connections, refs: readonly SessionRef[]): Promise<string[]> {
  return Promise.all(
    refs.map(async (ref) => exactText((await directoryOf(connections, ref).session(ref.sessionId)).json)),
  );
}

/** Returns the server's exact text of each identity, cached or read. Rejects with KratosError. */
export function identityTexts(connections: Connections, refs: readonly IdentityRef[]): Promise<string[]> {
  return Promise.all(
    refs.map(async (ref) => exactText((await directoryOf(connections, ref).identity(ref.identityId)).json)),
  );
}

function directoryOf(connections: Connections, { connectionId }: IdentityRef): Directory {
  const directory = connections.directory(connectionId);
  if (directory === undefined) {
    throw new Error(l10n.t('The connection “{0}” no longer exists. Add it again in the settings.', connectionId));
  }
  return directory;
}
