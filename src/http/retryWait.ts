import { resetSeconds, retryAfterSeconds } from './askedWait.ts';
import { type HttpAnswer, TransportError, type TransportFailure } from './transport.ts';

/** How one attempt ended. */
export type Attempt =
  | { readonly kind: 'answered'; readonly answer: HttpAnswer }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Few, for nobody wants to wait to read that a server is not running. */
const attemptsToConnect = 3;
const attemptsAtGateway = 4;
/** A minute's limit outlasts four. */
const attemptsAtLimit = 6;
const firstWaitMs = 250;
const longestWaitMs = 30_000;
const passing = new Set([502, 503, 504]);
/** A body that ends early is a connection that was lost, only later. */
const brokenConnections = new Set<TransportFailure['kind']>(['refused', 'connectionLost', 'truncatedBody']);

/**
 * How long to wait before asking again, in milliseconds, after `count` attempts; undefined when the last one's end
 * stands. Waits double, are at least as long as the server asks, and differ by chance, so that many clients do not come
 * back at once. `random` is from 0 to 1; `budgetWaits` says that the budget waits as long as the server asks after a 429.
 */
export function retryWait(
  attempt: Attempt,
  count: number,
  { random, budgetWaits }: { readonly random: number; readonly budgetWaits: boolean },
): number | undefined {
  const atLimit = attempt.kind === 'answered' && attempt.answer.status === 429;
  if (!mayPass(attempt) || count >= mostAttempts(attempt, atLimit)) {
    return undefined;
  }
  const asked = attempt.kind === 'failed' || (atLimit && budgetWaits) ? 0 : askedWaitMs(attempt.answer);
  if (asked > longestWaitMs) {
    return undefined;
  }
  const growing = Math.max(firstWaitMs * 2 ** (count - 1), asked);
  return Math.min(growing * (1 + random / 2), longestWaitMs);
}

function mostAttempts(attempt: Attempt, atLimit: boolean): number {
  if (attempt.kind === 'failed') {
    return attemptsToConnect;
  }
  return atLimit ? attemptsAtLimit : attemptsAtGateway;
}

function mayPass(attempt: Attempt): boolean {
  if (attempt.kind === 'failed') {
    const { error } = attempt;
    return error instanceof TransportError && brokenConnections.has(error.failure.kind);
  }
  const { status, body } = attempt.answer;
  // Two transactions met in Kratos' database: its 400 for what any database would have its client try again.
  const conflict = status === 400 && body.includes('Unable to serialize access');
  return conflict || status === 429 || passing.has(status);
}

/** Only a 429 is about limits: Ory Network tells with every answer when they start anew. */
function askedWaitMs({ status, headers }: HttpAnswer): number {
  const after = retryAfterSeconds(headers) ?? 0;
  const reset = status === 429 ? (resetSeconds(headers) ?? 0) : 0;
  return Math.max(after, reset) * 1000;
}
