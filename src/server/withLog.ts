import { type HttpResponse, type Transport, TransportError, type TransportFailure } from '../http/transport.ts';
import type { Log } from '../platform/log.ts';
import { redactPersonalData, withoutKeys } from '../presentation/redactPersonalData.ts';
import { visibleText } from '../presentation/visibleText.ts';

export type RequestLog = Pick<Log, 'info' | 'warn' | 'debug'>;

/** Headers about the route of a response and about rate limits: no cookies, and no URL that may contain a key. */
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

/** Headers in which gateways and Ory Network name a request. */
const requestIdHeaders = ['x-request-id', 'x-correlation-id', 'cf-ray', 'x-amzn-trace-id'] as const;

const headerLimit = 120;

/**
 * Logs one line for each request: connection, template and result, and the headers of the allow-list at level Debug. Never
 * a body, a query or an id. Not localized, because logs are quoted to others.
 */
export function withLog(transport: Transport, log: RequestLog, connectionName: string): Transport {
  const connection = visibleText(connectionName, headerLimit);
  return {
    async send(request) {
      const start = `[${connection}] ${request.method} ${request.template}`;
      const spent = request.spent ?? { milliseconds: 0 };
      const before = spent.milliseconds;
      const duration = () => `${Math.round(spent.milliseconds - before)} ms`;
      try {
        const response = await transport.send({ ...request, spent });
        const id = requestId(response);
        const idText = id === undefined ? '' : `, request ${id}`;
        const line = `${start}: ${response.status}, ${response.body.length} bytes, ${duration()}${idText}`;
        log[response.status < 400 ? 'info' : 'warn'](line);
        log.debug(`${start}: ${headersText(response)}`);
        return response;
      } catch (error) {
        if (error instanceof TransportError) {
          log.warn(`${start}: ${failureText(error.failure)}, ${duration()}`);
        }
        throw error;
      }
    },
    close: () => transport.close(),
  };
}

/** A UUID may be shown, because it names many requests; any other value must look like an id and not like a key. */
function requestId(response: HttpResponse): string | undefined {
  const id = requestIdHeaders.map((name) => headerOf(response, name)).find((value) => value !== undefined);
  return id !== undefined && /^[\w.:;=+/-]{1,100}$/.test(id) && withoutKeys(id) === id ? id : undefined;
}

function headersText(response: HttpResponse): string {
  const shown = loggedHeaders.flatMap((name) => {
    const value = headerOf(response, name);
    return value === undefined || value === ''
      ? []
      : [`${name}: ${redactPersonalData(visibleText(value, headerLimit))}`];
  });
  return shown.length === 0 ? 'no headers to show' : shown.join('; ');
}

function headerOf({ headers, redact = (text) => text }: HttpResponse, name: string): string | undefined {
  const value = headers[name];
  return value === undefined ? undefined : redact(value);
}

function failureText(failure: TransportFailure): string {
  return 'detail' in failure
    ? `${failure.kind} (${redactPersonalData(visibleText(failure.detail, 300))})`
    : failure.kind;
}
