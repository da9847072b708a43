type Headers = Readonly<Record<string, string>>;

/** Longer waits are none to count on: some gateways write the time of the day into the same headers. */
const longestSeconds = 3600;

/** Whether this is a wait in seconds; 0, which Ory Network often sends with a 429, says nothing. */
export function isWait(seconds: number | undefined): seconds is number {
  return seconds !== undefined && seconds > 0 && seconds <= longestSeconds;
}

/** What Retry-After asks for, in seconds, as a number or a date; undefined where it asks for nothing. */
export function retryAfterSeconds(headers: Headers): number | undefined {
  const after = headers['retry-after'];
  const seconds = wholeNumber(after) ?? (Date.parse(after ?? '') - Date.now()) / 1000;
  return seconds > 0 ? seconds : undefined;
}

/** In how many seconds x-ratelimit-reset says that requests are let through again; undefined where it says nothing. */
export function resetSeconds(headers: Headers): number | undefined {
  const seconds = wholeNumber(headers['x-ratelimit-reset']);
  return isWait(seconds) ? seconds : undefined;
}

/** The longer of both, in seconds: the wait that a 429 asks for. Undefined where neither asks for one. */
export function limitSeconds(headers: Headers): number | undefined {
  const waits = [retryAfterSeconds(headers), resetSeconds(headers)].filter(isWait);
  return waits.length === 0 ? undefined : Math.max(...waits);
}

/** The number that a header is; undefined for any other text. */
export function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d+\s*$/.test(text) ? Number(text) : undefined;
}
