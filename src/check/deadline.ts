import { untilAborted } from '../core/http/aborting.ts';

/**
 * Runs `work` for `seconds` at most, or without a limit if they are undefined. Rejects when the time is over or
 * `signal` aborts, with an error whose code says which, even if the work ignores the signal that it is given.
 */
export function withDeadline<T>(
  work: (signal: AbortSignal) => Promise<T>,
  seconds: number | undefined,
  signal: AbortSignal,
): Promise<T> {
  const limited = seconds === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)]);
  return untilAborted(work(limited), limited, () => {
    const code = signal.aborted ? 'ABORT_ERR' : 'ETIMEDOUT';
    return Object.assign(new Error(code), { code });
  });
}
