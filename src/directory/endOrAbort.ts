/** Resolves when `ended` does (which must not reject), or as soon as `signal` fires. */
export function endOrAbort(ended: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) {
    return ended;
  }
  const { promise, resolve } = Promise.withResolvers<void>();
  const leave = () => resolve();
  if (signal.aborted) {
    leave();
  }
  signal.addEventListener('abort', leave, { once: true });
  void ended.then(() => {
    signal.removeEventListener('abort', leave);
    leave();
  });
  return promise;
}
