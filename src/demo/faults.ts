/** A failure in place of the response. */
export type Failing =
  /** An error like one of Kratos, e.g. 503, or 429 with `retryAfter` seconds. */
  | { readonly kind: 'status'; readonly status: number; readonly message?: string; readonly retryAfter?: number }
  /** A page of another server, e.g. a login. */
  | { readonly kind: 'html'; readonly status: number; readonly title: string }
  | { readonly kind: 'body'; readonly status: number; readonly contentType: string; readonly body: string }
  /** No response until the server closes. */
  | { readonly kind: 'hang' }
  /** The connection ends without a response. */
  | { readonly kind: 'reset' }
  /** The connection ends in the middle of the body. */
  | { readonly kind: 'truncate' }
  /** The right response after a delay. */
  | { readonly kind: 'delay'; readonly millis: number };

interface Fault {
  /** Matches "GET /admin/identities?…"; every request by default. */
  readonly matching?: RegExp;
  /** The number of requests that fail; 1 by default. */
  readonly times?: number;
  readonly failing: Failing;
}

/** The failures that tests have planned, in the order in which they were added. */
export class Faults {
  #faults: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#faults = [];
  }

  /** Returns the first failure that matches this request, and counts it. */
  take(request: string): Failing | undefined {
    const met = this.#faults.find(({ fault: { matching } }) => matching === undefined || matching.test(request));
    if (met === undefined) {
      return undefined;
    }
    met.left--;
    this.#faults = this.#faults.filter(({ left }) => left > 0);
    return met.fault.failing;
  }
}
