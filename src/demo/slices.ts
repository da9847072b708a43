/** The longest time for which the event loop is blocked. */
const sliceMillis = 5;

/** Runs `work` for each item and yields to the event loop in between. */
export async function inSlices<T>(items: Iterable<T>, work: (item: T) => void): Promise<void> {
  let started = performance.now();
  for (const item of items) {
    work(item);
    if (performance.now() - started > sliceMillis) {
      await new Promise(setImmediate);
      started = performance.now();
    }
  }
}

/** Returns a JSON array of the items' texts, without those for which `write` returns undefined. */
export async function jsonArray<T>(items: readonly T[], write: (item: T) => string | undefined): Promise<string> {
  const texts: string[] = [];
  await inSlices(items, (item) => {
    const text = write(item);
    if (text !== undefined) {
      texts.push(text);
    }
  });
  return `[${texts.join(',')}]`;
}
