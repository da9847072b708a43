/** Aborts `signal` with `reason` once the time is over; what a request waits for its turn is none of it. */
export class Deadline {
  readonly #end = new AbortController();
  readonly #milliseconds: number;
  readonly #reason: () => Error;
  #spent = 0;
  #since = 0;
  #timer: NodeJS.Timeout | undefined;

  /** Begins at once. */
  constructor(milliseconds: number, reason: () => Error) {
    this.#milliseconds = milliseconds;
    this.#reason = reason;
    this.#run();
  }

  get signal(): AbortSignal {
    return this.#end.signal;
  }

  /** What `wait` comes to; the deadline stands still meanwhile. */
  async without<T>(wait: () => Promise<T>): Promise<T> {
    this.stop();
    try {
      return await wait();
    } finally {
      this.#run();
    }
  }

  /** Ends it; answers with the time that was spent of it. */
  stop(): number {
    clearTimeout(this.#timer);
    this.#spent += performance.now() - this.#since;
    this.#since = performance.now();
    return this.#spent;
  }

  #run(): void {
    this.#since = performance.now();
    this.#timer = setTimeout(() => this.#end.abort(this.#reason()), Math.max(0, this.#milliseconds - this.#spent));
  }
}
