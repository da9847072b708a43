import { TransportError } from './transport.ts';

/** Why an aborted signal ends a request: its reason where that is a TransportError, else cancelled. */
export function abortError({ reason }: AbortSignal): TransportError {
  return reason instanceof TransportError ? reason : new TransportError({ kind: 'cancelled' });
}

/** What `work` comes to, or a failure as soon as `signal` aborts. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let leave: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    leave = () => reject(abortError(signal));
    if (signal.aborted) {
      leave();
    }
    signal.addEventListener('abort', leave);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (leave !== undefined) {
      signal.removeEventListener('abort', leave);
    }
  }
}
