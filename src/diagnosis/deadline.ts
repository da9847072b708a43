/**
 * Does `work`, for `seconds` at most, or for as long as it takes where they are undefined. Rejects when the time is over or `signal` aborts, with an error whose code says
 * which, even where the work does not heed the signal that it is given.
 */
export async function withDeadline<T>(
  work: (signal: AbortSignal) => Promise<T>,
  seconds: number | undefined,
  signal: AbortSignal,
): Promise<T> {
  const own = new AbortController();
  const { promise, reject } = Promise.withResolvers<never>();
  const end = (code: 'ETIMEDOUT' | 'ABORT_ERR') => {
    const error = Object.assign(new Error(code), { code });
    own.abort(error);
    reject(error);
  };
  const onAbort = () => end('ABORT_ERR');
  const timer = seconds === undefined ? undefined : setTimeout(() => end('ETIMEDOUT'), seconds * 1000);
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) {
    onAbort();
  }
  try {
    return await Promise.race([work(own.signal), promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
