import assert from 'node:assert/strict';

/**
 * Repeats `check` until it neither throws nor rejects, and returns its value. Rejects with its last error after the
 * time limit.
 */
export async function eventually<T>(check: () => T | PromiseLike<T>, milliseconds = 15_000): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() >= end) {
        throw error;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Waits until `condition` holds. Rejects with `what` after the time limit. */
export async function until(what: string, condition: () => boolean | PromiseLike<boolean>): Promise<void> {
  await eventually(async () => assert.ok(await condition(), `waited in vain until ${what}`));
}
