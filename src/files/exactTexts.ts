import { l10n } from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { IdentityRef, SessionRef } from '../connections/refs.ts';
import type { Directory } from '../core/directory/directory.ts';
import { exactText } from '../core/kratos/json/exactJson.ts';
import { withStatusProgress } from '../platform/statusProgress.ts';

/** Returns the server's exact text of each session, cached or read. Rejects with KratosError. */
export function sessionTexts(connections: Connections, refs: readonly SessionRef[]): Thenable<string[]> {
  const texts = refs.map(async (ref) => exactText((await directoryOf(connections, ref).session(ref.sessionId)).json));
  return withStatusProgress(l10n.t('Reading sessions'), Promise.all(texts));
}

/** Returns the server's exact text of each identity, cached or read. Rejects with KratosError. */
export function identityTexts(connections: Connections, refs: readonly IdentityRef[]): Thenable<string[]> {
  const texts = refs.map(async (ref) => exactText((await directoryOf(connections, ref).identity(ref.identityId)).json));
  return withStatusProgress(l10n.t('Reading identities'), Promise.all(texts));
}

function directoryOf(connections: Connections, { connectionId }: IdentityRef): Directory {
  const directory = connections.directory(connectionId);
  if (directory === undefined) {
    throw new Error(l10n.t('The connection “{0}” no longer exists. Add it again in the settings.', connectionId));
  }
  return directory;
}
