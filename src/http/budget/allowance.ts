import type { Priority } from '../transport.ts';
import type { RateWindow } from './buckets.ts';
import type { RateWords } from './rateWords.ts';

/** One request, from its sending on. */
export interface Sent {
  readonly template: string;
  readonly at: number;
  /** When its answer came, or its failure; undefined while it is under way. */
  endedAt: number | undefined;
}

/** Servers cut their times to milliseconds, or worse. */
const marginMs = 25;
const firstPauseMs = 1000;
const longestPauseMs = 30_000;
/** Share of each window that is kept for what a person waits for. */
const keptForPersons = 0.2;

/**
 * One counter of the server, as far as it can be known from here: what was sent, what the server lets through in its
 * windows, and what it said last. A request is counted from its sending until a whole window after its end: at whatever
 * moment between the two it reached the server, no window there is ever exceeded, whether it slides or starts anew.
 */
export class Allowance {
  windows: readonly RateWindow[];
  /** In the order of their sending. */
  #sent: Sent[] = [];
  #quota: { left: number; readonly until: number } | undefined;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  #pausedAt = Number.NEGATIVE_INFINITY;
  #pauses = 0;

  constructor(windows: readonly RateWindow[]) {
    this.windows = windows;
  }

  /** When the next request may be sent: `now` or before for at once, Infinity while only an answer can tell. */
  readyAt(now: number, priority: Priority): number {
    if (this.#pauses > 0 && this.#sent.some(({ at, endedAt }) => endedAt === undefined && at >= this.#pausedAt)) {
      // After a refusal, one request finds out whether the server takes requests again.
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

  note(sent: Sent): void {
    this.#prune(sent.at);
    this.#sent.push(sent);
    if (this.#quota !== undefined) {
      this.#quota.left -= 1;
    }
  }

  /** Takes in what the answer to `sent` said; `random` is from 0 to 1. */
  heed(sent: Sent, status: number, { remaining, waitMs }: RateWords, now: number, random: number): void {
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
    // The server may not have counted those under way; and answers may come in another order than they were made in, so
    // that a word that lets more through is believed only when the word before it is out of date.
    const left = remaining - this.#sent.filter(({ endedAt }) => endedAt === undefined).length;
    if (left <= (this.#quota?.left ?? left)) {
      this.#quota = { left, until: now + (waitMs ?? 1000) + marginMs };
    }
  }

  /** Hands over what was sent to one route, which turned out to be counted by `other`. */
  handOver(template: string, other: Allowance): void {
    other.#sent = other.#sent.concat(this.#sent.filter((sent) => sent.template === template));
    this.#sent = this.#sent.filter((sent) => sent.template !== template);
  }

  #roomAt({ limit, milliseconds }: RateWindow, now: number, priority: Priority): number {
    const room = limit - (priority === 'ahead' ? Math.floor(limit * keptForPersons) : 0);
    const reach = milliseconds + marginMs;
    const counted = this.#sent.filter(({ endedAt }) => endedAt === undefined || endedAt > now - reach);
    if (counted.length < room) {
      return now;
    }
    const ended = counted.flatMap(({ endedAt }) => (endedAt === undefined ? [] : [endedAt])).sort((a, b) => a - b);
    const last = ended[counted.length - room];
    return last === undefined ? Number.POSITIVE_INFINITY : last + reach;
  }

  /** Forgets what no window reaches back to. */
  #prune(now: number): void {
    const longest = Math.max(60_000, ...this.windows.map(({ milliseconds }) => milliseconds));
    this.#sent = this.#sent.filter(({ endedAt }) => endedAt === undefined || endedAt > now - longest - marginMs);
  }

  #pause(sent: Sent, waitMs: number, now: number, random: number): void {
    // What was under way when the server refused another one tells nothing new.
    if (sent.at >= this.#pausedAt) {
      this.#pausedAt = now;
      this.#pauses += 1;
    }
    const growing = Math.min(longestPauseMs, firstPauseMs * 2 ** (this.#pauses - 1));
    this.#pausedUntil = Math.max(this.#pausedUntil, now + Math.max(growing, waitMs) * (1 + random / 5));
  }
}
