import { expect, onTestFinished, test, vi } from 'vitest';
import type { NetworkSettings } from '../../../../../src/core/http/connectionOptions.ts';
import { hiddenText } from '../../../../../src/core/http/redact.ts';
import { type Certificates, makeCertificates } from '../../../../gateways/certificates.ts';
import { endedWithTest } from '../../../../gateways/endedWithTest.ts';
import type { Gateway } from '../../../../gateways/gateway.ts';
import { type ProxyLogin, startProxy, startTlsProxy } from '../../../../gateways/proxy.ts';
import { startTlsGateway } from '../../../../gateways/tlsGateway.ts';
import { httpServer, socketServer } from '../listening.ts';
import { failureOf, get, noNetworkSettings, secretsFor, transportTo } from '../transports.ts';

const login = { username: 'person', password: 'p: w/rd' };
const authorization = `Basic ${Buffer.from('person:p: w/rd').toString('base64')}`;
const withLogin = (address: string) => Object.assign(new URL(address), { username: 'person', password: 'p: w/rd' });

async function plainServer(): Promise<URL> {
  return httpServer((request, response) => response.end(JSON.stringify(request.headers)));
}

interface Secure {
  readonly certificates: Certificates;
  readonly gateway: Gateway;
}

async function secureServer(): Promise<Secure> {
  const certificates = await endedWithTest(makeCertificates());
  const server = await plainServer();
  const gateway = await endedWithTest(startTlsGateway(server.origin, { certificate: certificates.server }));
  return { certificates, gateway };
}

/** Returns VS Code's settings with `proxy` for all addresses. */
function settings(proxy: string, more: Partial<NetworkSettings> = {}): NetworkSettings {
  return { ...noNetworkSettings, proxy, ...more };
}

/** Creates a proxy that responds for a server whose name only the proxy can resolve. */
async function namedServer(asked: string[]): Promise<URL> {
  return httpServer((request, response) => {
    asked.push(`${request.url} ${request.headers['proxy-authorization'] ?? 'none'}`);
    response.end('[]');
  });
}

test('closes without an unhandled rejection while a request changes to another proxy', async () => {
  const server = await namedServer([]);
  const proxy = await endedWithTest(startProxy(undefined, new Map([['http://kratos.example.org', server.origin]])));
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<string>();
  let network = settings(proxy.url);
  const readLogin = async () => {
    if (network.proxy === proxy.url) {
      return undefined;
    }
    asked.resolve();
    return answer.promise;
  };
  const transport = transportTo(
    'http://kratos.example.org',
    { network: () => network, secrets: { get: readLogin } },
    { proxy: { kind: 'automatic' } },
  );
  expect((await transport.send(get('/x'))).status).toBe(200);
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  onTestFinished(() => void process.off('unhandledRejection', unhandled));
  network = settings('http://127.0.0.1:1');
  const failure = failureOf(transport.send(get('/x')));
  await asked.promise;
  await transport.close();
  answer.resolve('person:word');
  expect(await failure).toEqual({ kind: 'cancelled' });
  await new Promise((resolve) => setImmediate(resolve));
  expect(unhandled).not.toHaveBeenCalled();
});

test('closes the connection to a proxy that requires a login in a response without end', async () => {
  const closed = Promise.withResolvers<void>();
  const url = await socketServer((socket) =>
    socket
      .once('data', () => socket.write('HTTP/1.1 407 Login\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n \r\n'))
      .once('close', () => closed.resolve()),
  );
  const transport = transportTo('http://kratos.example.org', {}, { proxy: { kind: 'this', url } });
  expect(await failureOf(transport.send(get('/x')))).toEqual({ kind: 'proxyLogin', proxy: url.origin });
  await closed.promise;
});

test('sends the absolute URL to a proxy for http', async () => {
  const server = await plainServer();
  const proxy = await endedWithTest(startProxy());
  const transport = transportTo(server, {}, { proxy: { kind: 'this', url: new URL(proxy.url) } });
  expect((await transport.send(get('/x'))).status).toBe(200);
  expect(proxy.requests).toMatchObject([{ method: 'GET', target: `${server.origin}/x` }]);
});

test('opens a tunnel through a proxy for https, which sees no header of the request', async () => {
  const { certificates, gateway } = await secureServer();
  const proxy = await endedWithTest(startProxy());
  const transport = transportTo(
    gateway.url,
    { secrets: secretsFor(gateway.url, { bearer: 'key' }) },
    {
      authentication: { kind: 'bearer' },
      tls: { caFile: certificates.files.authority, verify: true },
      proxy: { kind: 'this', url: new URL(proxy.url) },
    },
  );
  expect((await transport.send(get('/x'))).status).toBe(200);
  expect(proxy.requests).toMatchObject([{ method: 'CONNECT', target: new URL(gateway.url).host }]);
  expect(proxy.requests[0]?.headers).not.toHaveProperty('authorization');
});

test('sends the login in the proxy’s address only to the proxy', async () => {
  const { certificates, gateway } = await secureServer();
  const proxy = await endedWithTest(startProxy(login));
  const transport = transportTo(
    gateway.url,
    {},
    {
      tls: { caFile: certificates.files.authority, verify: true },
      proxy: { kind: 'this', url: withLogin(proxy.url) },
    },
  );
  const { status, body } = await transport.send(get('/x'));
  expect(status).toBe(200);
  expect(body.toString()).not.toContain('proxy-authorization');
});

test('reads the password for a user name in the proxy’s address as a secret of the proxy’s origin', async () => {
  const server = await plainServer();
  const proxy = await endedWithTest(startProxy(login));
  const url = Object.assign(new URL(proxy.url), { username: 'person' });
  const known = secretsFor(proxy.url, { proxyPassword: login.password });
  const transport = transportTo(server, { secrets: known }, { proxy: { kind: 'this', url } });
  expect((await transport.send(get('/x'))).status).toBe(200);

  const unknown = secretsFor(server.origin, { proxyPassword: login.password });
  const failure = await failureOf(
    transportTo(server, { secrets: unknown }, { proxy: { kind: 'this', url } }).send(get('/x')),
  );
  expect(failure).toEqual({ kind: 'secretMissing', origin: proxy.url, secret: 'proxyPassword' });
});

test.each(['http.proxy', 'HTTP_PROXY', 'connection'])(
  'sends the login that was entered for the origin of a proxy of %s from the next request on',
  async (source) => {
    const server = await plainServer();
    const proxy = await endedWithTest(startProxy(login, new Map([['http://kratos.example.org', server.origin]])));
    const entered = new Map<string, string>([['http://other:3128', 'person:p: w/rd']]);
    const transport = transportTo(
      'http://kratos.example.org',
      {
        secrets: { get: async (secret, origin) => (secret === 'proxyLogin' ? entered.get(origin) : undefined) },
        network: () => settings(source === 'http.proxy' ? proxy.url : ''),
        environment: source === 'HTTP_PROXY' ? { HTTP_PROXY: proxy.url } : {},
      },
      { proxy: source === 'connection' ? { kind: 'this', url: new URL(proxy.url) } : { kind: 'automatic' } },
    );
    expect(await failureOf(transport.send(get('/x')))).toEqual({ kind: 'proxyLogin', proxy: proxy.url });
    entered.set(proxy.url, 'person:p: w/rd');
    expect((await transport.send(get('/x'))).status).toBe(200);
    entered.delete(proxy.url);
    expect(await failureOf(transport.send(get('/x')))).toEqual({ kind: 'proxyLogin', proxy: proxy.url });
  },
);

test('prefers a login that was entered to http.proxyAuthorization, but not to a user in the address', async () => {
  const asked: string[] = [];
  const proxy = await namedServer(asked);
  const network = { ...settings(proxy.href, { proxyAuthorization: 'Basic setting' }) };
  const secrets = secretsFor(proxy.origin, { proxyLogin: 'person:p: w/rd' });
  const transport = transportTo(
    'http://kratos.example.org',
    { network: () => network, secrets },
    { proxy: { kind: 'automatic' } },
  );
  await transport.send(get('/x'));
  Object.assign(network, settings(Object.assign(new URL(proxy), { username: 'person' }).href));
  Object.assign(network, { proxyAuthorization: 'Basic setting' });
  await transport.send(get('/y'));
  expect(asked).toEqual([`http://kratos.example.org/x ${authorization}`, 'http://kratos.example.org/y Basic setting']);
});

test('hides a text in which a proxy repeats a secret of an entered login, and no other', async () => {
  const echo = await httpServer((request, response) => {
    const sent = Buffer.from((request.headers['proxy-authorization'] ?? '').replace('Basic ', ''), 'base64');
    response.writeHead(403, { 'content-type': 'text/plain' });
    response.end(request.url?.endsWith('/x') ? `${sent} may not` : `${request.headers['proxy-authorization']} may not`);
  });
  const secrets = secretsFor(echo.origin, { proxyLogin: 'marie.curie:planted-word' });
  const transport = transportTo('http://kratos.example.org', { secrets }, { proxy: { kind: 'this', url: echo } });
  for (const path of ['/x', '/y']) {
    const { body, redact } = await transport.send(get(path));
    expect(redact?.(body.toString())).toBe(hiddenText);
    expect(redact?.('marie.curie may not')).toBe('marie.curie may not');
  }
});

test.each<[string, Partial<ProxyLogin>]>([
  ['no log-in', {}],
  ['another password', { username: 'person', password: 'wrong' }],
])('reports a proxy that refuses %s without the login', async (_what, given) => {
  const server = await plainServer();
  const proxy = await endedWithTest(startProxy(login));
  const url = Object.assign(new URL(proxy.url), given);
  const failure = await failureOf(transportTo(server, {}, { proxy: { kind: 'this', url } }).send(get('/x')));
  expect(failure).toEqual({ kind: 'proxyLogin', proxy: proxy.url });
});

test('uses VS Code’s proxy and authorization, and their changes from the next request on', async () => {
  const asked: string[] = [];
  const before = await namedServer(asked);
  const after = await namedServer(asked);
  const network = { ...settings(before.href, { proxyAuthorization: authorization }) };
  const transport = transportTo(
    'http://kratos.example.org',
    { network: () => network },
    { proxy: { kind: 'automatic' } },
  );
  await transport.send(get('/x'));
  Object.assign(network, settings(after.href));
  await transport.send(get('/y'));
  expect(asked).toEqual([`http://kratos.example.org/x ${authorization}`, 'http://kratos.example.org/y none']);
});

test('does not send http.proxyAuthorization to the connection’s own proxy', async () => {
  const asked: string[] = [];
  const own = await namedServer(asked);
  const network = settings('http://setting.example', { proxyAuthorization: authorization });
  const transport = transportTo(
    'http://kratos.example.org',
    { network: () => network },
    { proxy: { kind: 'this', url: own } },
  );
  await transport.send(get('/x'));
  expect(asked).toEqual(['http://kratos.example.org/x none']);
});

test('checks the certificate of a proxy with TLS even if the server’s is not checked', async () => {
  const { certificates, gateway } = await secureServer();
  const plain = await plainServer();
  const proxy = await endedWithTest(startTlsProxy(certificates.server));
  const own = { kind: 'this', url: new URL(proxy.url) } as const;
  const tls = { caFile: certificates.files.authority, verify: true };
  for (const server of [gateway.url, plain]) {
    expect((await transportTo(server, {}, { tls, proxy: own }).send(get('/x'))).status).toBe(200);
  }
  for (const server of [gateway.url, plain]) {
    const unverified = transportTo(server, {}, { tls: { verify: false }, proxy: own });
    expect(await failureOf(unverified.send(get('/x')))).toEqual({
      kind: 'proxyUnreachable',
      proxy: proxy.url,
      detail: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE unable to verify the first certificate',
    });
  }
});

test('keeps at most six connections to a proxy open, and none after closing', async () => {
  const server = await plainServer();
  const proxy = await endedWithTest(startProxy());
  const transport = transportTo(server, {}, { proxy: { kind: 'this', url: new URL(proxy.url) } });
  await Promise.all(Array.from({ length: 18 }, () => transport.send(get('/x'))));
  expect(proxy.open()).toBeGreaterThan(0);
  expect(proxy.open()).toBeLessThanOrEqual(6);
  await transport.close();
  await expect.poll(() => proxy.open()).toBe(0);
});

test('leaves no tunnel open after closing', async () => {
  const { certificates, gateway } = await secureServer();
  const proxy = await endedWithTest(startProxy());
  const tls = { caFile: certificates.files.authority, verify: true };
  const transport = transportTo(gateway.url, {}, { tls, proxy: { kind: 'this', url: new URL(proxy.url) } });
  await Promise.all(Array.from({ length: 12 }, () => transport.send(get('/x'))));
  expect(gateway.open()).toBeGreaterThan(0);
  expect(gateway.open()).toBeLessThanOrEqual(6);
  await transport.close();
  await expect.poll(() => [proxy.open(), gateway.open()]).toEqual([0, 0]);
});
