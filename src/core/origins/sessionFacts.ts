import { momentOf } from '../kratos/moments.ts';
import type { Session } from '../kratos/session.ts';
import { type DeviceFamily, deviceFamily } from './deviceFamily.ts';
import { type Network, networkOf } from './network.ts';

/** The members of a session that origins are made of. A row that could not be read has its id alone. */
export type SourceSession = Pick<Session, 'id'> &
  Partial<Pick<Session, 'issuedAt' | 'authenticatedAt' | 'aal' | 'methods' | 'devices'>>;

/** What a database of networks says about an address. */
export interface NetworkPlace {
  readonly asn?: number;
  readonly operator?: string;
  /** ISO 3166 alpha-2. */
  readonly country?: string;
  readonly city?: string;
  readonly latitude?: number;
  readonly longitude?: number;
}

/** Looks an address up in the user's own databases; undefined where they have nothing. */
export type NetworkLookup = (address: string) => NetworkPlace | undefined;

/** Where and how one session began. */
export interface SessionFacts {
  readonly id: string;
  /** Milliseconds of the epoch; undefined where the server has no readable time. */
  readonly time: number | undefined;
  readonly network: Network | undefined;
  readonly place: NetworkPlace | undefined;
  readonly device: DeviceFamily | undefined;
  /** As Kratos stores it: "Auckland, NZ". */
  readonly location: string | undefined;
  readonly country: string | undefined;
  readonly isTor: boolean;
  readonly aal: string | undefined;
  /** "password", "oidc github". */
  readonly methods: readonly string[];
}

/** Cloudflare's two codes that are not countries: unknown, and Tor. */
const unknownCountry = 'XX';
const torCountry = 'T1';

/** Finds the code at the end of a place: "Lagos, NG". */
export const countryCode = /(?:^|,)\s*([A-Z][A-Z0-9])\s*$/;

export function sessionFacts(session: SourceSession, lookup: NetworkLookup | undefined): SessionFacts {
  const device = session.devices?.find(({ ipAddress }) => networkOf(ipAddress) !== undefined) ?? session.devices?.[0];
  const network = networkOf(device?.ipAddress);
  const place = network && lookup?.(network.address);
  const code = countryCode.exec(device?.location ?? '')?.[1];
  return {
    id: session.id,
    time: (momentOf(session.issuedAt) ?? momentOf(session.authenticatedAt))?.getTime(),
    network,
    place,
    device: device?.userAgent === undefined ? undefined : deviceFamily(device.userAgent),
    location: device?.location,
    country: code === undefined || code === unknownCountry || code === torCountry ? place?.country : code,
    isTor: code === torCountry,
    aal: session.aal,
    methods: [
      ...new Set(session.methods?.map(({ method, provider }) => (provider ? `${method} ${provider}` : method))),
    ],
  };
}

/** Sorts the oldest first, and sessions without a time before all others, so that none of these counts as earlier. */
export function byTime(one: SessionFacts, other: SessionFacts): number {
  const distance = (one.time ?? Number.NEGATIVE_INFINITY) - (other.time ?? Number.NEGATIVE_INFINITY);
  return distance || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
}
