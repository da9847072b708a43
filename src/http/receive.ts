import type { Agent, Dispatcher } from 'undici';
import { systemFailure } from './systemFailure.ts';
import { type HttpAnswer, TransportError } from './transport.ts';

/**
 * One GET, its whole body gathered. When `signal` aborts it fails at once, even while undici still waits for a
 * connection: with the signal's reason where that is a TransportError, else as cancelled.
 */
export function receive(agent: Agent, url: URL, signal: AbortSignal, timeoutMs: number): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let status: number | undefined;
    let headers: Readonly<Record<string, string>> = {};
    const chunks: Buffer[] = [];

    const fail = (error: TransportError) => {
      signal.removeEventListener('abort', onAbort);
      reject(error);
    };
    const onAbort = () => {
      const reason: unknown = signal.reason;
      const error = reason instanceof TransportError ? reason : new TransportError({ kind: 'cancelled' });
      controller?.abort(error);
      fail(error);
    };
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener('abort', onAbort);

    agent.dispatch(
      {
        origin: url.origin,
        path: url.pathname + url.search,
        method: 'GET',
        headers: { accept: 'application/json' },
      },
      {
        onRequestStart(started) {
          controller = started;
          if (signal.aborted) {
            started.abort(new TransportError({ kind: 'cancelled' }));
          }
        },
        onResponseStart(_controller, statusCode, received) {
          status = statusCode;
          headers = joined(received);
        },
        onResponseData(_controller, chunk) {
          chunks.push(chunk);
        },
        onResponseEnd() {
          signal.removeEventListener('abort', onAbort);
          const [only] = chunks;
          const body = only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks);
          resolve({ status: status ?? 0, headers, body });
        },
        onResponseError(_controller, error) {
          const failure = systemFailure(error, {
            origin: url.origin,
            seconds: timeoutMs / 1000,
            inBody: status !== undefined,
            givesCertificate: false,
          });
          fail(error instanceof TransportError ? error : new TransportError(failure, { cause: error }));
        },
      },
    );
  });
}

function joined(received: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(received)) {
    if (value !== undefined) {
      headers[name] = typeof value === 'string' ? value : value.join(', ');
    }
  }
  return headers;
}
