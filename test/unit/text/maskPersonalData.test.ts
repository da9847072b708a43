import { expect, test } from 'vitest';
import { maskPersonalData } from '../../../src/text/maskPersonalData.ts';

test.each([
  ['ada@example.org', 'a…@example.org'],
  ['mails to ada@example.org and émile.b@x.example.', 'mails to a…@example.org and é…@x.example.'],
  ['ada%40example.org', 'a…%40example.org'],
  ['from 203.0.113.7, then 203.0.113.0/24', 'from 203.0.113.0/24, then 203.0.113.0/24'],
  ['2001:db8:51::7 and 2001:db8:51:0:1:2:3:4', '2001:db8:51::/48 and 2001:db8:51::/48'],
  ['from ::ffff:203.0.113.7.', 'from 203.0.113.0/24.'],
  ['at 10:20:30 of Kratos 1.2.3', 'at 10:20:30 of Kratos 1.2.3'],
  ['key ory_st_abcdef', 'key <key>'],
])('masks %s as %s', (text, masked) => {
  expect(maskPersonalData(text)).toBe(masked);
});

test.each(['a', ' ', '-', '@'])('masks a long text of a server that repeats "%s" without a hang', (character) => {
  const text = character.repeat(200_000);
  expect(maskPersonalData(text) === text).toBe(true);
});

test.each([
  ['ada@example.org!bob@example.org', 'a…@example.org'],
  ['to=<ada@example.org>,(bob@example.net)', 'to=<a…@example.org>,(b…@example.net)'],
  ['Authorization: Bearer   abc.def-123', 'Authorization: Bearer   <key>'],
  ['basic dXNlcjpwYXNz', 'basic <key>'],
])('masks each address and key of %s', (text, masked) => {
  expect(maskPersonalData(text)).toBe(masked);
});
