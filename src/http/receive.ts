import type { Dispatcher } from 'undici';
import { abortError } from './aborting.ts';
import { BodyParts } from './bodyParts.ts';
import { type Circumstances, systemFailure } from './systemFailure.ts';
import { type HttpAnswer, TransportError } from './transport.ts';

/** One GET as it goes out. */
export interface Outgoing {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** What to know of the request when it fails. */
  readonly circumstances: Omit<Circumstances, 'inBody' | 'proxy'>;
}

/**
 * Sends over `dispatcher` and gathers the whole body. When the signal aborts it fails at once, even while undici still
 * waits for a connection. `proxy` is the one on the way.
 */
export function receive(dispatcher: Dispatcher, proxy: string | undefined, outgoing: Outgoing): Promise<HttpAnswer> {
  const { url, signal, circumstances } = outgoing;
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let status: number | undefined;
    let headers: Readonly<Record<string, string>> = {};
    const body = new BodyParts(circumstances.origin);

    const fail = (error: unknown) => {
      signal.removeEventListener('abort', onAbort);
      const told = { ...circumstances, proxy, inBody: status !== undefined };
      reject(error instanceof TransportError ? error : new TransportError(systemFailure(error, told)));
    };
    const onAbort = () => {
      const error = abortError(signal);
      controller?.abort(error);
      fail(error);
    };
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener('abort', onAbort);

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        controller = started;
        if (signal.aborted) {
          started.abort(abortError(signal));
        }
      },
      onResponseStart(_controller, statusCode, received) {
        status = statusCode;
        headers = joined(received);
      },
      onResponseData(_controller, chunk) {
        body.add(chunk);
      },
      onResponseEnd() {
        signal.removeEventListener('abort', onAbort);
        resolve({ status: status ?? 0, headers, body: body.whole() });
      },
      onResponseError(_controller, error) {
        fail(error);
      },
    };
    try {
      const path = url.pathname + url.search;
      dispatcher.dispatch({ origin: url.origin, path, method: 'GET', headers: outgoing.headers }, handler);
    } catch (error) {
      fail(error);
    }
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
