import type { Failure } from '../kratos/failure.ts';

/**
 * How one row of a plan ended.
 * - done: the request was sent, and the row was read again as done. The response may have been lost.
 * - unchanged: the server accepted the request, and the row was read again as it was before.
 * - already: it was done before the request, by someone else or by an earlier attempt.
 * - gone: the server no longer has the row.
 * - failed: the request failed, or the row could not be read again.
 * - notSent: nothing was sent for it.
 */
export type ResultStatus = RowResult['status'];

export type RowResult = { readonly id: string } & (
  | { readonly status: 'done' | 'unchanged' | 'already' | 'gone' }
  /** Failed at the request, or when it was read again. Undefined where a window ended before the response. */
  | { readonly status: 'failed'; readonly at: 'request' | 'check'; readonly failure: Failure | undefined }
  | { readonly status: 'notSent'; readonly why: NotSent }
);

/**
 * - cancelled: by the user.
 * - locked: the unlock of the connection ended.
 * - stopped: an earlier request failed in a way that all following ones would, or too many failed in a row.
 */
export type NotSent = 'cancelled' | 'locked' | 'stopped';

/** The state of a row when it is read again. */
export type ReadState =
  | { readonly kind: 'done' | 'open' | 'gone' }
  | { readonly kind: 'unread'; readonly failure: Failure };

/**
 * The result of the request for one row.
 * - failed: with a failure, or with an unexpected error, or the window ended.
 */
export type Sent =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'failed'; readonly failure: Failure | undefined }
  | { readonly kind: 'notSent'; readonly why: NotSent };

/** Returns the result of a row from the result of its request and the row's state afterwards. */
export function resultOf(id: string, sent: Sent, seen: ReadState): RowResult {
  if (sent.kind === 'notSent') {
    return { id, status: 'notSent', why: sent.why };
  }
  const failure = sent.kind === 'failed' ? sent.failure : undefined;
  const isMissing = failure?.kind === 'notFound';
  switch (seen.kind) {
    case 'gone':
      return { id, status: 'gone' };
    case 'done':
      // Some databases count a session that ended before as none.
      return { id, status: isMissing ? 'already' : 'done' };
    case 'open':
      return sent.kind === 'accepted'
        ? { id, status: 'unchanged' }
        : { id, status: 'failed', at: 'request', failure: isMissing ? { kind: 'falselyMissing' } : failure };
    case 'unread':
      return sent.kind === 'accepted'
        ? { id, status: 'failed', at: 'check', failure: seen.failure }
        : { id, status: 'failed', at: 'request', failure: isMissing ? seen.failure : (failure ?? seen.failure) };
  }
}

/** Returns whether the row is worth another attempt. */
export function canTryAgain({ status }: RowResult): boolean {
  return status === 'failed' || status === 'unchanged' || status === 'notSent';
}

/** Returns the result of the request for a row, as far as the row's result shows it. */
export function sentBefore(result: RowResult): Sent {
  switch (result.status) {
    case 'notSent':
      return { kind: 'notSent', why: result.why };
    case 'failed':
      return result.at === 'request' ? { kind: 'failed', failure: result.failure } : { kind: 'accepted' };
    default:
      return { kind: 'accepted' };
  }
}
