import { expect, test } from 'vitest';
import { failureText } from '../../../src/text/failureText.ts';
import { endedWithTest } from '../../gateways/endedWithTest.ts';
import { type GatewayFault, startFaultyGateway } from '../../gateways/faultyGateway.ts';
import type { Gateway } from '../../gateways/gateway.ts';
import { startProxy, startTlsProxy } from '../../gateways/proxy.ts';
import { startTlsGateway } from '../../gateways/tlsGateway.ts';
import { closedAddress, socketServer } from '../core/http/listening.ts';
import { checked, kinds, sharedServers } from './checked.ts';

const shared = sharedServers();

const through = (gateway: Gateway) => ({ proxy: { kind: 'this', url: new URL(gateway.url) } }) as const;

test('names the proxy and the setting that it is from', async () => {
  const chosen = await checked(
    'http://kratos.invalid',
    { proxy: { kind: 'automatic' } },
    {
      environment: { http_proxy: 'http://proxy.invalid:3128' },
    },
  );
  expect(chosen.says('proxy')).toBe('http://proxy.invalid:3128, from http_proxy.');
  const exempt = await checked(
    'http://kratos.invalid',
    { proxy: { kind: 'automatic' } },
    {
      network: { proxy: 'http://proxy.invalid:3128', noProxy: ['.invalid'] },
    },
  );
  expect(exempt.says('proxy')).toBe('None: “.invalid” in http.noProxy exempts the host.');
});

test('checks a server with TLS through a proxy', async () => {
  const proxy = await endedWithTest(startProxy());
  const gateway = await endedWithTest(startTlsGateway(shared.demo.url, { certificate: shared.certificates.server }));
  const check = await checked(gateway.url, {
    ...through(proxy),
    tls: { verify: true, caFile: shared.certificates.files.authority },
  });
  expect(kinds(check)).toMatchObject({ proxy: 'ok', tcp: 'ok', tls: 'ok', response: 'ok', api: 'ok' });
  expect(proxy.requests[0]).toMatchObject({ method: 'CONNECT', target: new URL(gateway.url).host });
});

test('reports a proxy that requires a login, and hides the password', async () => {
  const proxy = await endedWithTest(startProxy({ username: 'ada', password: 'planted-proxy-password' }));
  const gateway = await endedWithTest(startTlsGateway(shared.demo.url, { certificate: shared.certificates.server }));
  const check = await checked(gateway.url, through(proxy));
  expect(check.says('tls')).toContain(`The proxy ${proxy.url} requires a login`);

  const url = new URL(proxy.url);
  url.username = 'ada';
  const options = {
    proxy: { kind: 'this', url },
    tls: { verify: true, caFile: shared.certificates.files.authority },
  } as const;
  const loggedIn = await checked(gateway.url, options, { secrets: { proxyPassword: 'planted-proxy-password' } });
  expect(kinds(loggedIn)).toMatchObject({ tls: 'ok', api: 'ok' });
  expect(loggedIn.text).not.toContain('planted-proxy-password');
});

/** Waits, because the proxy closes its end a little later. */
const everythingIsClosed = (proxy: Gateway) => expect.poll(() => proxy.open()).toBe(0);

test.each([
  ['http', () => startProxy()],
  ['https', () => startTlsProxy(shared.certificates.server)],
] as const)(
  'sends nothing to a proxy over %s whose password is not stored, and closes every connection',
  async (_scheme, start) => {
    const proxy = await endedWithTest(start());
    const gateway = await endedWithTest(startTlsGateway(shared.demo.url, { certificate: shared.certificates.server }));
    const url = new URL(proxy.url);
    url.username = 'ada';
    const check = await checked(gateway.url, {
      proxy: { kind: 'this', url },
      tls: { verify: true, caFile: shared.certificates.files.authority },
    });
    expect(kinds(check)).toMatchObject({ tcp: 'ok', tls: 'failed', secrets: 'notTried' });
    expect(check.says('tls')).toBe(failureText({ kind: 'secretMissing', origin: proxy.url, secret: 'proxyPassword' }));
    expect(proxy.requests).toEqual([]);
    await everythingIsClosed(proxy);
  },
);

test('names a CA file that cannot be read, and does not connect to the proxy', async () => {
  let connections = 0;
  const url = await socketServer(() => {
    connections += 1;
  });
  const proxy = { kind: 'this', url: new URL(url.href.replace('http:', 'https:')) } as const;
  const check = await checked(shared.demo.url, { proxy, tls: { verify: true, caFile: '/nowhere/ca.pem' } });
  expect(check.step('tcp')).toMatchObject({
    kind: 'failed',
    text: expect.stringMatching(/^The file \/nowhere\/ca\.pem could not be read/),
  });
  expect(connections).toBe(0);
});

test('closes every connection to a proxy over TLS with an untrusted certificate', async () => {
  const proxy = await endedWithTest(startTlsProxy(shared.certificates.server));
  const check = await checked(shared.demo.url, through(proxy));
  expect(check.says('tcp')).toContain(`The proxy ${proxy.url} could not be reached`);
  await everythingIsClosed(proxy);
});

test.each<[string, GatewayFault]>([
  ['refuses the tunnel', { kind: 'status', status: 403, message: 'not there' }],
  ['never answers', { kind: 'hang' }],
])('closes every connection to a proxy that %s', async (_what, fault) => {
  const proxy = await endedWithTest(startFaultyGateway(shared.demo.url, fault));
  const cancelling = new AbortController();
  const checking = checked('https://127.0.0.1:1', through(proxy), { signal: cancelling.signal });
  await expect.poll(() => proxy.requests).toHaveLength(1);
  if (fault.kind === 'hang') {
    cancelling.abort();
  }
  expect(kinds(await checking)).toMatchObject({ tcp: 'ok', response: 'notTried' });
  await everythingIsClosed(proxy);
});

test('skips the network steps if VS Code chooses the proxy', async () => {
  const check = await checked(shared.demo.url, { proxy: { kind: 'vscode' } });
  expect(check.says('proxy')).toContain('VS Code’s own network decides');
  expect(kinds(check)).toMatchObject({ dns: 'skipped', tcp: 'skipped', tls: 'skipped', response: 'ok', api: 'ok' });
});

test('reports a proxy that cannot be reached', async () => {
  const url = await closedAddress();
  const check = await checked(shared.demo.url, { proxy: { kind: 'this', url } });
  expect(check.says('tcp')).toContain(`The proxy ${url.origin} could not be reached`);
  expect(kinds(check)).toMatchObject({ response: 'notTried' });
});
