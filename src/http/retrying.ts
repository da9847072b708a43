import { abortError } from './aborting.ts';
import { bucketOf } from './budget/buckets.ts';
import type { BudgetedTransport } from './budget/budgeted.ts';
import { type Clock, systemClock } from './budget/clock.ts';
import type { ConnectionOptions } from './connectionOptions.ts';
import { type Attempt, retryWait } from './retryWait.ts';
import { type HttpAnswer, type HttpRequest, TransportError } from './transport.ts';

export interface RetryParts {
  readonly clock?: Clock;
  /** From 0 to 1. */
  readonly random?: () => number;
}

/**
 * Asks again where that may help: connections that were refused or lost, 429, 502, 503, 504 and Kratos'
 * conflicts in its database. All attempts and the waits between them share the one deadline; what the last one came to
 * is what is told, unless the deadline ended it with less than half of its time: that says nothing of the server, and what
 * came before it does. Stands before the budget, where each attempt counts. For requests that change nothing.
 */
export function retrying(
  transport: BudgetedTransport,
  server: Pick<ConnectionOptions, 'budget' | 'timeoutMs'>,
  { clock = systemClock, random = Math.random }: RetryParts = {},
): BudgetedTransport {
  const closing = new AbortController();

  async function attempt(request: HttpRequest): Promise<Attempt> {
    try {
      return { kind: 'answered', answer: await transport.send(request) };
    } catch (error) {
      return { kind: 'failed', error };
    }
  }

  function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        stop();
        reject(abortError(signal));
      };
      const stop = clock.after(milliseconds, () => {
        signal.removeEventListener('abort', leave);
        resolve();
      });
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  async function send(request: HttpRequest): Promise<HttpAnswer> {
    const spent = { milliseconds: 0 };
    // The budget waits for a counter's limits: what no counter counts has to be waited for here.
    const budgetWaits = bucketOf(server.budget, request) !== undefined;
    let before: Attempt | undefined;
    for (let count = 1; ; count += 1) {
      const hadLittleTime = spent.milliseconds > server.timeoutMs / 2;
      const ended = await attempt({ ...request, spent });
      const wait = retryWait(ended, count, { random: random(), budgetWaits });
      if (wait === undefined || spent.milliseconds + wait >= server.timeoutMs) {
        return outcomeOf(before !== undefined && hadLittleTime && isTimeout(ended) ? before : ended);
      }
      before = ended;
      const signal = AbortSignal.any([closing.signal, ...(request.signal === undefined ? [] : [request.signal])]);
      if (signal.aborted) {
        throw abortError(signal);
      }
      await pause(wait, signal);
      spent.milliseconds += wait;
    }
  }

  return {
    send,
    waits: transport.waits,
    close() {
      closing.abort(new TransportError({ kind: 'cancelled' }));
      return transport.close();
    },
  };
}

function isTimeout(attempt: Attempt): boolean {
  return (
    attempt.kind === 'failed' && attempt.error instanceof TransportError && attempt.error.failure.kind === 'timeout'
  );
}

function outcomeOf(attempt: Attempt): HttpAnswer {
  if (attempt.kind === 'failed') {
    throw attempt.error;
  }
  return attempt.answer;
}
