import type { ExactJson } from './json/exactJson.ts';

/** One completed authentication method of a session, as the server sent it. */
export interface AuthenticationMethod {
  readonly method: string;
  /** "" for sessions from before v0.9. */
  readonly aal: string;
  /** RFC 3339; undefined if the server sends year 1. */
  readonly completedAt: string | undefined;
  readonly provider: string | undefined;
  readonly organization: string | undefined;
}

/** Recorded once, when the session was created. A client can send any text in it. */
export interface Device {
  /** May be empty, an IPv6 address, or carry a port. */
  readonly ipAddress: string | undefined;
  readonly userAgent: string | undefined;
  readonly location: string | undefined;
}

export interface Session {
  readonly kind: 'session';
  readonly id: string;
  readonly active: boolean;
  readonly expiresAt: string | undefined;
  readonly authenticatedAt: string | undefined;
  readonly issuedAt: string | undefined;
  readonly aal: string | undefined;
  /** null on the wire becomes []. */
  readonly methods: readonly AuthenticationMethod[];
  readonly devices: readonly Device[];
  /** Of the embedded identity; undefined if the response does not include it. */
  readonly identityId: string | undefined;
  readonly identityState: string | undefined;
  /** When the response with it was read. */
  readonly readAt: Date;
  readonly json: ExactJson;
}

/** An item of another shape than its list's. It counts as one item and is shown as one marked row. */
export interface Malformed {
  readonly kind: 'malformed';
  /** The item's own id, or one made from its text. */
  readonly id: string;
  readonly problem: string;
  readonly readAt: Date;
  readonly json: ExactJson;
}
