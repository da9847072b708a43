import type { BudgetTier } from '../connectionOptions.ts';
import { type HttpAnswer, type HttpRequest, type Priority, type Transport, TransportError } from '../transport.ts';
import type { Allowance, Sent } from './allowance.ts';
import { type Bucket, bucketOf } from './buckets.ts';
import { type Clock, systemClock } from './clock.ts';
import { Counters } from './counters.ts';
import { rateWords } from './rateWords.ts';
import { type BudgetWaits, ShownWaits, type Wait } from './waits.ts';

export interface BudgetOptions {
  readonly tier: BudgetTier;
  readonly clock?: Clock;
  /** From 0 to 1. */
  readonly random?: () => number;
}

/** A transport that sends no more than the server lets through. */
export interface BudgetedTransport extends Transport {
  readonly waits: BudgetWaits;
}

const requestsAtOnce = 6;
/** One is kept free, so that a person never waits for a page that is read ahead to arrive. */
const requestsAheadAtOnce = 5;

/**
 * Lets each request wait for its turn: at most six are under way, and only as many as the server's limits allow. What a
 * person waits for goes before what is read ahead; within the two, first come, first served. An aborted request leaves the
 * queue at once. A request that is sent again has to ask again, so whatever retries stands before this; what a redirect leads
 * to asks again by `nextTurn`.
 */
export function budgeted(transport: Transport, options: BudgetOptions): BudgetedTransport {
  return new RequestBudget(transport, options);
}

interface Waiter {
  readonly request: HttpRequest;
  readonly go: (sent: Sent) => void;
  readonly leave: () => void;
}

class RequestBudget implements BudgetedTransport {
  readonly waits = new ShownWaits();
  readonly #transport: Transport;
  readonly #tier: BudgetTier;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #counters: Readonly<Record<Bucket, Counters>>;
  readonly #queues: Readonly<Record<Priority, Set<Waiter>>> = { person: new Set(), ahead: new Set() };
  #underWay = 0;
  #closed = false;
  #stopTimer: (() => void) | undefined;

  constructor(transport: Transport, { tier, clock = systemClock, random = Math.random }: BudgetOptions) {
    this.#transport = transport;
    this.#tier = tier;
    this.#clock = clock;
    this.#random = random;
    this.#counters = {
      medium: new Counters(tier, 'medium'),
      high: new Counters(tier, 'high'),
      low: new Counters(tier, 'low'),
    };
  }

  async send(request: HttpRequest): Promise<HttpAnswer> {
    const { signal } = request;
    if (this.#closed || signal?.aborted === true) {
      throw new TransportError({ kind: 'cancelled' });
    }
    let sent: Sent | undefined = await this.#turn(request);
    const answered = (answer: HttpAnswer) => {
      if (sent !== undefined) {
        this.#end(sent);
        this.#heed(request, sent, answer);
        sent = undefined;
      }
    };
    const nextTurn = async (answer: HttpAnswer) => {
      answered(answer);
      sent = await this.#turn(request);
    };
    try {
      const answer = await this.#transport.send({ ...request, nextTurn });
      answered(answer);
      return answer;
    } finally {
      if (sent !== undefined) {
        this.#end(sent);
      }
      this.#serve();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stopTimer?.();
    for (const waiter of [...this.#queues.person, ...this.#queues.ahead]) {
      waiter.leave();
    }
    this.waits.update([], this.#clock.now());
    this.waits.tell();
    await this.#transport.close();
  }

  /** Resolves when the request may be sent, and counts as sent; fails as cancelled when it is aborted before. */
  #turn(request: HttpRequest): Promise<Sent> {
    const { signal } = request;
    const { promise, resolve, reject } = Promise.withResolvers<Sent>();
    const queue = this.#queues[priorityOf(request)];
    const leaveQueue = () => {
      queue.delete(waiter);
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
        reject(new TransportError({ kind: 'cancelled' }));
      },
    };
    const abort = () => {
      waiter.leave();
      this.#serve();
    };
    signal?.addEventListener('abort', abort);
    queue.add(waiter);
    this.#serve();
    return promise;
  }

  /** Sends all that may be sent now, and comes back when the next may be. */
  #serve(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    if (this.#closed) {
      return;
    }
    const now = this.#clock.now();
    // Where a person has to wait, what is read ahead has to even longer: both limits of it are lower.
    const waits = [
      ...this.#serveQueue('person', requestsAtOnce, now),
      ...this.#serveQueue('ahead', requestsAheadAtOnce, now),
    ];
    const next = Math.min(this.waits.update(waits, now), ...waits.map(({ until }) => until));
    if (next < Number.POSITIVE_INFINITY) {
      this.#stopTimer = this.#clock.after(Math.max(next - now, 1), () => this.#serve());
    }
    this.waits.tell();
  }

  /** Answers with the waits for counters, at most one for each. */
  #serveQueue(priority: Priority, atOnce: number, now: number): readonly Wait[] {
    const waits = new Map<Allowance, Wait>();
    for (const waiter of this.#queues[priority]) {
      const bucket = bucketOf(this.#tier, waiter.request);
      const counter = bucket && this.#counters[bucket].of(waiter.request.template);
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
        const sent: Sent = { template: waiter.request.template, at: now, endedAt: undefined };
        this.#underWay += 1;
        counter?.note(sent);
        waiter.go(sent);
      }
    }
    return [...waits.values()];
  }

  #end(sent: Sent): void {
    sent.endedAt = this.#clock.now();
    this.#underWay -= 1;
  }

  #heed(request: HttpRequest, sent: Sent, { status, headers }: HttpAnswer): void {
    const bucket = bucketOf(this.#tier, request);
    if (bucket === undefined) {
      return;
    }
    const words = rateWords(headers);
    const counters = this.#counters[bucket];
    if (words.windows.length > 0) {
      counters.learn(request.template, words.windows);
    }
    counters.of(request.template).heed(sent, status, words, this.#clock.now(), this.#random());
  }
}

function priorityOf({ priority = 'person' }: HttpRequest): Priority {
  return priority;
}
