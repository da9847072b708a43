import type { Json } from './goJson.ts';
import type { Micros } from './time.ts';

export interface DemoCredential {
  readonly type: string;
  readonly identifiers: readonly string[];
  readonly config: Json;
}

export interface DemoAddress {
  readonly id: string;
  readonly value: string;
  readonly via: 'email' | 'sms';
  /** Undefined for a recovery address. */
  readonly verified?: boolean;
}

export interface DemoIdentity {
  readonly id: string;
  readonly externalId: string | undefined;
  readonly schemaId: string;
  state: 'active' | 'inactive';
  stateChangedAt: Micros;
  readonly traits: Json;
  readonly credentials: readonly DemoCredential[];
  readonly verifiableAddresses: readonly DemoAddress[];
  readonly recoveryAddresses: readonly DemoAddress[];
  readonly metadataPublic: Json;
  readonly metadataAdmin: Json;
  readonly createdAt: Micros;
  updatedAt: Micros;
  readonly organizationId: string | null;
}

export interface DemoMethod {
  readonly method: string;
  /** "" in sessions from before v0.9. */
  readonly aal: string;
  /** "year 1" where Kratos kept none. */
  readonly completedAt: Micros | 'year 1';
  readonly provider?: string;
  readonly organization?: string;
}

export interface DemoDevice {
  readonly id: string;
  readonly ipAddress: string;
  readonly userAgent: string;
  readonly location: string;
}

export interface DemoSession {
  readonly id: string;
  readonly identityId: string;
  /** The row's own flag; what the API calls "active" also looks at expiry and at the identity. */
  active: boolean;
  readonly createdAt: Micros;
  readonly issuedAt: Micros;
  readonly authenticatedAt: Micros;
  expiresAt: Micros;
  readonly aal: string;
  readonly methods: readonly DemoMethod[] | null;
  readonly devices: readonly DemoDevice[] | null;
}
