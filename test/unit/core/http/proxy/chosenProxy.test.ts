import { expect, test } from 'vitest';
import type {
  EnvironmentVariables,
  NetworkSettings,
  ProxyChoice,
} from '../../../../../src/core/http/connectionOptions.ts';
import { chosenProxy } from '../../../../../src/core/http/proxy/chosenProxy.ts';

const secure = 'https://kratos.example.org';
const plain = 'http://kratos.example.org:4434';

function chosen(
  address: string,
  settings: Partial<NetworkSettings> = {},
  environment: EnvironmentVariables = {},
  proxy: ProxyChoice = { kind: 'automatic' },
  socketPath?: string,
) {
  const network = { proxy: undefined, noProxy: [], proxyAuthorization: undefined, proxySupport: true, ...settings };
  return chosenProxy({ base: new URL(address), proxy, socketPath }, network, environment);
}

test('connects directly if nothing is set', () => {
  expect(chosen(secure)).toEqual({ kind: 'direct', because: 'nothingSet' });
});

test('prefers http.proxy to the environment', () => {
  const environment = { HTTPS_PROXY: 'http://env.example:1' };
  expect(chosen(secure, { proxy: 'http://setting.example:3128' }, environment)).toMatchObject({
    kind: 'proxy',
    shown: 'http://setting.example:3128',
    source: 'http.proxy',
  });
});

test.each([
  [secure, { HTTPS_PROXY: 'http://a.example:1', HTTP_PROXY: 'http://b.example:2' }, 'HTTPS_PROXY'],
  [plain, { HTTPS_PROXY: 'http://a.example:1', HTTP_PROXY: 'http://b.example:2' }, 'HTTP_PROXY'],
  [secure, { https_proxy: 'http://a.example:1', HTTPS_PROXY: 'http://b.example:2' }, 'https_proxy'],
  [plain, { http_proxy: 'http://a.example:1' }, 'http_proxy'],
])('chooses for %s in %o the proxy of %s', (address, environment, source) => {
  expect(chosen(address, {}, environment)).toMatchObject({ kind: 'proxy', source });
});

test('ignores the environment’s proxy for the other scheme', () => {
  expect(chosen(secure, {}, { HTTP_PROXY: 'http://a.example:1' })).toEqual({ kind: 'direct', because: 'nothingSet' });
});

test('accepts a variable without http://', () => {
  expect(chosen(secure, {}, { https_proxy: 'proxy.example:3128' })).toMatchObject({
    shown: 'http://proxy.example:3128',
  });
});

test('connects directly if http.proxySupport is off, despite other settings', () => {
  const settings = { proxy: 'http://setting.example:3128', proxySupport: false };
  expect(chosen(secure, settings, { HTTPS_PROXY: 'http://a.example:1' })).toEqual({
    kind: 'direct',
    because: 'supportOff',
  });
});

test('connects directly to this machine', () => {
  expect(chosen('http://127.0.0.1:4434', { proxy: 'http://setting.example:3128' })).toEqual({
    kind: 'direct',
    because: 'loopback',
  });
});

test('connects directly if an entry of http.noProxy matches, and names the entry', () => {
  const settings = { proxy: 'http://setting.example:3128', noProxy: ['other.example', '.example.org'] };
  expect(chosen(secure, settings)).toEqual({
    kind: 'direct',
    because: 'noProxy',
    source: 'http.noProxy',
    entry: '.example.org',
  });
});

test('uses NO_PROXY if http.noProxy is empty, also for http.proxy', () => {
  const settings = { proxy: 'http://setting.example:3128' };
  expect(chosen(secure, settings, { no_proxy: 'a.example, example.org' })).toEqual({
    kind: 'direct',
    because: 'noProxy',
    source: 'no_proxy',
    entry: 'example.org',
  });
  expect(chosen(secure, { ...settings, noProxy: ['a.example'] }, { NO_PROXY: '*' })).toMatchObject({ kind: 'proxy' });
});

test('prefers the connection’s own proxy to all settings', () => {
  const settings = { proxy: 'http://setting.example:3128', noProxy: ['*'] };
  const own = { kind: 'this', url: new URL('http://person:word@own.example:8080') } as const;
  expect(chosen('http://127.0.0.1:4434', settings, {}, own)).toEqual({
    kind: 'proxy',
    url: own.url,
    shown: 'http://own.example:8080',
    source: 'connection',
  });
  expect(chosen(secure, settings, {}, { kind: 'none' })).toEqual({ kind: 'direct', because: 'connection' });
  expect(chosen(secure, settings, {}, { kind: 'vscode' })).toEqual({ kind: 'vscode' });
});

test('uses no proxy for a Unix socket', () => {
  const own = { kind: 'this', url: new URL('http://own.example:8080') } as const;
  expect(chosen('http://localhost', {}, {}, own, '/run/kratos.sock')).toEqual({ kind: 'direct', because: 'socket' });
});

test.each([
  ['socks5://person:word@proxy.example:1080', 'socks5://proxy.example:1080'],
  ['http://', ''],
])('reports %s as unusable, without its login', (proxy, shown) => {
  expect(chosen(secure, { proxy })).toEqual({ kind: 'unusable', shown, source: 'http.proxy' });
});
