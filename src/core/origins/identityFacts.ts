import { momentOf } from '../kratos/moments.ts';
import { minute } from './durations.ts';

export type Change = 'password' | 'totp' | 'address';

/** What an identity says of changes that may follow a sign-in. */
export interface IdentityFacts {
  readonly changes: readonly { readonly what: Change; readonly time: number }[];
  /** The types of its second factors: "totp". */
  readonly secondFactors: readonly string[];
}

/** Writes within this time of the identity's creation belong to its registration. */
const registration = minute;

/**
 * Reads the JSON of an identity. Before v25.4 each update of an identity wrote all credentials anew, so their times
 * are left out there, and where the version is unknown. An address keeps its time in all versions.
 */
export function identityFacts(identity: unknown, version: string | undefined): IdentityFacts {
  const credentials = member(identity, 'credentials');
  const created = timeOf(identity, 'created_at');
  const changes = [
    ...(keepsCredentialTimes(version) ? (['password', 'totp'] as const) : []).map((what) => ({
      what,
      time: timeOf(member(credentials, what), 'updated_at'),
    })),
    ...['verifiable_addresses', 'recovery_addresses'].flatMap((name) => {
      const addresses = member(identity, name);
      return Array.isArray(addresses)
        ? addresses.map((address) => ({ what: 'address' as const, time: timeOf(address, 'created_at') }))
        : [];
    }),
  ];
  return {
    changes: changes.filter(
      (change): change is { what: Change; time: number } =>
        change.time !== undefined && !(created !== undefined && Math.abs(change.time - created) <= registration),
    ),
    secondFactors: ['totp', 'webauthn', 'lookup_secret'].filter((type) => member(credentials, type) !== undefined),
  };
}

function keepsCredentialTimes(version: string | undefined): boolean {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version ?? '') ?? [];
  return Number(major) * 1000 + Number(minor) >= 25_004;
}

function timeOf(value: unknown, name: string): number | undefined {
  const text = member(value, name);
  return typeof text === 'string' ? momentOf(text)?.getTime() : undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? ((value as Record<string, unknown>)[name] ?? undefined)
    : undefined;
}
