import { TransportError } from './transport.ts';

/** Returns the signal's reason if it is a TransportError, else the error of a cancelled request. */
export function abortError({ reason }: AbortSignal): TransportError {
  return reason instanceof TransportError ? reason : new TransportError({ kind: 'cancelled' });
}

/** Settles as `work` does, or rejects with `error` as soon as `signal` aborts. */
export async function untilAborted<T>(
  work: Promise<T>,
  signal: AbortSignal,
  error: () => Error = () => abortError(signal),
): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(error());
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) {
    onAbort();
  }
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
