import { abortError } from './aborting.ts';
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
    const answer = await globalThis.fetch(url.href, { method: 'GET', headers, signal, redirect: 'manual' });
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
    throw new TransportError(withoutBlame(systemFailure(error, { ...circumstances, proxy: 'VS Code', inBody })));
  }
}

/** Whether the server or a proxy on the way cannot be reached is not known here. */
function withoutBlame(failure: TransportFailure): TransportFailure {
  switch (failure.kind) {
    case 'refused':
    case 'hostNotFound':
      return { kind: 'network', origin: failure.origin, detail: failure.detail };
    default:
      return failure;
  }
}
