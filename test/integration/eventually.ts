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
