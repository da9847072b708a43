import { l10n } from 'vscode';
import { labelTraitsOf } from '../connections/connectionFacts.ts';
import type { Connections } from '../connections/connections.ts';
import type { IdentityRef, SessionRef } from '../connections/refs.ts';
import type { Directory } from '../core/directory/directory.ts';
import { exactText } from '../core/kratos/json/exactJson.ts';
import { readLabelTraits } from '../platform/labelTraits.ts';
import { withStatusProgress } from '../platform/statusMessages.ts';
import { deviceName } from '../text/deviceName.ts';
import { identityName, shortId } from '../text/identityName.ts';

/** Returns the device of a session; "" for a session that was not read. */
export function nameOfSession(connections: Connections, { connectionId, sessionId }: SessionRef): string {
  const session = connections.directory(connectionId)?.knownSession(sessionId);
  return session === undefined ? '' : deviceName(session.devices[0]?.userAgent);
}

/** Returns the name of an identity; "" for an identity that was not read or has none. */
export function nameOfIdentity(connections: Connections, { connectionId, identityId }: IdentityRef): string {
  const identity = connections.directory(connectionId)?.knownIdentity(identityId);
  const traits = labelTraitsOf(connections.get(connectionId), readLabelTraits());
  const name = identity === undefined ? '' : identityName(identity, traits);
  return name === shortId(identityId) ? '' : name;
}

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
