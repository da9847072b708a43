import type { SecretName } from './connectionOptions.ts';

/** What a person waits for goes before what is read ahead of them. */
export type Priority = 'person' | 'ahead';

/** One request below a connection's base address. Paths are absolute ("/admin/sessions") and already percent-encoded. */
export interface HttpRequest {
  readonly method: 'GET';
  readonly path: string;
  /** The path with its ids left out, e.g. "/admin/identities/{id}/sessions": the only form that is logged. */
  readonly template: string;
  readonly query?: readonly (readonly [name: string, value: string])[];
  readonly signal?: AbortSignal | undefined;
  /** Of a question that is asked again: the time its attempts and the waits between them have taken of the deadline. */
  readonly spent?: { milliseconds: number };
  /**
   * Called with an answer that leads elsewhere on the same server, before that is asked: what is asked next is a request of
   * its own to the server's limits, and waits its turn.
   */
  readonly nextTurn?: ((answer: HttpAnswer) => Promise<void>) | undefined;
  /** Which goes first where requests have to wait for the server's limits; "person" unless told. */
  readonly priority?: Priority | undefined;
}

/** A whole answer, whatever its status. Header names are lower-case; repeated headers are joined by ", ". */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The body's bytes, complete: a body that ends early is a TransportError. */
  readonly body: Buffer;
  /** Of the very request that this answers, without what it waited for and what was asked before it. Left out where nobody knows. */
  readonly asked?: Asked | undefined;
  /** Takes what went out in secret out of a text of the answer that is to be shown. Left out where nothing did. */
  readonly withoutSecrets?: ((text: string) => string) | undefined;
}

export interface Asked {
  /** Milliseconds of this machine's clock, since 1970. */
  readonly at: number;
  /** Until the last byte of the answer. */
  readonly milliseconds: number;
}

/** Sends requests to one server. Fails only with TransportError. */
export interface Transport {
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** Closes every connection; requests under way fail as cancelled. */
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
