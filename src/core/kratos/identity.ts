import type { ExactJson } from './json/exactJson.ts';

/** An address that the identity's schema marks as verifiable or as a recovery address. */
export interface IdentityAddress {
  readonly value: string;
  readonly verified?: boolean;
}

/** An identity, as far as rows, look-ups and the panel show it. */
export interface Identity {
  readonly kind: 'identity';
  readonly id: string;
  readonly externalId: string | undefined;
  readonly schemaId: string;
  /** "active" or "inactive", but Kratos may add others. */
  readonly state: string;
  readonly stateChangedAt: string | undefined;
  /** Arbitrary JSON by the project's schema. Numbers beyond 2^53 are rounded here and exact in `json`. */
  readonly traits: unknown;
  readonly organizationId: string | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
  readonly verifiableAddresses: readonly IdentityAddress[];
  readonly recoveryAddresses: readonly IdentityAddress[];
  /** Identifiers of the credentials; empty if the response does not include them. */
  readonly identifiers: readonly string[];
  /** When the response with it was read. */
  readonly readAt: Date;
  /** All of it, as the server sent it. */
  readonly json: ExactJson;
}
