// Prints as JSON what reading costs a process of its own: bytes kept for each session, and the longest block of the
// event loop in milliseconds.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { readByProduct, type Subject } from './readers.ts';

const subject = JSON.parse(process.argv[2] ?? '') as Subject;

// The first reading loads and compiles code.
(await readByProduct(subject, 'all at once')).dispose();
const before = await held();
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const directory = await readByProduct(subject, 'all at once');
delay.disable();
const after = await held();
const kept = directory.sessionsOf(subject.identityId).state.items.length;
directory.dispose();
process.stdout.write(JSON.stringify({ bytesPerSession: (after - before) / kept, longestBlock: delay.max / 1e6 }));

/**
 * Returns the bytes in use inside and outside the heap once they stop falling: closing a connection takes a few turns.
 */
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
