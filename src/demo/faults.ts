/** What goes wrong instead of an answer. */
export type Failing =
  /** An error as Kratos words it, e.g. 503, or 429 with `retryAfter` seconds. */
  | { readonly kind: 'status'; readonly status: number; readonly message?: string; readonly retryAfter?: number }
  /** Somebody else's page, e.g. a login. */
  | { readonly kind: 'html'; readonly status: number; readonly title: string }
  /** Exactly this body. */
  | { readonly kind: 'body'; readonly status: number; readonly contentType: string; readonly body: string }
  /** No answer until the server closes. */
  | { readonly kind: 'hang' }
  /** The connection ends without an answer. */
  | { readonly kind: 'reset' }
  /** The announced body ends halfway. */
  | { readonly kind: 'truncate' }
  /** The right answer, late. */
  | { readonly kind: 'delay'; readonly millis: number };

export interface Fault {
  /** What of the request's "GET /admin/identities?…" it needs; every request when left out. */
  readonly matching?: RegExp;
  /** How many requests it takes; one unless told. */
  readonly times?: number;
  readonly failing: Failing;
}

/** What is to go wrong, first come, first served; made by tests while the server runs. */
export class Faults {
  #faults: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#faults = [];
  }

  /** Takes the first fault that this request meets. */
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
