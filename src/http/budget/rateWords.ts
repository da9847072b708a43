import { isWait, limitSeconds, wholeNumber } from '../askedWait.ts';
import type { RateWindow } from './buckets.ts';

/** What an answer says of the server's limits. */
export interface RateWords {
  /** Empty where it names none. */
  readonly windows: readonly RateWindow[];
  /** How many more requests it lets through before `waitMs` is over. */
  readonly remaining: number | undefined;
  /** How long it asks to wait; 0, which Ory Network often sends with a 429, says nothing. */
  readonly waitMs: number | undefined;
}

/** Reads x-ratelimit-limit ("10, 10;w=1, 300;w=60"), -remaining and -reset, and Retry-After. */
export function rateWords(headers: Readonly<Record<string, string>>): RateWords {
  const seconds = limitSeconds(headers);
  return {
    windows: (headers['x-ratelimit-limit'] ?? '').split(',').flatMap(windowsIn),
    remaining: wholeNumber(headers['x-ratelimit-remaining']),
    waitMs: seconds === undefined ? undefined : seconds * 1000,
  };
}

function windowsIn(policy: string): RateWindow[] {
  const [, limit, seconds] = /^\s*(\d+)\s*;\s*w=(\d+)\s*$/.exec(policy) ?? [];
  const window = { limit: Number(limit), milliseconds: Number(seconds) * 1000 };
  return limit !== undefined && window.limit > 0 && isWait(Number(seconds)) ? [window] : [];
}
