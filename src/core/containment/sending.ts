import type { WritePermit } from '../http/transport.ts';
import { type Failure, KratosError } from '../kratos/failure.ts';
import { mostDisabledAtOnce, type Recovery } from '../kratos/writes.ts';
import type { Plan, PlanRow } from './plan.ts';
import type { ContainmentPorts } from './ports.ts';
import { eachAtOnce } from './reading.ts';
import type { NotSent, Sent } from './result.ts';
import type { RowChange } from './rowChange.ts';

/** Up to this many sessions are revoked one by one: trying the bulk endpoint costs a request if it does not exist. */
const leastInBulk = 5;
/** Attempts after a 429: the server did nothing, so the request can be sent again. */
const attemptsAtLimit = 3;
/** After this many failures in a row, the other rows are not sent. */
const mostFailuresInARow = 8;

/** Failures that say nothing of the requests for other rows. */
const ofOneRow: ReadonlySet<Failure['kind']> = new Set<Failure['kind']>([
  'notFound',
  'rejected',
  'rateLimited',
  'serverError',
  'timeout',
  'connectionLost',
  'truncatedBody',
  'tooLarge',
  'network',
  'otherResponse',
  'notKratos',
]);

interface Sending {
  /** Of each row, by its id. */
  readonly sent: ReadonlyMap<string, Sent>;
  readonly recovery: Recovery | undefined;
  /** The first error that is not a failure of a request. */
  readonly error: unknown;
}

/** Sends the requests for rows of a plan, until the permit ends, the user cancels, or all further ones would fail. */
export async function sendAll(
  rows: readonly PlanRow[],
  { action }: Plan,
  change: RowChange,
  ports: ContainmentPorts,
): Promise<Sending> {
  const { server, bulk, signal, onProgress } = ports;
  const sent = new Map<string, Sent>();
  let recovery: Recovery | undefined;
  let unexpected: unknown;
  let stop: NotSent | undefined;
  let failuresInARow = 0;

  function permitNow(): WritePermit | undefined {
    const permit = ports.permit();
    stop ??= signal?.aborted ? 'cancelled' : permit === undefined ? 'locked' : undefined;
    return stop === undefined ? permit : undefined;
  }

  async function attempt(send: (permit: WritePermit) => Promise<void>): Promise<Sent> {
    for (let count = 1; ; count += 1) {
      const permit = permitNow();
      if (permit === undefined) {
        return { kind: 'notSent', why: stop ?? 'stopped' };
      }
      try {
        await send(permit);
        failuresInARow = 0;
        return { kind: 'accepted' };
      } catch (error) {
        const failure = error instanceof KratosError ? error.failure : undefined;
        if (failure?.kind === 'rateLimited' && count < attemptsAtLimit) {
          continue;
        }
        if (failure?.kind === 'locked' || (failure?.kind === 'cancelled' && failure.isQueued)) {
          stop ??= signal?.aborted ? 'cancelled' : 'locked';
          return { kind: 'notSent', why: stop };
        }
        const isOfOneRow = failure !== undefined && ofOneRow.has(failure.kind);
        unexpected ??= failure === undefined ? error : undefined;
        failuresInARow += 1;
        if (signal?.aborted) {
          stop ??= 'cancelled';
        } else if (!isOfOneRow || failuresInARow >= mostFailuresInARow) {
          stop ??= 'stopped';
        }
        return { kind: 'failed', failure };
      }
    }
  }

  function note(some: readonly PlanRow[], result: Sent): void {
    for (const { id } of some) {
      sent.set(id, result);
    }
    onProgress?.({ step: 'sending', done: sent.size, total: rows.length });
  }

  /** Returns the rows that are left for single requests. */
  async function sendInBulk(): Promise<readonly PlanRow[]> {
    for (let start = 0; start < rows.length; start += mostDisabledAtOnce) {
      const some = rows.slice(start, start + mostDisabledAtOnce);
      const ids = some.map(({ id }) => id);
      let isSupported = true;
      const result = await attempt(async (permit) => {
        try {
          await server.disableSessions(ids, { permit, signal });
        } catch (error) {
          isSupported = !isUnsupported(error);
          if (isSupported) {
            throw error;
          }
        }
      });
      if (!isSupported) {
        bulk.isSupported = false;
        return rows.slice(start);
      }
      if (result.kind === 'accepted') {
        bulk.isSupported = true;
      }
      note(some, result);
    }
    return [];
  }

  const usesBulk = action.kind === 'revokeSessions' && rows.length >= leastInBulk && bulk.isSupported !== false;
  await eachAtOnce(usesBulk ? await sendInBulk() : rows, async (row) => {
    const result = await attempt(async (permit) => {
      recovery = await change.send(row, { permit, signal });
    });
    note([row], result);
  });
  return { sent, recovery, error: unexpected };
}

/** A 405 of an older server, or a refusal of the whole request: the server did nothing. */
function isUnsupported(error: unknown): boolean {
  return error instanceof KratosError && (error.failure.kind === 'noSuchRoute' || error.failure.kind === 'rejected');
}
