import { expect, test } from 'vitest';
import { noProxyEntry } from '../../../../src/http/proxy/noProxy.ts';

test.each([
  ['*', 'https://kratos.example.org'],
  ['kratos.example.org', 'https://kratos.example.org'],
  ['KRATOS.example.org', 'https://kratos.EXAMPLE.org'],
  ['example.org', 'https://kratos.example.org'],
  ['.example.org', 'https://kratos.example.org'],
  ['*.example.org', 'https://kratos.example.org'],
  ['kratos.example.org:443', 'https://kratos.example.org'],
  ['kratos.example.org:80', 'http://kratos.example.org'],
  ['kratos.example.org:4434', 'http://kratos.example.org:4434'],
  ['192.0.2.7', 'http://192.0.2.7:4434'],
  ['192.0.2.7:4434', 'http://192.0.2.7:4434'],
  ['192.0.2.0/24', 'http://192.0.2.7:4434'],
  ['10.0.0.0/8', 'https://10.1.2.3'],
  ['2001:db8::/32', 'https://[2001:db8::1]'],
  ['2001:db8::1', 'https://[2001:db8:0:0::1]'],
  ['[2001:db8::1]', 'https://[2001:db8::1]'],
  ['[2001:db8::1]:4434', 'https://[2001:db8::1]:4434'],
])('"%s" keeps %s from the proxy', (entry, address) => {
  expect(noProxyEntry(['elsewhere.example', ` ${entry} `], new URL(address))).toBe(entry);
});

test.each([
  ['', 'https://kratos.example.org'],
  ['ratos.example.org', 'https://kratos.example.org'],
  ['kratos.example.org', 'https://example.org'],
  ['kratos.example.org:4434', 'https://kratos.example.org'],
  ['kratos.example.org:443', 'http://kratos.example.org'],
  ['192.0.2.0/24', 'http://192.0.3.7'],
  ['192.0.2.0/99', 'http://192.0.2.7'],
  ['10.0.0.0/8', 'https://10.example.org'],
  ['2.7', 'http://192.0.2.7.example.org'],
  ['[2001:db8::1]:4434', 'https://[2001:db8::1]'],
  ['2001:db8::/32', 'https://[2001:db9::1]'],
])('"%s" does not keep %s from the proxy', (entry, address) => {
  expect(noProxyEntry([entry], new URL(address))).toBeUndefined();
});
