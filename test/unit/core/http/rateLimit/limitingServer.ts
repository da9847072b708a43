import type { HttpRequest, HttpResponse, Transport, WritePermit } from '../../../../../src/core/http/transport.ts';
import type { SimulatedClock } from './simulatedClock.ts';

export interface Limit {
  readonly limit: number;
  readonly milliseconds: number;
}

export interface LimitingOptions {
  readonly limits: readonly Limit[];
  /** Counting back from now, or from the full second and minute. */
  readonly windows?: 'sliding' | 'fixed';
  /** The delays of the request and of its response, for each request in turn. */
  readonly delays?: readonly (readonly [there: number, back: number])[];
  /** The headers of a response. */
  readonly headers?: (arrivals: readonly number[], now: number) => Readonly<Record<string, string>>;
}

export interface Arrival {
  readonly request: HttpRequest;
  readonly sentAt: number;
  readonly at: number;
  readonly status: number;
}

/** A server behind a network, on a simulated clock: each request arrives some time after it is sent, in any order. */
export class LimitingServer implements Transport {
  readonly arrivals: Arrival[] = [];
  readonly sent: HttpRequest[] = [];
  underWay = 0;
  mostUnderWay = 0;
  readonly #clock: SimulatedClock;
  readonly #options: LimitingOptions;

  constructor(clock: SimulatedClock, options: LimitingOptions) {
    this.#clock = clock;
    this.#options = options;
  }

  get refused(): readonly Arrival[] {
    return this.arrivals.filter(({ status }) => status === 429);
  }

  send(request: HttpRequest): Promise<HttpResponse> {
    const { delays = [[20, 20]] } = this.#options;
    const [there = 0, back = 0] = delays[this.sent.length % delays.length] ?? [];
    const sentAt = this.#clock.now();
    const { nextTurn: _, ...asked } = request;
    this.sent.push(asked);
    this.underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    return new Promise((resolve) => {
      this.#clock.after(there, () => {
        const answer = this.#answer(request, sentAt);
        this.#clock.after(back, () => {
          this.underWay -= 1;
          resolve(answer);
        });
      });
    });
  }

  async close(): Promise<void> {}

  #answer(request: HttpRequest, sentAt: number): HttpResponse {
    const now = this.#clock.now();
    const passed = this.arrivals.filter(({ status }) => status === 200).map(({ at }) => at);
    const isFull = this.#options.limits.some(({ limit, milliseconds }) => {
      const { windows = 'sliding' } = this.#options;
      const since = windows === 'fixed' ? Math.floor(now / milliseconds) * milliseconds : now - milliseconds;
      return passed.filter((at) => (windows === 'fixed' ? at >= since : at > since)).length >= limit;
    });
    const status = isFull ? 429 : 200;
    this.arrivals.push({ request, sentAt, at: now, status });
    const headers = this.#options.headers?.(isFull ? passed : [...passed, now], now) ?? {};
    return { status, headers, body: Buffer.alloc(0) };
  }
}

export function list(path = '/admin/identities'): HttpRequest {
  return { method: 'GET', path, template: '/admin/identities', bucket: 'medium' };
}

export function revoke(ended = new AbortController().signal): HttpRequest {
  const permit = { ended } as WritePermit;
  return { method: 'DELETE', path: '/admin/sessions/1', template: '/admin/sessions/{id}', bucket: 'low', permit };
}

export function one(path = '/admin/sessions/1'): HttpRequest {
  return { method: 'GET', path, template: '/admin/sessions/{id}', bucket: 'high' };
}
