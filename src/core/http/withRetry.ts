import { untilAborted } from './aborting.ts';
import { type Clock, systemClock } from './clock.ts';
import type { ConnectionOptions } from './connectionOptions.ts';
import { resetSeconds, retryAfterSeconds } from './rateLimit/headers.ts';
import { isCounted } from './rateLimit/withRateLimit.ts';
import {
  type HttpRequest,
  type HttpResponse,
  type Transport,
  TransportError,
  type TransportFailure,
} from './transport.ts';

interface RetryParts {
  readonly clock?: Clock;
  /** From 0 to 1. */
  readonly random?: () => number;
}

/** Few, so that a server that is not running is reported soon. */
const attemptsToConnect = 3;
const attemptsAtGateway = 4;
/** Four attempts would not outlast a limit per minute. */
const attemptsAtLimit = 6;
const firstWaitMs = 250;
const longestWaitMs = 30_000;
const temporaryStatuses = new Set([502, 503, 504]);
const brokenConnections = new Set<TransportFailure['kind']>(['refused', 'connectionLost', 'truncatedBody']);

/** How an attempt ended. */
type Outcome = HttpResponse | TransportError;

/**
 * Retries GETs after a refused or lost connection, 429, 502, 503, 504 and Kratos' database conflicts, within one
 * deadline. Goes around `withRateLimit`, where each attempt counts.
 */
export function withRetry(
  transport: Transport,
  server: Pick<ConnectionOptions, 'rateLimit' | 'timeoutMs'>,
  { clock = systemClock, random = Math.random }: RetryParts = {},
): Transport {
  const closing = new AbortController();

  async function retried(request: HttpRequest): Promise<HttpResponse> {
    const spent = { milliseconds: 0 };
    const rateLimitWaits = isCounted(server.rateLimit, request);
    const signal = AbortSignal.any([closing.signal, ...(request.signal === undefined ? [] : [request.signal])]);
    let before: Outcome | undefined;
    for (let count = 1; ; count += 1) {
      const hadLittleTime = spent.milliseconds > server.timeoutMs / 2;
      const outcome = await transport.send({ ...request, spent }).catch(transportError);
      const wait = retryWait(outcome, count, { random: random(), rateLimitWaits });
      if (wait === undefined || spent.milliseconds + wait >= server.timeoutMs) {
        // A timeout of an attempt that had little time says nothing about the server; the attempt before it does.
        const last = before !== undefined && hadLittleTime && isTimeout(outcome) ? before : outcome;
        if (last instanceof TransportError) {
          throw last;
        }
        return last;
      }
      before = outcome;
      await pause(wait, signal);
      spent.milliseconds += wait;
    }
  }

  async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const stop = clock.after(milliseconds, resolve);
    await untilAborted(promise, signal).finally(stop);
  }

  return {
    send: (request) => (request.method === 'GET' ? retried(request) : transport.send(request)),
    close() {
      closing.abort(new TransportError({ kind: 'cancelled' }));
      return transport.close();
    },
  };
}

/**
 * Returns how long to wait before the next attempt, in milliseconds, or undefined to give up after `count` attempts.
 * Waits double, with jitter, and are at least as long as the server asks. `random` is from 0 to 1.
 */
function retryWait(
  outcome: Outcome,
  count: number,
  { random, rateLimitWaits }: { readonly random: number; readonly rateLimitWaits: boolean },
): number | undefined {
  const hasFailed = outcome instanceof TransportError;
  const atLimit = !hasFailed && outcome.status === 429;
  const mostAttempts = hasFailed ? attemptsToConnect : atLimit ? attemptsAtLimit : attemptsAtGateway;
  if (!isTemporary(outcome) || count >= mostAttempts) {
    return undefined;
  }
  // After a 429, the rate limit itself waits as long as the server asks.
  const requested = hasFailed || (atLimit && rateLimitWaits) ? 0 : requestedWaitMs(outcome);
  if (requested > longestWaitMs) {
    return undefined;
  }
  const growing = Math.max(firstWaitMs * 2 ** (count - 1), requested);
  return Math.min(growing * (1 + random / 2), longestWaitMs);
}

function isTemporary(outcome: Outcome): boolean {
  if (outcome instanceof TransportError) {
    return brokenConnections.has(outcome.failure.kind);
  }
  const { status, body } = outcome;
  // Kratos responds with 400 when two transactions conflict in its database.
  const conflict = status === 400 && body.includes('Unable to serialize access');
  return conflict || status === 429 || temporaryStatuses.has(status);
}

/** Ory Network sends x-ratelimit-reset with every response; it is a wait only with a 429. */
function requestedWaitMs({ status, headers }: HttpResponse): number {
  const after = retryAfterSeconds(headers) ?? 0;
  const reset = status === 429 ? (resetSeconds(headers) ?? 0) : 0;
  return Math.max(after, reset) * 1000;
}

function isTimeout(outcome: Outcome): boolean {
  return outcome instanceof TransportError && outcome.failure.kind === 'timeout';
}

function transportError(error: unknown): TransportError {
  if (error instanceof TransportError) {
    return error;
  }
  throw error;
}
