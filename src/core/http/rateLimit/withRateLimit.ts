import { type Clock, systemClock } from '../clock.ts';
import { type HttpRequest, type HttpResponse, type Priority, type Transport, TransportError } from '../transport.ts';
import type { Allowance, SentRequest } from './allowance.ts';
import type { Bucket, RateLimitTier } from './buckets.ts';
import { Counters } from './counters.ts';
import { rateLimitHeaders } from './headers.ts';
import { RateLimitWaits, type Wait } from './waits.ts';

interface RateLimitOptions {
  readonly tier: RateLimitTier;
  /** Is kept up to date with the waits. */
  readonly waits?: RateLimitWaits;
  readonly clock?: Clock;
  /** From 0 to 1. */
  readonly random?: () => number;
}

const requestsAtOnce = 6;
/** One place stays free, so that an interactive request never waits for prefetched pages. */
const prefetchesAtOnce = 5;

/**
 * Sends at most six requests at once, and no more than the server's rate limit allows. Interactive requests go first;
 * within a priority, first come, first served. Each attempt of a retry and each redirect is counted.
 */
export function withRateLimit(transport: Transport, options: RateLimitOptions): Transport {
  const queue = new RequestQueue(options);
  return {
    async send(request) {
      let sent: SentRequest | undefined = await queue.turn(request);
      const end = (response?: HttpResponse) => {
        if (sent !== undefined) {
          queue.end(request, sent, response);
          sent = undefined;
        }
      };
      const nextTurn = async (redirect: HttpResponse) => {
        end(redirect);
        sent = await queue.turn(request);
      };
      try {
        const response = await transport.send({ ...request, nextTurn });
        end(response);
        return response;
      } finally {
        end();
        queue.sendReady();
      }
    },
    close() {
      queue.close();
      return transport.close();
    },
  };
}

interface Waiter {
  readonly request: HttpRequest;
  readonly go: (sent: SentRequest) => void;
  readonly leave: () => void;
}

class RequestQueue {
  readonly #tier: RateLimitTier;
  readonly #waits: RateLimitWaits;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #counters: Readonly<Record<Bucket, Counters>>;
  readonly #waiters: Readonly<Record<Priority, Set<Waiter>>> = { interactive: new Set(), prefetch: new Set() };
  #underWay = 0;
  #closed = false;
  #stopTimer: (() => void) | undefined;

  constructor({ tier, waits = new RateLimitWaits(), clock = systemClock, random = Math.random }: RateLimitOptions) {
    this.#tier = tier;
    this.#waits = waits;
    this.#clock = clock;
    this.#random = random;
    this.#counters = {
      medium: new Counters(tier, 'medium'),
      high: new Counters(tier, 'high'),
      low: new Counters(tier, 'low'),
    };
  }

  /**
   * Resolves when the request may be sent, and counts it as sent. Rejects as cancelled if it is aborted before, or if
   * its permit ends.
   */
  turn(request: HttpRequest): Promise<SentRequest> {
    const { priority = 'interactive' } = request;
    const ended = request.method === 'GET' ? undefined : request.permit.ended;
    const signal = ended && request.signal ? AbortSignal.any([ended, request.signal]) : (ended ?? request.signal);
    if (this.#closed || signal?.aborted === true) {
      return Promise.reject(leftQueue());
    }
    const { promise, resolve, reject } = Promise.withResolvers<SentRequest>();
    const waiters = this.#waiters[priority];
    const leaveQueue = () => {
      waiters.delete(waiter);
      signal?.removeEventListener('abort', abort);
    };
    const waiter: Waiter = {
      request,
      go: (sent) => {
        leaveQueue();
        resolve(sent);
      },
      leave: () => {
        leaveQueue();
        reject(leftQueue());
      },
    };
    const abort = () => {
      waiter.leave();
      this.sendReady();
    };
    signal?.addEventListener('abort', abort);
    waiters.add(waiter);
    this.sendReady();
    return promise;
  }

  /** Frees the request's place and reads what the response says about the rate limit. */
  end(request: HttpRequest, sent: SentRequest, response: HttpResponse | undefined): void {
    sent.endedAt = this.#clock.now();
    this.#underWay -= 1;
    const { bucket, template } = request;
    if (response === undefined || bucket === undefined || !isCounted(this.#tier, request)) {
      return;
    }
    const read = rateLimitHeaders(response.headers);
    const headers = this.#tier === 'unlimited' ? { ...read, windows: [], remaining: undefined } : read;
    const counters = this.#counters[bucket];
    if (headers.windows.length > 0) {
      counters.setLimits(template, headers.windows);
    }
    counters.of(template).applyResponse(sent, response.status, headers, this.#clock.now(), this.#random());
  }

  /** Sends all requests that may be sent now, and sets a timer for the next. */
  sendReady(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    if (this.#closed) {
      return;
    }
    const now = this.#clock.now();
    // Both limits of prefetching are lower, so it waits at least as long as interactive requests.
    const waits = [
      ...this.#sendReadyOf('interactive', requestsAtOnce, now),
      ...this.#sendReadyOf('prefetch', prefetchesAtOnce, now),
    ];
    const next = Math.min(this.#waits.update(waits, now), ...waits.map(({ until }) => until));
    if (next < Number.POSITIVE_INFINITY) {
      this.#stopTimer = this.#clock.after(Math.max(next - now, 1), () => this.sendReady());
    }
    this.#waits.notify();
  }

  close(): void {
    this.#closed = true;
    this.#stopTimer?.();
    for (const waiter of [...this.#waiters.interactive, ...this.#waiters.prefetch]) {
      waiter.leave();
    }
    this.#waits.update([], this.#clock.now());
    this.#waits.notify();
  }

  /** Returns the waits for counters, at most one for each. */
  #sendReadyOf(priority: Priority, atOnce: number, now: number): readonly Wait[] {
    const waits = new Map<Allowance, Wait>();
    for (const { request, go } of this.#waiters[priority]) {
      const { bucket, template } = request;
      const isLimited = bucket !== undefined && isCounted(this.#tier, request);
      const counter = isLimited ? this.#counters[bucket].of(template) : undefined;
      if (bucket !== undefined && counter !== undefined) {
        if (waits.has(counter)) {
          continue;
        }
        const until = counter.readyAt(now, priority);
        if (until > now) {
          waits.set(counter, { bucket, priority, until });
          continue;
        }
      }
      if (this.#underWay < atOnce) {
        const sent: SentRequest = { template, at: now, endedAt: undefined };
        this.#underWay += 1;
        counter?.add(sent);
        go(sent);
      }
    }
    return [...waits.values()];
  }
}

function leftQueue(): TransportError {
  return new TransportError({ kind: 'cancelled', isQueued: true });
}

/**
 * Returns whether the request waits for a rate limit of the server. Without a limit, writes still wait after a 429,
 * because `withRetry` does not wait for them.
 */
export function isCounted(tier: RateLimitTier, { bucket, method }: Pick<HttpRequest, 'bucket' | 'method'>): boolean {
  return bucket !== undefined && (tier !== 'unlimited' || method !== 'GET');
}
