/** One request below a connection's base address. Paths are absolute ("/admin/sessions") and already percent-encoded. */
export interface HttpRequest {
  readonly method: 'GET';
  readonly path: string;
  /** The path with its ids left out, e.g. "/admin/identities/{id}/sessions": the only form that is logged. */
  readonly template: string;
  readonly query?: readonly (readonly [name: string, value: string])[];
  readonly signal?: AbortSignal | undefined;
}

/** A whole answer, whatever its status. Header names are lower-case; repeated headers are joined by ", ". */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The body's bytes, complete: a body that ends early is a TransportError. */
  readonly body: Buffer;
}

/** Sends requests to one server. Fails only with TransportError. */
export interface Transport {
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** Closes every connection; requests under way fail as cancelled. */
  close(): Promise<void>;
}

/** Why no answer arrived. `detail` is the system's own text, for the log. */
export type TransportFailure =
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'refused'; readonly origin: string; readonly detail: string }
  | { readonly kind: 'hostNotFound'; readonly origin: string; readonly detail: string }
  | { readonly kind: 'timeout'; readonly origin: string; readonly seconds: number }
  | { readonly kind: 'tls'; readonly origin: string; readonly detail: string }
  | { readonly kind: 'connectionLost'; readonly origin: string; readonly detail: string }
  | { readonly kind: 'truncatedBody'; readonly origin: string; readonly detail: string }
  | { readonly kind: 'redirectedAway'; readonly origin: string; readonly target: string }
  | { readonly kind: 'network'; readonly origin: string; readonly detail: string };

export class TransportError extends Error {
  /** undici's bundle carries a copy of this class (esbuild.js): an error of either is one. */
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
