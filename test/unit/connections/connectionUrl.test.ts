import { expect, test } from 'vitest';
import { parseConnectionUrl, urlText } from '../../../src/connections/connectionUrl.ts';

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
])('%s is the base address %s', (text, base) => {
  const parsed = parseConnectionUrl(text);
  expect(parsed.kind === 'usable' ? urlText(parsed.url) : parsed.problem).toBe(base);
});

test.each([
  ['', 'missing'],
  ['   ', 'missing'],
  ['localhost:4434', 'must begin with http'],
  ['127.0.0.1:4434', 'must begin with http'],
  ['ftp://127.0.0.1', 'must begin with http'],
  ['javascript:alert(1)', 'must begin with http'],
  ['http://', 'not an address'],
  ['http://127.0.0.1:99999', 'not an address'],
  ['http://a b', 'not an address'],
  ['http://ada:secret@127.0.0.1:4434', 'user name or a password'],
  ['http://token@127.0.0.1:4434', 'user name or a password'],
  ['http://127.0.0.1:4434/?key=1', 'after a “?” or “#”'],
  ['http://127.0.0.1:4434/#part', 'after a “?” or “#”'],
])('"%s" is refused: %s', (text, words) => {
  const parsed = parseConnectionUrl(text);
  expect(parsed.kind === 'unusable' ? parsed.problem : urlText(parsed.url)).toContain(words);
});

test('a refused address repeats no secret', () => {
  expect(JSON.stringify(parseConnectionUrl('http://ada:hunter2@127.0.0.1:4434'))).not.toContain('hunter2');
});
