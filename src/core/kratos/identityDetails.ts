import { momentOf } from './moments.ts';

export interface Credential {
  /** "password", "oidc": the name of its type. */
  readonly type: string;
  /** None for types such as totp, or where the response leaves them out. */
  readonly identifiers: readonly string[];
  /** When it was last changed, in milliseconds of the epoch; undefined where the server's time does not say that. */
  readonly changedAt: number | undefined;
}

export interface AddressDetails {
  readonly use: 'verifiable' | 'recovery';
  readonly value: string;
  /** Undefined for recovery addresses, which are not verified themselves. */
  readonly isVerified: boolean | undefined;
  /** When it was added, in milliseconds of the epoch. */
  readonly createdAt: number | undefined;
}

/** What the JSON of an identity contains about credentials and addresses. */
export interface IdentityDetails {
  /** In milliseconds of the epoch. */
  readonly createdAt: number | undefined;
  /** Since when it has its state, in milliseconds of the epoch. */
  readonly stateSince: number | undefined;
  readonly credentials: readonly Credential[];
  /** The types of its second factors: "totp". */
  readonly secondFactors: readonly string[];
  readonly addresses: readonly AddressDetails[];
}

/** Their times change when the credential does, and at no sign-in. */
const timedTypes: readonly string[] = ['password', 'totp'];
const secondFactorTypes: readonly string[] = ['totp', 'webauthn', 'lookup_secret'];

const firstFactorTypes: readonly string[] = ['password', 'oidc', 'saml'];

/** A credential as a request that removes it names it. */
interface RemovableCredential {
  readonly type: string;
  /** Of one of several sign-ins with other providers; other types have one credential each. */
  readonly identifier: string | undefined;
}

/** Returns the credentials that a server may remove, second factors first. It never removes passkeys and codes. */
export function removableCredentials(credentials: readonly Credential[]): readonly RemovableCredential[] {
  const order = [...secondFactorTypes, ...firstFactorTypes];
  return credentials
    .filter(({ type }) => order.includes(type))
    .toSorted((one, other) => order.indexOf(one.type) - order.indexOf(other.type))
    .flatMap(({ type, identifiers }): readonly RemovableCredential[] =>
      type === 'oidc' || type === 'saml'
        ? identifiers.map((identifier) => ({ type, identifier }))
        : [{ type, identifier: undefined }],
    );
}

/**
 * Reads the JSON of an identity, which may be any value. Before v25.4 each update of an identity rewrote all
 * credentials, so their times are left out there, and where the version is unknown. An address keeps its time in all
 * versions.
 */
export function identityDetails(identity: unknown, version: string | undefined): IdentityDetails {
  const members = membersOf(identity);
  const credentials = Object.entries(membersOf(members.credentials)).map(([type, value]) =>
    credential(type, value, version),
  );
  return {
    createdAt: timeOf(members.created_at),
    stateSince: timeOf(members.state_changed_at),
    credentials,
    secondFactors: secondFactorTypes.filter((type) => credentials.some((one) => one.type === type)),
    addresses: [
      ...itemsOf(members.verifiable_addresses).map((value) => address('verifiable', value)),
      ...itemsOf(members.recovery_addresses).map((value) => address('recovery', value)),
    ],
  };
}

function credential(type: string, value: unknown, version: string | undefined): Credential {
  const { identifiers, updated_at } = membersOf(value);
  return {
    type,
    identifiers: itemsOf(identifiers).filter((one) => typeof one === 'string'),
    changedAt: timedTypes.includes(type) && keepsCredentialTimes(version) ? timeOf(updated_at) : undefined,
  };
}

function address(use: AddressDetails['use'], item: unknown): AddressDetails {
  const { value, verified, created_at } = membersOf(item);
  return {
    use,
    value: textOf(value),
    isVerified: use === 'verifiable' && typeof verified === 'boolean' ? verified : undefined,
    createdAt: timeOf(created_at),
  };
}

function keepsCredentialTimes(version: string | undefined): boolean {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version ?? '') ?? [];
  return Number(major) * 1000 + Number(minor) >= 25_004;
}

/** Returns the members of an object; none of any other value. */
function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function timeOf(value: unknown): number | undefined {
  return momentOf(textOf(value))?.getTime();
}
