import { labelTraitsOf } from '../connections/connectionFacts.ts';
import type { Connections } from '../connections/connections.ts';
import type { IdentityRef, SessionRef } from '../connections/refs.ts';
import { readLabelTraits } from '../platform/labelTraits.ts';
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
