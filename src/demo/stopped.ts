/** How often the shell around is looked for. */
const lookEveryMs = 500;

/**
 * Settles when this program is to end: at SIGINT, at SIGTERM, or when the shell is gone by which npm runs its scripts. npm
 * hands a signal to that shell alone; it dies of it and tells nobody, which would leave the program and its port behind.
 */
export function stopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => resolve());
    }
    if (process.env.npm_lifecycle_event !== undefined) {
      const shell = process.ppid;
      const look = setInterval(() => {
        if (process.ppid !== shell) {
          clearInterval(look);
          resolve();
        }
      }, lookEveryMs);
      look.unref();
    }
  });
}
