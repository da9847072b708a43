import type { IdentityDetails } from '../kratos/identityDetails.ts';
import { minute } from './durations.ts';

export type Change = 'password' | 'totp' | 'address';

/** Changes of an identity that may follow a sign-in, and its second factors. */
export interface IdentityFacts {
  readonly changes: readonly { readonly what: Change; readonly time: number }[];
  /** The types of its second factors: "totp". */
  readonly secondFactors: readonly string[];
}

/** Writes within this time of the identity's creation belong to its registration. */
const registration = minute;

/** Selects the changes that may follow a sign-in. Leaves out those of the registration. */
export function identityFacts({ createdAt, credentials, addresses, secondFactors }: IdentityDetails): IdentityFacts {
  const timeOf = (searched: string) => credentials.find(({ type }) => type === searched)?.changedAt;
  const changes = [
    ...(['password', 'totp'] as const).map((what) => ({ what, time: timeOf(what) })),
    ...addresses.map((address) => ({ what: 'address' as const, time: address.createdAt })),
  ];
  return {
    changes: changes.filter(
      (change): change is { what: Change; time: number } =>
        change.time !== undefined && !(createdAt !== undefined && Math.abs(change.time - createdAt) <= registration),
    ),
    secondFactors,
  };
}
