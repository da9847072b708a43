import type { Exchange } from '../http/exchange.ts';
import type { TransportFailure } from '../http/transport.ts';
import type { Log } from '../platform/log.ts';
import { impersonal, withoutKeys } from '../presentation/impersonal.ts';
import { visibleText } from '../presentation/visibleText.ts';

type RequestLogOutput = Pick<Log, 'info' | 'warn' | 'debug'>;

/** What tells of the way an answer took and of limits; never a cookie, and no address that may hold a key. */
const loggedHeaders = [
  'server',
  'via',
  'date',
  'content-type',
  'content-length',
  'x-total-count',
  'retry-after',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
] as const;

/** Under which of these a gateway or Ory Network names one request: what its operators find it by. */
const requestIdHeaders = ['x-request-id', 'x-correlation-id', 'cf-ray', 'x-amzn-trace-id'] as const;

const headerLimit = 120;

/**
 * Writes one line for each request: which connection, which template, what came back; with it, at the level Debug, the
 * headers of the allow-list. Never a body, a query or an id. Not localised: logs are quoted to others.
 */
export function requestLog(log: RequestLogOutput, connectionName: string): (exchange: Exchange) => void {
  const connection = visibleText(connectionName, headerLimit);
  return ({ method, template, milliseconds, outcome }) => {
    const asked = `[${connection}] ${method} ${template}`;
    const took = `${Math.round(milliseconds)} ms`;
    switch (outcome.kind) {
      case 'answered': {
        const { status, bytes, headers } = outcome;
        const id = requestId(headers);
        const line = `${asked}: ${status}, ${bytes} bytes, ${took}${id === undefined ? '' : `, request ${id}`}`;
        log[status < 400 ? 'info' : 'warn'](line);
        log.debug(`${asked}: ${headersText(headers)}`);
        return;
      }
      case 'failed':
        log.warn(`${asked}: ${failureWords(outcome.failure)}, ${took}`);
        return;
    }
  };
}

/** A UUID may stay, for many requests are named by one; whatever else an id never looks like is none. */
function requestId(headers: Readonly<Record<string, string>>): string | undefined {
  const id = requestIdHeaders.map((name) => headers[name]).find((value) => value !== undefined);
  return id !== undefined && /^[\w.:;=+/-]{1,100}$/.test(id) && withoutKeys(id) === id ? id : undefined;
}

function headersText(headers: Readonly<Record<string, string>>): string {
  const shown = loggedHeaders.flatMap((name) => {
    const value = headerText(headers, name);
    return value === undefined ? [] : [`${name}: ${value}`];
  });
  return shown.length === 0 ? 'no headers to tell' : shown.join('; ');
}

function headerText(headers: Readonly<Record<string, string>>, name: string): string | undefined {
  const value = headers[name];
  return value === undefined || value === '' ? undefined : impersonal(visibleText(value, headerLimit));
}

/** The kind, and the system's own words where there are some. */
function failureWords(failure: TransportFailure): string {
  return 'detail' in failure ? `${failure.kind} (${impersonal(visibleText(failure.detail, 300))})` : failure.kind;
}
