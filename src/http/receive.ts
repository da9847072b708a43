import type { Dispatcher } from 'undici';
import { abortError } from './aborting.ts';
import { type Circumstances, systemFailure } from './systemFailure.ts';
import { type HttpRequest, type HttpResponse, TransportError } from './transport.ts';

/** Far more than 250 rows (the largest page) take, and less than would end the process that all extensions share. */
const maxMegabytes = 100;

/** One request as it is sent. */
export interface Outgoing {
  readonly method: HttpRequest['method'];
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly signal: AbortSignal;
  /** What its failure depends on. */
  readonly circumstances: Omit<Circumstances, 'inBody' | 'proxy'>;
}

/** Collects the body of one response. */
export class BodyParts {
  readonly #origin: string;
  readonly #parts: Buffer[] = [];
  #bytes = 0;

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Throws a TransportError and drops what was collected if the body is too large. */
  add(part: Uint8Array): void {
    this.#bytes += part.byteLength;
    if (this.#bytes > maxMegabytes * 1e6) {
      this.#parts.length = 0;
      throw new TransportError({ kind: 'tooLarge', origin: this.#origin, megabytes: maxMegabytes });
    }
    this.#parts.push(Buffer.from(part.buffer, part.byteOffset, part.byteLength));
  }

  whole(): Buffer {
    const [only] = this.#parts;
    return only !== undefined && this.#parts.length === 1 ? only : Buffer.concat(this.#parts);
  }
}

/**
 * Sends over `dispatcher` and reads the whole body. Rejects as soon as the signal aborts, even while undici waits for a
 * connection. `proxy` is the one in between.
 */
export function receive(dispatcher: Dispatcher, proxy: string | undefined, outgoing: Outgoing): Promise<HttpResponse> {
  const { method, url, headers: sent, signal, circumstances } = outgoing;
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let status: number | undefined;
    let headers: Readonly<Record<string, string>> = {};
    const body = new BodyParts(circumstances.origin);

    const fail = (error: unknown) => {
      signal.removeEventListener('abort', onAbort);
      const failedIn = { ...circumstances, proxy, inBody: status !== undefined };
      reject(error instanceof TransportError ? error : new TransportError(systemFailure(error, failedIn)));
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
      dispatcher.dispatch({ origin: url.origin, path, method, headers: sent, body: outgoing.body ?? null }, handler);
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
