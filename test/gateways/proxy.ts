import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createProxy } from 'proxy';
import type { Certificate } from './certificates.ts';
import { type Gateway, type SeenRequest, seen } from './gateway.ts';
import { listen } from './listening.ts';

export interface ProxyLogin {
  readonly username: string;
  readonly password: string;
}

/** Maps origins that only the proxy can reach to servers: loopback addresses are requested without a proxy. */
export type KnownOrigins = ReadonlyMap<string, string>;

/**
 * Starts an HTTP proxy for CONNECT and absolute URLs. With a login, it responds 407 to requests without it. `known`
 * maps origins to servers.
 */
export async function startProxy(login?: ProxyLogin, known: KnownOrigins = new Map()): Promise<Gateway> {
  return proxyOn(createServer(), 'http', login, known);
}

/** Starts the same proxy with TLS. */
export async function startTlsProxy(certificate: Certificate): Promise<Gateway> {
  const server = createTlsServer(certificate);
  // Tests also expect failed handshakes.
  server.on('tlsClientError', () => undefined);
  return proxyOn(server, 'https');
}

async function proxyOn(
  plain: Server,
  scheme: string,
  login?: ProxyLogin,
  known: KnownOrigins = new Map(),
): Promise<Gateway> {
  const requests: SeenRequest[] = [];
  const server = createProxy(plain);
  server.prependListener('connect', (request) => {
    requests.push(seen(request));
    const target = known.get(URL.parse(`http://${request.url}`)?.origin ?? '');
    if (target !== undefined) {
      request.url = new URL(target).host;
    }
  });
  server.prependListener('request', (request) => {
    requests.push(seen(request));
    const { origin = '', pathname, search } = URL.parse(request.url ?? '') ?? {};
    const target = known.get(origin);
    if (target !== undefined) {
      request.url = `${target}${pathname}${search}`;
    }
  });
  if (login !== undefined) {
    const wanted = `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;
    server.authenticate = (request) => request.headers['proxy-authorization'] === wanted;
  }
  const { port, ...listening } = await listen(server);
  return { url: `${scheme}://127.0.0.1:${port}`, requests, ...listening };
}
