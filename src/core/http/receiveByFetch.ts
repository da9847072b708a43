import { abortError, untilAborted } from './aborting.ts';
import { type Circumstances, systemFailure } from './systemFailure.ts';
import { type HttpRequest, type HttpResponse, TransportError, type TransportFailure } from './transport.ts';

/** Far more than 250 rows (the largest page) take, and less than would end the process that all extensions share. */
const maxMegabytes = 100;

export interface Outgoing {
  readonly method: HttpRequest['method'];
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly signal: AbortSignal;
  /**
   * Throws if the request may no longer be sent. Is called once more when its connection is open, where that is known.
   */
  readonly beforeSent: () => void;
  /** What its failure depends on. */
  readonly circumstances: Omit<Circumstances, 'inBody' | 'proxy'>;
}

const blockBytes = 262_144;

/** Collects the body of one response in blocks, because a server may send millions of chunks of one byte. */
export class ReceivedBody {
  readonly #origin: string;
  readonly #full: Buffer[] = [];
  #block = Buffer.alloc(0);
  /** The used bytes of the block. */
  #used = 0;
  #length = 0;

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Throws a TransportError and drops what was collected if the body is too large. */
  add(chunk: Uint8Array): void {
    this.#length += chunk.byteLength;
    if (this.#length > maxMegabytes * 1e6) {
      this.#full.length = 0;
      throw new TransportError({ kind: 'tooLarge', origin: this.#origin, megabytes: maxMegabytes });
    }
    if (chunk.byteLength > this.#block.length - this.#used) {
      this.#full.push(this.#block.subarray(0, this.#used));
      this.#block = Buffer.allocUnsafeSlow(Math.max(blockBytes, chunk.byteLength));
      this.#used = 0;
    }
    this.#block.set(chunk, this.#used);
    this.#used += chunk.byteLength;
  }

  whole(): Buffer {
    return Buffer.concat([...this.#full, this.#block.subarray(0, this.#used)]);
  }
}

/**
 * Sends by this process's fetch, which VS Code replaces: it supports PAC files and proxy logins, and hides which proxy.
 */
export async function receiveByFetch(outgoing: Outgoing): Promise<HttpResponse> {
  const { method, url, headers, body: sent = null, signal, circumstances } = outgoing;
  let inBody = false;
  const receive = async (): Promise<HttpResponse> => {
    const response = await globalThis.fetch(url.href, { method, headers, body: sent, signal, redirect: 'manual' });
    if (response.status === 407) {
      // Only a proxy responds with 407. Node's fetch fails instead of returning it.
      await response.body?.cancel();
      throw new TransportError({ kind: 'vscodeProxyLogin', origin: circumstances.origin });
    }
    inBody = true;
    const body = new ReceivedBody(circumstances.origin);
    for await (const part of response.body ?? []) {
      signal.throwIfAborted();
      body.add(part);
    }
    return { status: response.status, headers: Object.fromEntries(response.headers), body: body.whole() };
  };
  try {
    // VS Code's fetch may ignore the signal.
    return await untilAborted(receive(), signal);
  } catch (error) {
    if (signal.aborted) {
      throw abortError(signal);
    }
    if (error instanceof TransportError) {
      throw error;
    }
    const failure = systemFailure(error, { ...circumstances, proxy: 'VS Code', inBody });
    throw new TransportError(withUnknownCause(failure, circumstances.origin, String(error)));
  }
}

/** Removes what cannot be known here: whether the server or a proxy is unreachable, and who aborted the fetch. */
function withUnknownCause(failure: TransportFailure, origin: string, words: string): TransportFailure {
  switch (failure.kind) {
    case 'refused':
    case 'hostNotFound':
      return { kind: 'network', origin, detail: failure.detail };
    case 'cancelled':
      return { kind: 'network', origin, detail: words };
    case 'proxyLogin':
      // The login is VS Code's, so this connection has none to enter.
      return { kind: 'vscodeProxyLogin', origin };
    default:
      return failure;
  }
}
