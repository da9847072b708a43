const checkIntervalMs = 500;

/**
 * Resolves at SIGINT, at SIGTERM, or when the shell in which npm runs scripts has ended: npm signals only that shell,
 * which would leave this program and its port behind.
 */
export function stopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => resolve());
    }
    if (process.env.npm_lifecycle_event !== undefined) {
      const shell = process.ppid;
      const timer = setInterval(() => {
        if (process.ppid !== shell) {
          clearInterval(timer);
          resolve();
        }
      }, checkIntervalMs);
      timer.unref();
    }
  });
}
