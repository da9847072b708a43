import { abortError, untilAborted } from './aborting.ts';
import { BodyParts } from './bodyParts.ts';
import type { Outgoing } from './receive.ts';
import { systemFailure } from './systemFailure.ts';
import { type HttpAnswer, TransportError, type TransportFailure } from './transport.ts';

/**
 * Sends by the fetch of this process, which VS Code has replaced by its own: it knows PAC files and logs in at proxies.
 * Which proxy it took, or whether one, it does not tell.
 */
export async function receiveByFetch({ url, headers, signal, circumstances }: Outgoing): Promise<HttpAnswer> {
  let inBody = false;
  try {
    const asked = globalThis.fetch(url.href, { method: 'GET', headers, signal, redirect: 'manual' });
    // Not our own fetch: the deadline holds whether or not it heeds the signal.
    const answer = await untilAborted(asked, signal);
    if (answer.status === 407) {
      // No server answers so: where a proxy is asked for whole addresses, its refusal comes as an answer.
      throw new TransportError({ kind: 'vscodeProxyLogin', origin: circumstances.origin });
    }
    inBody = true;
    const body = new BodyParts(circumstances.origin);
    for await (const part of answer.body ?? []) {
      body.add(part);
    }
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: body.whole() };
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

/** What failed, as far as it is known here: whether the server or a proxy on the way cannot be reached is not known here, nor who else may have aborted a fetch. */
function withoutBlame(failure: TransportFailure, origin: string, words: string): TransportFailure {
  switch (failure.kind) {
    case 'refused':
    case 'hostNotFound':
      return { kind: 'network', origin, detail: failure.detail };
    case 'cancelled':
      return { kind: 'network', origin, detail: words };
    case 'proxyLogin':
      // There is nothing of ours to enter.
      return { kind: 'vscodeProxyLogin', origin };
    default:
      return failure;
  }
}
