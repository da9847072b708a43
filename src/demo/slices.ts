/** How long one slice of work may take: nothing else in the process waits longer than that. */
const sliceMillis = 5;

/** Does something for each item, and lets others run in between. */
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

/** "[…]" of what `write` makes of each item; undefined for one that is gone. */
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
