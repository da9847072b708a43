import type { TransportFailure } from '../transport.ts';

/** Why there is no connection to the proxy itself: tells it apart from whatever happens behind the proxy. */
export class ProxyConnectError extends Error {
  override readonly name = 'ProxyConnectError';
  /** No code of undici's, which would try some of them again without an end. */
  readonly code = 'ERR_PROXY_CONNECT';
}

/** undici's words for a proxy's refusal, of CONNECT and of an absolute-form request. VS Code's copy of undici ends the first otherwise. */
const answeredTunnel = /^Proxy response \((\d+)\) /;
const answered407 = 'Proxy Authentication Required (407)';

/** What a proxy did that kept the server from being reached; undefined when `errors` tell of something else. */
export function proxyFailure(
  errors: readonly (Error & { readonly code?: string })[],
  { proxy, origin, detail }: { readonly proxy: string; readonly origin: string; readonly detail: string },
): TransportFailure | undefined {
  for (const { code, message } of errors) {
    const [, status] = answeredTunnel.exec(message) ?? [];
    if (status === '407' || message === answered407) {
      return { kind: 'proxyLogin', proxy };
    }
    if (status !== undefined) {
      return { kind: 'proxyRefused', proxy, origin, status: Number(status) };
    }
    if (code === 'ERR_PROXY_CONNECT' || code === 'UND_ERR_PRX_CONN' || code === 'UND_ERR_PRX_TLS') {
      return { kind: 'proxyUnreachable', proxy, detail };
    }
  }
  return undefined;
}
