import { setImmediate as nextTurn } from 'node:timers/promises';

/** Work that yields between pieces of some milliseconds, so that other work can run in between. */
export type Steps<T> = Generator<undefined, T>;

/** Calls `work` for each item and yields after every `most` of them. */
export function* eachInSteps<T>(
  items: readonly T[],
  most: number,
  work: (item: T, index: number) => void,
): Steps<void> {
  for (const [index, item] of items.entries()) {
    work(item, index);
    if (index % most === most - 1) {
      yield;
    }
  }
}

/**
 * Work in one turn of the event loop, in milliseconds: a third of a frame, as a step and a garbage collection follow.
 */
const turn = 5;

/** Runs steps in turns of the event loop. Rejects with the signal's reason as soon as it aborts. */
export async function runInTurns<T>(steps: Steps<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    const end = performance.now() + turn;
    do {
      const { done, value } = steps.next();
      if (done) {
        return value;
      }
    } while (performance.now() < end);
    await nextTurn(undefined, { signal });
  }
}
