import { expect, test } from 'vitest';
import { addressText, parseConnectionUrl } from '../../../../src/connections/settings/connectionUrl.ts';
import { isUnencrypted } from '../../../../src/server/consent.ts';
import { aConnection } from '../../builders/connectionBuilder.ts';

test.each([
  ['http://127.0.0.1:4434', 'http://127.0.0.1:4434'],
  ['  http://127.0.0.1:4434/ ', 'http://127.0.0.1:4434'],
  ['http://127.0.0.1:4434/admin', 'http://127.0.0.1:4434'],
  ['http://127.0.0.1:4434/admin/', 'http://127.0.0.1:4434'],
  ['https://gateway.example.org/kratos//', 'https://gateway.example.org/kratos'],
  ['https://gateway.example.org/kratos/admin', 'https://gateway.example.org/kratos'],
  ['https://gateway.example.org/superadmin', 'https://gateway.example.org/superadmin'],
  ['HTTP://Kratos.Example.org:80/?', 'http://kratos.example.org'],
  ['http://[::1]:4434', 'http://[::1]:4434'],
  ['unix:/run/kratos/admin.sock', 'unix:/run/kratos/admin.sock'],
  ['unix:///run/kratos/admin.sock', 'unix:/run/kratos/admin.sock'],
  ['UNIX:/run/kratos.sock:/kratos/admin/', 'unix:/run/kratos.sock:/kratos'],
])('parses %s as the base address %s', (text, base) => {
  expect(addressText(parseConnectionUrl(text))).toBe(base);
});

test.each([
  ['', 'missing'],
  ['   ', 'missing'],
  ['localhost:4434', 'must begin with http'],
  ['127.0.0.1:4434', 'must begin with http'],
  ['ftp://127.0.0.1', 'must begin with http'],
  ['javascript:alert(1)', 'must begin with http'],
  ['http://', 'not a valid address'],
  ['unix:kratos.sock', 'absolute path'],
  ['unix:/run/', 'absolute path'],
  ['unix:/run/kratos.sock:kratos', 'must begin with “:/”'],
  ['unix:/run/kratos.sock:/?key=1', 'query or fragment (“?” or “#”)'],
  ['http://127.0.0.1:99999', 'not a valid address'],
  ['http://a b', 'not a valid address'],
  ['http://ada:secret@127.0.0.1:4434', 'user name or password'],
  ['http://token@127.0.0.1:4434', 'user name or password'],
  ['http://127.0.0.1:4434/?key=1', 'query or fragment (“?” or “#”)'],
  ['http://127.0.0.1:4434/#part', 'query or fragment (“?” or “#”)'],
])('refuses "%s": %s', (text, words) => {
  expect(() => parseConnectionUrl(text)).toThrow(words);
});

test('does not repeat the secret of a refused address', () => {
  expect(() => parseConnectionUrl('http://ada:hunter2@127.0.0.1:4434')).toThrow(/^(?!.*hunter2)/);
});

test.each([
  ['http://127.0.0.1:4434', false],
  ['http://127.9.8.7', false],
  ['http://0x7f000001', false],
  ['http://[::1]:4434', false],
  ['http://localhost:4434', false],
  ['http://kratos.localhost', true],
  ['http://localhost.:4434', true],
  ['unix:/run/kratos.sock', false],
  ['https://kratos.example.org', false],
  ['http://kratos.example.org', true],
  ['http://192.0.2.1', true],
  ['http://127.0.0.1.example.org', true],
  ['http://localhost.example.org', true],
])('returns for %s whether it is unencrypted: %s', (text, readable) => {
  const { url, socketPath } = parseConnectionUrl(text);
  expect(isUnencrypted({ base: url, socketPath, proxy: { kind: 'automatic' } })).toBe(readable);
});

test.each([
  ['http://proxy.example.org:3128', true],
  ['https://proxy.example.org:3128', false],
  ['http://127.0.0.1:3128', false],
  ['automatic', false],
  ['none', false],
  ['vscode', false],
])('returns for this machine through the proxy %s whether it is unencrypted: %s', (proxy, readable) => {
  // A connection's own proxy is used even for loopback addresses.
  expect(isUnencrypted(aConnection({ url: 'http://127.0.0.1:4434', proxy }).server)).toBe(readable);
  expect(isUnencrypted(aConnection({ url: 'https://127.0.0.1:4434', proxy }).server)).toBe(false);
});
