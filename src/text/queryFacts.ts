import type { Identity } from '../core/kratos/identity.ts';
import { createdAt } from '../core/kratos/moments.ts';
import type { Session } from '../core/kratos/session.ts';
import { sessionStatus } from '../core/kratos/sessionStatus.ts';
import { countryCode } from '../core/origins/sessionFacts.ts';
import type { QueryFacts } from '../core/query/parseQuery.ts';
import { stateValues } from '../core/query/terms.ts';
import { deviceName } from './deviceName.ts';

interface SessionOwner {
  readonly identityId: string;
  readonly identity: Identity | undefined;
  /** The identity's name, as in rows. */
  readonly name: string | undefined;
  /** As it was read last (see Directory.identityState). */
  readonly identityState: string | undefined;
}

/** Returns the values by which a query finds a session. The country comes from the place that the server recorded. */
export function queryFacts(session: Session, owner: SessionOwner, now: Date): QueryFacts {
  const { identity } = owner;
  const addresses = [...(identity?.verifiableAddresses ?? []), ...(identity?.recoveryAddresses ?? [])];
  return {
    ip: present(session.devices.map(({ ipAddress }) => ipAddress)),
    userAgent: present(session.devices.map(({ userAgent }) => userAgent)),
    device: session.devices.map(({ userAgent }) => deviceName(userAgent)),
    country: present(session.devices.map(({ location }) => countryCode.exec(location ?? '')?.[1])),
    place: present(session.devices.map(({ location }) => location)),
    methods: present(session.methods.map(({ method }) => method)),
    providers: present(session.methods.map(({ provider }) => provider)),
    aal: present([session.aal]),
    state: stateValues[sessionStatus(session, now, owner.identityState).kind],
    issuedAt: createdAt(session)?.getTime(),
    text: present([
      session.id,
      owner.identityId,
      owner.name,
      identity?.externalId,
      ...(identity?.identifiers ?? []),
      ...addresses.map(({ value }) => value),
    ]),
  };
}

function present(texts: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(texts.filter((text): text is string => text !== undefined && text !== ''))];
}
