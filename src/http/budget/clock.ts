/** Time and timers, so that hours can pass in a test at once. */
export interface Clock {
  /** Milliseconds that only grow. */
  now(): number;
  /** Runs `act` once, in `milliseconds`; the answer prevents it. */
  after(milliseconds: number, act: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (milliseconds, act) => {
    const timer = setTimeout(act, milliseconds);
    return () => clearTimeout(timer);
  },
};
