import { setImmediate } from 'node:timers/promises';

let last: Promise<unknown> = Promise.resolve();

/** Resolves in a turn of the event loop that no other caller gets: work on several responses does not add up in one. */
export function nextTurn(): Promise<unknown> {
  last = last.then(() => setImmediate());
  return last;
}
