/** Time and timers, so that hours can pass in a test at once. */
export interface Clock {
  /** Returns milliseconds that only grow. */
  now(): number;
  /** Calls `act` once, in `milliseconds`. Returns a function that prevents it. */
  after(milliseconds: number, act: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (milliseconds, act) => {
    const timer = setTimeout(act, milliseconds);
    return () => clearTimeout(timer);
  },
};
