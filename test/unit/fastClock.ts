import { type Clock, systemClock } from '../../src/core/http/clock.ts';

const { now, after } = systemClock;

/** Waits of retries and of the rate limit pass a thousand times faster. Deadlines of requests do not. */
export const fastClock: Clock = {
  now: () => now() * 1000,
  after: (milliseconds, act) => after(milliseconds / 1000, act),
};
