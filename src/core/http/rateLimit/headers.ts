import type { RateWindow } from './buckets.ts';

type Headers = Readonly<Record<string, string>>;

/** Some gateways write the time of day into the same headers, so longer waits are ignored. */
const longestSeconds = 3600;

export interface RateLimitHeaders {
  /** The limits from x-ratelimit-limit ("10, 10;w=1, 300;w=60"); empty if there are none. */
  readonly windows: readonly RateWindow[];
  /** How many more requests are allowed before `waitMs` is over. */
  readonly remaining: number | undefined;
  readonly waitMs: number | undefined;
}

/** Reads x-ratelimit-limit, -remaining and -reset, and Retry-After. */
export function rateLimitHeaders(headers: Headers): RateLimitHeaders {
  const seconds = limitSeconds(headers);
  return {
    windows: (headers['x-ratelimit-limit'] ?? '').split(',').flatMap(windowsIn),
    remaining: wholeNumber(headers['x-ratelimit-remaining']),
    waitMs: seconds === undefined ? undefined : seconds * 1000,
  };
}

/** Returns the longer of Retry-After and x-ratelimit-reset, in seconds: the wait that a 429 asks for. */
export function limitSeconds(headers: Headers): number | undefined {
  const waits = [retryAfterSeconds(headers), resetSeconds(headers)].filter(isWait);
  return waits.length === 0 ? undefined : Math.max(...waits);
}

/** Returns the seconds of Retry-After, which is a number or a date. */
export function retryAfterSeconds(headers: Headers): number | undefined {
  const after = headers['retry-after'];
  const seconds = wholeNumber(after) ?? (Date.parse(after ?? '') - Date.now()) / 1000;
  return seconds > 0 ? seconds : undefined;
}

/** Returns the seconds of x-ratelimit-reset, after which requests are allowed again. */
export function resetSeconds(headers: Headers): number | undefined {
  const seconds = wholeNumber(headers['x-ratelimit-reset']);
  return isWait(seconds) ? seconds : undefined;
}

/** Ory Network often sends 0 with a 429, which means nothing. */
function isWait(seconds: number | undefined): seconds is number {
  return seconds !== undefined && seconds > 0 && seconds <= longestSeconds;
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d+\s*$/.test(text) ? Number(text) : undefined;
}

function windowsIn(policy: string): RateWindow[] {
  const [, limit, seconds] = /^\s*(\d+)\s*;\s*w=(\d+)\s*$/.exec(policy) ?? [];
  const window = { limit: Number(limit), milliseconds: Number(seconds) * 1000 };
  return Number.isSafeInteger(window.limit) && window.limit > 0 && isWait(Number(seconds)) ? [window] : [];
}
