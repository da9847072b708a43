/** Aborts `signal` with `reason` once the time is over, and can be paused while a request waits for the rate limit. */
export class Deadline {
  readonly #end = new AbortController();
  readonly #milliseconds: number;
  readonly #reason: () => Error;
  #spent = 0;
  #since = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(milliseconds: number, reason: () => Error) {
    this.#milliseconds = milliseconds;
    this.#reason = reason;
    this.#run();
  }

  get signal(): AbortSignal {
    return this.#end.signal;
  }

  /** Settles as `wait` does, and pauses the deadline meanwhile. */
  async without<T>(wait: () => Promise<T>): Promise<T> {
    this.stop();
    try {
      return await wait();
    } finally {
      this.#run();
    }
  }

  /** Ends the deadline. Returns the time that was used. */
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
