import type { Json } from './goJson.ts';
import type { Micros } from './time.ts';

export interface DemoCredential {
  readonly type: string;
  identifiers: readonly string[];
  config: Json;
  readonly createdAt: Micros;
  /** The last write of this credential. v1.3.1 returns the last write of the identity instead. */
  updatedAt: Micros;
}

export interface DemoAddress {
  readonly id: string;
  readonly value: string;
  readonly via: 'email' | 'sms';
  /** Undefined for a recovery address. */
  readonly verified?: boolean;
  readonly createdAt: Micros;
  /** Undefined while the address is not verified. */
  readonly verifiedAt?: Micros;
}

/** An e-mail or text message of the courier. */
export interface DemoMessage {
  readonly id: string;
  status: 'queued' | 'sent' | 'processing' | 'abandoned';
  readonly type: 'email' | 'sms';
  readonly recipient: string;
  /** Later servers than v1.3.1 redact it. */
  readonly subject: string;
  readonly templateType: string;
  sendCount: number;
  readonly createdAt: Micros;
  /** The attempts to send it, newest first. */
  readonly dispatches: readonly DemoDispatch[];
}

export interface DemoDispatch {
  readonly id: string;
  readonly status: 'success' | 'failed';
  readonly createdAt: Micros;
}

export interface DemoIdentity {
  readonly id: string;
  readonly externalId: string | undefined;
  readonly schemaId: string;
  state: 'active' | 'inactive';
  stateChangedAt: Micros;
  traits: Json;
  credentials: readonly DemoCredential[];
  readonly verifiableAddresses: readonly DemoAddress[];
  readonly recoveryAddresses: readonly DemoAddress[];
  readonly metadataPublic: Json;
  readonly metadataAdmin: Json;
  readonly createdAt: Micros;
  /** The last write of the identity or a credential. */
  updatedAt: Micros;
  readonly organizationId: string | null;
}

export interface DemoMethod {
  readonly method: string;
  /** "" in sessions from before v0.9. */
  readonly aal: string;
  /** "year 1" where Kratos stored none. */
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
  /** The flag of the row. "active" in the API also depends on the expiry and the identity. */
  active: boolean;
  readonly createdAt: Micros;
  readonly issuedAt: Micros;
  readonly authenticatedAt: Micros;
  expiresAt: Micros;
  readonly aal: string;
  readonly methods: readonly DemoMethod[] | null;
  readonly devices: readonly DemoDevice[] | null;
}
