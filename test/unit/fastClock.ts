import { type Clock, systemClock } from '../../src/core/http/clock.ts';

const { now, after } = systemClock;
let skipped = 0;

/**
 * Waits of retries and of the rate limit pass a thousand times faster, and everything else as fast as it does, so that
 * a slow machine changes nothing. Deadlines of requests are not waits.
 */
export const fastClock: Clock = {
  now: () => now() + skipped,
  after(milliseconds, act) {
    const due = fastClock.now() + milliseconds;
    return after(milliseconds / 1000, () => {
      skipped += Math.max(0, due - fastClock.now());
      act();
    });
  },
};

/** Lets waits pass at once until the file or the test ends: `atEnd` is `afterAll` or `onTestFinished`. */
export function skipWaits(atEnd: (restore: () => void) => void): void {
  Object.assign(systemClock, fastClock);
  atEnd(() => void Object.assign(systemClock, { now, after }));
}
