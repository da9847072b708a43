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

/** Permits a request that changes something. Nothing makes one yet, and no transport accepts one. */
export interface WritePermit {
  readonly [writePermit]: true;
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
 * Why no answer arrived. `origin` is the server's ("unix:" and a path for a socket), `proxy` the proxy's address without
 * its log-in. `detail` is the system's own text, for the log, with nothing secret in it.
 */
export type TransportFailure =
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'refused'; readonly origin: string; readonly detail: string }
  | { readonly kind: 'hostNotFound'; readonly origin: string; readonly detail: string }
  /** This machine has no way there: no network, no name server, no route. */
  | { readonly kind: 'offline'; readonly origin: string; readonly detail: string }
  | { readonly kind: 'timeout'; readonly origin: string; readonly seconds: number }
  | { readonly kind: 'tls'; readonly origin: string; readonly problem: TlsProblem; readonly detail: string }
  | { readonly kind: 'connectionLost'; readonly origin: string; readonly detail: string }
  | { readonly kind: 'truncatedBody'; readonly origin: string; readonly detail: string }
  /** Not read to its end, for it would not fit this process: more than so many millions of bytes. */
  | { readonly kind: 'tooLarge'; readonly origin: string; readonly megabytes: number }
  | { readonly kind: 'redirectedAway'; readonly origin: string; readonly target: string }
  | { readonly kind: 'network'; readonly origin: string; readonly detail: string }
  /** Nothing was sent: the secret was never entered, or for another origin than `origin`. */
  | { readonly kind: 'secretMissing'; readonly origin: string; readonly secret: SecretName }
  /** Nothing was sent: the secret holds what no header can carry, such as a line break. */
  | { readonly kind: 'secretUnusable'; readonly origin: string; readonly secret: SecretName }
  /** Nothing was sent: the way there is not encrypted, and the person has not agreed to that. */
  | { readonly kind: 'notEncrypted'; readonly origin: string }
  | { readonly kind: 'fileUnreadable'; readonly path: string; readonly detail: string }
  | { readonly kind: 'fileUnusable'; readonly path: string; readonly problem: FileProblem; readonly detail: string }
  | { readonly kind: 'proxyUnreachable'; readonly proxy: string; readonly detail: string }
  /** The proxy asks for a log-in, or for another one (407). */
  | { readonly kind: 'proxyLogin'; readonly proxy: string }
  /** The proxy that VS Code's own network took asks for a log-in (407): which one, and with which, VS Code does not tell. */
  | { readonly kind: 'vscodeProxyLogin'; readonly origin: string }
  /** The proxy answers, and opens no way to the server. */
  | { readonly kind: 'proxyRefused'; readonly proxy: string; readonly origin: string; readonly status: number }
  /** No address, or one of a kind of proxy that is not known. */
  | { readonly kind: 'proxyUnusable'; readonly proxy: string };

export type TlsProblem =
  | { readonly kind: 'unknownAuthority' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'notYetValid' }
  /** `names` are those that the certificate is for, as it writes them. */
  | { readonly kind: 'wrongName'; readonly host: string; readonly names: readonly string[] }
  /** The server asks for a client certificate and got none. */
  | { readonly kind: 'clientCertificateWanted' }
  /** The server got the connection's client certificate and does not take it. */
  | { readonly kind: 'clientCertificateRefused' }
  /** What answers there does not speak TLS. */
  | { readonly kind: 'notTls' }
  | { readonly kind: 'other' };

export type FileProblem =
  /** Not the passphrase of this file. */
  | 'wrongPassphrase'
  /** Encrypted in a way that OpenSSL 3 no longer reads. */
  | 'legacyEncryption'
  /** The key is not the certificate's. */
  | 'keyOfAnother'
  /** Its key is too short, or its signature of a kind that is no longer taken. */
  | 'tooWeak'
  /** Not what the file was given as. */
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
