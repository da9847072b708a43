import type { TransportFailure } from '../transport.ts';

/** The proxy itself could not be reached. */
export class ProxyConnectError extends Error {
  override readonly name = 'ProxyConnectError';
  /** undici would retry some codes of its own forever. */
  readonly code = 'ERR_PROXY_CONNECT';
}

/** undici's messages for a refused CONNECT, whose end differs in VS Code's copy, and for a refused absolute URL. */
const answeredTunnel = /^Proxy response \((\d+)\) /;
const answered407 = 'Proxy Authentication Required (407)';

/** Returns how a proxy failed; undefined if `errors` are about something else. */
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
