import type { Priority } from '../transport.ts';
import type { RateWindow } from './buckets.ts';
import type { RateLimitHeaders } from './headers.ts';

export interface SentRequest {
  readonly template: string;
  readonly at: number;
  /** When its response or failure arrived; undefined while it is pending. */
  endedAt: number | undefined;
}

/** Servers round their times to milliseconds, or worse. */
const marginMs = 25;
const firstPauseMs = 1000;
const longestPauseMs = 30_000;
/** Share of each window that prefetches leave to interactive requests. */
const interactiveShare = 0.2;

/**
 * A model of one rate-limit counter of the server. A request counts from when it is sent until a whole window after its
 * end: whenever it reached the server in between, no window there is exceeded, sliding or fixed.
 */
export class Allowance {
  windows: readonly RateWindow[];
  /** Oldest first. */
  #sent: SentRequest[] = [];
  #quota: { left: number; readonly until: number } | undefined;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  #pausedAt = Number.NEGATIVE_INFINITY;
  #pauses = 0;

  constructor(windows: readonly RateWindow[]) {
    this.windows = windows;
  }

  /** Returns when the next request may be sent, or Infinity if that depends on a pending response. */
  readyAt(now: number, priority: Priority): number {
    if (this.#pauses > 0 && this.#sent.some(({ at, endedAt }) => endedAt === undefined && at >= this.#pausedAt)) {
      // After a 429, one request at a time finds out whether the server accepts requests again.
      return Number.POSITIVE_INFINITY;
    }
    const quota = this.#quota !== undefined && this.#quota.left <= 0 ? this.#quota.until : now;
    return Math.max(
      now,
      this.#pausedUntil,
      quota,
      ...this.windows.map((window) => this.#roomAt(window, now, priority)),
    );
  }

  add(sent: SentRequest): void {
    this.#prune(sent.at);
    this.#sent.push(sent);
    if (this.#quota !== undefined) {
      this.#quota.left -= 1;
    }
  }

  /** Applies what the response to `sent` says; `random` is from 0 to 1. */
  applyResponse(
    sent: SentRequest,
    status: number,
    { remaining, waitMs }: RateLimitHeaders,
    now: number,
    random: number,
  ): void {
    if (status === 429) {
      this.#pause(sent, waitMs ?? 0, now, random);
      return;
    }
    if (sent.at >= this.#pausedAt) {
      this.#pauses = 0;
    }
    if (this.#quota !== undefined && this.#quota.until <= now) {
      this.#quota = undefined;
    }
    if (remaining === undefined || (waitMs === undefined && remaining > 0)) {
      return;
    }
    // The server may not have counted pending requests, and responses may be reordered: a higher number is ignored
    // until the lower one has expired.
    const left = remaining - this.#sent.filter(({ endedAt }) => endedAt === undefined).length;
    if (left <= (this.#quota?.left ?? left)) {
      this.#quota = { left, until: now + (waitMs ?? 1000) + marginMs };
    }
  }

  /** Moves the requests of one route to `other`, which counts them instead. */
  moveRequests(template: string, other: Allowance): void {
    other.#sent = other.#sent.concat(this.#sent.filter((sent) => sent.template === template));
    this.#sent = this.#sent.filter((sent) => sent.template !== template);
  }

  #roomAt({ limit, milliseconds }: RateWindow, now: number, priority: Priority): number {
    const room = limit - (priority === 'prefetch' ? Math.floor(limit * interactiveShare) : 0);
    const reach = milliseconds + marginMs;
    const counted = this.#sent.filter(({ endedAt }) => endedAt === undefined || endedAt > now - reach);
    if (counted.length < room) {
      return now;
    }
    const ended = counted.flatMap(({ endedAt }) => (endedAt === undefined ? [] : [endedAt])).sort((a, b) => a - b);
    const last = ended[counted.length - room];
    return last === undefined ? Number.POSITIVE_INFINITY : last + reach;
  }

  /** Drops requests that are older than every window. */
  #prune(now: number): void {
    const longest = Math.max(60_000, ...this.windows.map(({ milliseconds }) => milliseconds));
    this.#sent = this.#sent.filter(({ endedAt }) => endedAt === undefined || endedAt > now - longest - marginMs);
  }

  #pause(sent: SentRequest, waitMs: number, now: number, random: number): void {
    // Requests that were pending at the first 429 are refused too, and count as the same pause.
    if (sent.at >= this.#pausedAt) {
      this.#pausedAt = now;
      this.#pauses += 1;
    }
    const growing = Math.min(longestPauseMs, firstPauseMs * 2 ** (this.#pauses - 1));
    this.#pausedUntil = Math.max(this.#pausedUntil, now + Math.max(growing, waitMs) * (1 + random / 5));
  }
}
