import type { HttpResponse } from '../http/transport.ts';

/** `Date` has whole seconds, and the clocks of two machines behind one address may differ a little. */
const toleranceMs = 2_000;
/** How far the two clocks may drift apart, as a share of the time; also forgets a clock that was set back. */
const drift = 0.01;

/** How far the server's clock is ahead of this process's, to recognize responses that a cache kept. In milliseconds. */
export class ServerClock {
  #leadAtLeast = Number.NEGATIVE_INFINITY;
  #readAt = 0;

  /**
   * Returns the most that the server's clock can be ahead if it wrote this response, just received, for this request.
   */
  read({ headers, timing }: HttpResponse): number {
    const arrivedAt = performance.now();
    const date = Date.parse(headers.date ?? '');
    if (!Number.isNaN(date)) {
      const known = this.#leadAtLeast - drift * (arrivedAt - this.#readAt);
      // No response is written after it has arrived.
      this.#leadAtLeast = Math.max(known, date - arrivedAt);
      this.#readAt = arrivedAt;
    }
    if (Number(headers.age) > 0) {
      return Number.NEGATIVE_INFINITY;
    }
    return Number.isNaN(date) || timing === undefined
      ? Number.POSITIVE_INFINITY
      : date + toleranceMs - (arrivedAt - timing.milliseconds);
  }

  /** Returns whether a response that allows for this lead at most was written before it was requested. */
  contradicts(leadAtMost: number): boolean {
    return leadAtMost < this.#leadAtLeast;
  }
}
