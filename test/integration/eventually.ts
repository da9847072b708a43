import assert from 'node:assert/strict';

/**
 * Looks again until `check` neither throws nor rejects, and answers with its value. When it never does so within the
 * limit, fails as `check` failed last: with what there was instead.
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

/** Waits until `condition` holds; fails with `what` was waited for when it never does within the limit. */
export async function until(what: string, condition: () => boolean | PromiseLike<boolean>): Promise<void> {
  await eventually(async () => assert.ok(await condition(), `waited in vain until ${what}`));
}
