import type { ExactJson } from './json/exactJson.ts';

/** One completed authentication method of a session. Every member is as the server sent it; enums are open. */
export interface AuthenticationMethod {
  readonly method: string;
  /** "" for sessions from before v0.9. */
  readonly aal: string;
  /** RFC 3339; undefined where the server holds none (it then sends year 1). */
  readonly completedAt: string | undefined;
  readonly provider: string | undefined;
  readonly organization: string | undefined;
}

/** Recorded once, when the session was created. Everything in it was written by a stranger. */
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
  /** Of the embedded identity; undefined where the response did not expand it. */
  readonly identityId: string | undefined;
  readonly identityState: string | undefined;
  readonly json: ExactJson;
}

/** An item of a list that is not what the list holds. It is one marked row and counts as one item. */
export interface Malformed {
  readonly kind: 'malformed';
  /** The item's own id where it has one, else one made from its text: unique in the list and stable. */
  readonly id: string;
  readonly problem: string;
  readonly json: ExactJson;
}
