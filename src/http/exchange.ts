import type { HttpAnswer, HttpRequest, TransportFailure } from './transport.ts';

/** One request as the log may tell it: no ids, no query, no bodies. */
export interface Exchange {
  readonly method: HttpRequest['method'];
  readonly template: string;
  readonly milliseconds: number;
  readonly outcome:
    | {
        readonly kind: 'answered';
        readonly status: number;
        readonly bytes: number;
        /** All of them: whoever writes them down chooses which. */
        readonly headers: HttpAnswer['headers'];
      }
    | { readonly kind: 'failed'; readonly failure: TransportFailure };
}

export interface TransportOptions {
  /** How long one request may take, from asking to the body's last byte, redirects included. */
  readonly timeoutMs?: number;
  /** Called once for each request, when it has ended. */
  readonly onExchange?: ((exchange: Exchange) => void) | undefined;
}
