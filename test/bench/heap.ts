// Prints how many bytes each session costs that the product keeps, in a process of its own: nothing else comes or goes.
import { setImmediate } from 'node:timers/promises';
import { readByProduct, type Subject } from './readers.ts';

const subject = JSON.parse(process.argv[2] ?? '') as Subject;

// Once for what is loaded and compiled at first use.
(await readByProduct(subject, 'all at once')).dispose();
const before = await held();
const directory = await readByProduct(subject, 'all at once');
const after = await held();
const kept = directory.sessionsOf(subject.identityId).state.items.length;
directory.dispose();
process.stdout.write(String((after - before) / kept));

/** Bytes in use, in the heap and beside it, once nothing more is let go of: closing a connection takes a few turns. */
async function held(): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let calm = 0; calm < 5; calm += 1) {
    await setImmediate();
    globalThis.gc?.();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    if (heapUsed + arrayBuffers < least * 0.999) {
      least = heapUsed + arrayBuffers;
      calm = 0;
    }
  }
  return least;
}
