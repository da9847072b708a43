import { BlockList } from 'node:net';
import { expect, test, vi } from 'vitest';
import { noProxyEntry } from '../../../../../src/core/http/proxy/noProxy.ts';

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
  ['2001:db8:c000::/35', 'https://[2001:db8:dfff::1]'],
  ['::ffff:192.0.2.1', 'https://[::ffff:192.0.2.1]'],
  ['::/0', 'https://[2001:db8::1]'],
  ['[2001:db8::1]', 'https://[2001:db8::1]'],
  ['[2001:db8::1]:4434', 'https://[2001:db8::1]:4434'],
])('"%s" matches %s', (entry, address) => {
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
  ['2001:db8:c000::/35', 'https://[2001:db8:bfff::1]'],
  ['192.0.2.0/24', 'https://[2001:db8::1]'],
  ['2.7', 'http://192.0.2.7'],
])('"%s" does not match %s', (entry, address) => {
  expect(noProxyEntry([entry], new URL(address))).toBeUndefined();
});

test('compares 100,000 ranges without a BlockList for each of them, which took a second', () => {
  const added = vi.spyOn(BlockList.prototype, 'addSubnet');
  const entries = Array.from({ length: 100_000 }, (_, index) => `10.${index >> 8}.${index & 255}.0/24`);
  expect(noProxyEntry(entries, new URL('http://192.0.2.7:4434'))).toBeUndefined();
  expect(noProxyEntry(entries, new URL('http://10.1.2.3:4434'))).toBe('10.1.2.0/24');
  expect(added).not.toHaveBeenCalled();
  added.mockRestore();
});
