import type { ExactJson } from './json/exactJson.ts';

/** An address that the identity's schema marks as verifiable or as a recovery address. */
export interface IdentityAddress {
  readonly value: string;
  readonly via: string;
  readonly verified?: boolean;
}

/** What rows, look-ups and the panel need of an identity; the whole of it, exactly as the server sent it, is in `json`. */
export interface Identity {
  readonly kind: 'identity';
  readonly id: string;
  readonly externalId: string | undefined;
  readonly schemaId: string;
  /** "active" or "inactive"; an open string on the wire. */
  readonly state: string;
  readonly stateChangedAt: string | undefined;
  /** Arbitrary JSON by the project's schema. Numbers beyond 2^53 are rounded here and exact in `json`. */
  readonly traits: unknown;
  readonly organizationId: string | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
  readonly verifiableAddresses: readonly IdentityAddress[];
  readonly recoveryAddresses: readonly IdentityAddress[];
  /** Credentials identifiers by credentials type; only where the endpoint answers with credentials. */
  readonly identifiers: readonly string[];
  readonly json: ExactJson;
}
