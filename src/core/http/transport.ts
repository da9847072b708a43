import type { SecretName } from './connectionOptions.ts';
import type { Bucket } from './rateLimit/buckets.ts';

/** Interactive requests, which a user waits for, go before prefetches. */
export type Priority = 'interactive' | 'prefetch';

/** One request below a connection's base address. */
export type HttpRequest = ReadRequest | WriteRequest;

export interface ReadRequest extends RequestTarget {
  readonly method: 'GET';
}

/** A request that changes something. It is sent once: never retried and never redirected. */
export interface WriteRequest extends RequestTarget {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  /** The body, before it is written as JSON. */
  readonly json?: unknown;
  readonly permit: WritePermit;
}

declare const writePermit: unique symbol;

/**
 * Permits requests that change something. Only an unlock makes one (connections/unlock), and it is valid by its
 * identity: a copy is not valid.
 */
export interface WritePermit {
  readonly [writePermit]: true;
  /** Aborts when its unlock ends. */
  readonly ended: AbortSignal;
}

/** Decides which requests to one server may change something. */
export interface WriteAccess {
  /** Returns whether the permit is valid now, for this server and in this window. */
  isValid(permit: WritePermit): boolean;
  /** Restarts the time of the permit's unlock. */
  renew(permit: WritePermit): void;
}

interface RequestTarget {
  /** Absolute ("/admin/sessions") and percent-encoded. */
  readonly path: string;
  /** The path without ids, e.g. "/admin/identities/{id}/sessions": the only form that is logged. */
  readonly template: string;
  /** The rate-limit counter of the server; none for requests that it does not count. */
  readonly bucket?: Bucket | undefined;
  readonly query?: readonly (readonly [name: string, value: string])[];
  readonly signal?: AbortSignal | undefined;
  /** The time that the attempts of one request, and the waits between them, have used of its deadline. */
  readonly spent?: { milliseconds: number };
  /** Is called with a redirect before its target is requested, which counts as a request of its own. */
  readonly nextTurn?: ((redirect: HttpResponse) => Promise<void>) | undefined;
  /** "interactive" by default. */
  readonly priority?: Priority | undefined;
}

/** A response with its whole body. Header names are lower-case; repeated headers are joined by ", ". */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Of the last attempt alone, without waits. */
  readonly timing?: Timing | undefined;
  /** Returns the start of a text of this response, or a placeholder if it may repeat a secret that was sent. */
  readonly redact?: ((text: string) => string) | undefined;
}

export interface Timing {
  /** When the request was sent, in milliseconds since 1970. */
  readonly sentAt: number;
  /** Until the last byte of the response. */
  readonly milliseconds: number;
}

/** Sends requests to one server. Rejects only with TransportError. */
export interface Transport {
  send(request: HttpRequest): Promise<HttpResponse>;
  /** Closes every connection; pending requests fail as cancelled. */
  close(): Promise<void>;
}

/**
 * Why no response arrived. `origin` is the server's ("unix:" and a path for a socket), `proxy` the proxy's address
 * without its login. `detail` is the system's own text without secrets.
 */
export type TransportFailure =
  /** `isQueued`: it waited for the rate limit, so nothing was sent. */
  | { readonly kind: 'cancelled'; readonly isQueued?: true }
  | { readonly kind: 'refused'; readonly origin: string; readonly detail: string }
  | { readonly kind: 'hostNotFound'; readonly origin: string; readonly detail: string }
  /** This machine has no network, no name server or no route. */
  | { readonly kind: 'offline'; readonly origin: string; readonly detail: string }
  | { readonly kind: 'timeout'; readonly origin: string; readonly seconds: number }
  | { readonly kind: 'tls'; readonly origin: string; readonly problem: TlsProblem; readonly detail: string }
  | { readonly kind: 'connectionLost'; readonly origin: string; readonly detail: string }
  | { readonly kind: 'truncatedBody'; readonly origin: string; readonly detail: string }
  /** Larger than `megabytes`, so it was not read to its end. */
  | { readonly kind: 'tooLarge'; readonly origin: string; readonly megabytes: number }
  | { readonly kind: 'redirectedAway'; readonly origin: string; readonly target: string }
  | { readonly kind: 'network'; readonly origin: string; readonly detail: string }
  /** Nothing was sent: the secret was not entered for `origin`. */
  | { readonly kind: 'secretMissing'; readonly origin: string; readonly secret: SecretName }
  /** Nothing was sent: no header can carry the secret, e.g. because of a line break. */
  | { readonly kind: 'secretUnusable'; readonly origin: string; readonly secret: SecretName }
  /** Nothing was sent: the connection is not encrypted, and the user has not consented to that. */
  | { readonly kind: 'notEncrypted'; readonly origin: string }
  /** Nothing was sent: the request changes something, and its permit is not valid, or no longer. */
  | { readonly kind: 'locked' }
  | { readonly kind: 'fileUnreadable'; readonly path: string; readonly detail: string }
  | { readonly kind: 'fileUnusable'; readonly path: string; readonly problem: FileProblem; readonly detail: string }
  | { readonly kind: 'proxyUnreachable'; readonly proxy: string; readonly detail: string }
  /** The proxy requires a login, or rejected it (407). */
  | { readonly kind: 'proxyLogin'; readonly proxy: string }
  /** VS Code's proxy requires a login, or rejected it (407). VS Code does not say which proxy. */
  | { readonly kind: 'vscodeProxyLogin'; readonly origin: string }
  | { readonly kind: 'proxyRefused'; readonly proxy: string; readonly origin: string; readonly status: number }
  | { readonly kind: 'proxyUnusable'; readonly proxy: string };

export type TlsProblem =
  | { readonly kind: 'unknownAuthority' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'notYetValid' }
  /** `names` are those of the certificate. */
  | { readonly kind: 'wrongName'; readonly host: string; readonly names: readonly string[] }
  /** The server requires a client certificate and got none. */
  | { readonly kind: 'clientCertificateWanted' }
  | { readonly kind: 'clientCertificateRefused' }
  | { readonly kind: 'notTls' }
  | { readonly kind: 'other' };

export type FileProblem =
  | 'wrongPassphrase'
  /** Encrypted in a way that OpenSSL 3 no longer supports. */
  | 'legacyEncryption'
  | 'keyOfAnother'
  /** Its key is too short, or its signature too weak. */
  | 'tooWeak'
  /** Not a file of the expected kind. */
  | 'notUnderstood';

export class TransportError extends Error {
  /** undici's bundle carries a copy of this class (build.js): an error of either is one. */
  static override [Symbol.hasInstance](value: unknown): value is TransportError {
    return value instanceof Error && value.name === 'TransportError';
  }
  override readonly name = 'TransportError';
  readonly failure: TransportFailure;
  constructor(failure: TransportFailure, options?: ErrorOptions) {
    super(failure.kind, options);
    this.failure = failure;
  }
}
