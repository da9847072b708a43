import { abortError, untilAborted } from './aborting.ts';
import { BodyParts, type Outgoing } from './receive.ts';
import { systemFailure } from './systemFailure.ts';
import { type HttpResponse, TransportError, type TransportFailure } from './transport.ts';

/** Sends by this process's fetch, which VS Code replaces: it supports PAC files and proxy logins, and hides which proxy. */
export async function receiveByFetch(outgoing: Outgoing): Promise<HttpResponse> {
  const { method, url, headers, body: sent = null, signal, circumstances } = outgoing;
  let inBody = false;
  try {
    const pending = globalThis.fetch(url.href, { method, headers, body: sent, signal, redirect: 'manual' });
    // VS Code's fetch may ignore the signal.
    const response = await untilAborted(pending, signal);
    if (response.status === 407) {
      // Only a proxy answers 407: to a request for an absolute URL, its refusal is the response.
      throw new TransportError({ kind: 'vscodeProxyLogin', origin: circumstances.origin });
    }
    inBody = true;
    const body = new BodyParts(circumstances.origin);
    for await (const part of response.body ?? []) {
      body.add(part);
    }
    return { status: response.status, headers: Object.fromEntries(response.headers), body: body.whole() };
  } catch (error) {
    if (signal.aborted) {
      throw abortError(signal);
    }
    if (error instanceof TransportError) {
      throw error;
    }
    const failure = systemFailure(error, { ...circumstances, proxy: 'VS Code', inBody });
    throw new TransportError(withoutBlame(failure, circumstances.origin, String(error)));
  }
}

/** Takes back what cannot be known here: whether the server or a proxy is unreachable, and who aborted the fetch. */
function withoutBlame(failure: TransportFailure, origin: string, words: string): TransportFailure {
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
