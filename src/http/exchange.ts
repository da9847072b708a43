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
