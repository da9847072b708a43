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

type Attempt =
  | { readonly kind: 'response'; readonly response: HttpResponse }
  | { readonly kind: 'failed'; readonly error: unknown };

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
    let before: Attempt | undefined;
    for (let count = 1; ; count += 1) {
      const hadLittleTime = spent.milliseconds > server.timeoutMs / 2;
      const attempt = await attemptOf(transport.send({ ...request, spent }));
      const wait = retryWait(attempt, count, { random: random(), rateLimitWaits });
      if (wait === undefined || spent.milliseconds + wait >= server.timeoutMs) {
        // A timeout of an attempt that had little time says nothing about the server; the attempt before it does.
        return outcomeOf(before !== undefined && hadLittleTime && isTimeout(attempt) ? before : attempt);
      }
      before = attempt;
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
  attempt: Attempt,
  count: number,
  { random, rateLimitWaits }: { readonly random: number; readonly rateLimitWaits: boolean },
): number | undefined {
  const atLimit = attempt.kind === 'response' && attempt.response.status === 429;
  if (!isTemporary(attempt) || count >= mostAttempts(attempt, atLimit)) {
    return undefined;
  }
  // After a 429, the rate limit itself waits as long as the server asks.
  const requested = attempt.kind === 'failed' || (atLimit && rateLimitWaits) ? 0 : requestedWaitMs(attempt.response);
  if (requested > longestWaitMs) {
    return undefined;
  }
  const growing = Math.max(firstWaitMs * 2 ** (count - 1), requested);
  return Math.min(growing * (1 + random / 2), longestWaitMs);
}

function mostAttempts(attempt: Attempt, atLimit: boolean): number {
  if (attempt.kind === 'failed') {
    return attemptsToConnect;
  }
  return atLimit ? attemptsAtLimit : attemptsAtGateway;
}

function isTemporary(attempt: Attempt): boolean {
  if (attempt.kind === 'failed') {
    const { error } = attempt;
    return error instanceof TransportError && brokenConnections.has(error.failure.kind);
  }
  const { status, body } = attempt.response;
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

async function attemptOf(sending: Promise<HttpResponse>): Promise<Attempt> {
  try {
    return { kind: 'response', response: await sending };
  } catch (error) {
    return { kind: 'failed', error };
  }
}

function isTimeout(attempt: Attempt): boolean {
  return (
    attempt.kind === 'failed' && attempt.error instanceof TransportError && attempt.error.failure.kind === 'timeout'
  );
}

function outcomeOf(attempt: Attempt): HttpResponse {
  if (attempt.kind === 'failed') {
    throw attempt.error;
  }
  return attempt.response;
}
