import Agent from 'undici/lib/dispatcher/agent.js';
import type { TransportOptions } from './exchange.ts';
import { receive } from './receive.ts';
import { type HttpAnswer, type HttpRequest, type Transport, TransportError } from './transport.ts';

const defaultTimeoutMs = 30_000;
const maxConnections = 6;
const maxRedirects = 3;
const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/** Sends requests below `base` (its path is kept as a prefix) over connections of its own. */
export function createUndiciTransport(base: URL, options: TransportOptions = {}): Transport {
  const { timeoutMs = defaultTimeoutMs, onExchange } = options;
  const prefix = base.pathname.replace(/\/+$/, '');
  const closing = new AbortController();
  // The deadline of each request is ours: undici's own start anew with each phase.
  const agent = new Agent({
    connections: maxConnections,
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: timeoutMs },
  });

  async function follow(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    let url = new URL(base.origin + prefix + request.path + queryText(request.query));
    for (let redirects = 0; ; redirects += 1) {
      const answer = await receive(agent, url, signal, timeoutMs);
      const location = redirectStatuses.has(answer.status) ? answer.headers.location : undefined;
      if (location === undefined) {
        return answer;
      }
      const target = URL.parse(location, url.href);
      if (target?.origin !== base.origin) {
        // A stored key must never follow; without its query, for that may hold a secret.
        const shown = target === null ? location : target.origin + target.pathname;
        throw new TransportError({ kind: 'redirectedAway', origin: base.origin, target: shown });
      }
      if (redirects === maxRedirects) {
        const detail = `more than ${maxRedirects} redirects, the last to ${target.pathname}`;
        throw new TransportError({ kind: 'network', origin: base.origin, detail });
      }
      url = target;
    }
  }

  return {
    async send(request) {
      const started = performance.now();
      const deadline = new AbortController();
      const timer = setTimeout(
        () => deadline.abort(new TransportError({ kind: 'timeout', origin: base.origin, seconds: timeoutMs / 1000 })),
        timeoutMs,
      );
      const ends = [closing.signal, deadline.signal, ...(request.signal === undefined ? [] : [request.signal])];
      const report = (outcome: Parameters<NonNullable<typeof onExchange>>[0]['outcome']) =>
        onExchange?.({
          method: request.method,
          template: request.template,
          milliseconds: performance.now() - started,
          outcome,
        });
      try {
        const answer = await follow(request, AbortSignal.any(ends));
        report({ kind: 'answered', status: answer.status, bytes: answer.body.length, headers: answer.headers });
        return answer;
      } catch (error) {
        report({
          kind: 'failed',
          failure:
            error instanceof TransportError
              ? error.failure
              : { kind: 'network', origin: base.origin, detail: String(error) },
        });
        throw error;
      } finally {
        clearTimeout(timer);
      }
    },
    async close() {
      closing.abort();
      await agent.destroy();
    },
  };
}

function queryText(query: HttpRequest['query']): string {
  if (query === undefined || query.length === 0) {
    return '';
  }
  return `?${query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')}`;
}
