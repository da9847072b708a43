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

/** Origins that only the proxy can reach, and where they lead: a server of this machine is asked without a proxy. */
export type KnownOrigins = ReadonlyMap<string, string>;

/**
 * An HTTP proxy: CONNECT and whole addresses. With a log-in, 407 to whoever does not carry it. What is for one of the
 * `known` origins goes where that leads.
 */
export async function startProxy(login?: ProxyLogin, known: KnownOrigins = new Map()): Promise<Gateway> {
  return proxyOn(createServer(), 'http', login, known);
}

/** The same over TLS. */
export async function startTlsProxy(certificate: Certificate): Promise<Gateway> {
  const server = createTlsServer(certificate);
  // Handshakes that fail are part of the test.
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
