import { expect, test } from 'vitest';
import { headersWithoutSecrets, textWithoutSecrets, withoutSecrets } from '../../../src/http/withoutSecrets.ts';

const secret = `Planted/"Value" <91> & 'õ😀'`;

test.each<[string, string]>([
  ['as it is', secret],
  ['in an address', encodeURIComponent(secret)],
  ['in an address, in small digits', encodeURIComponent(secret).replaceAll(/%../g, (byte) => byte.toLowerCase())],
  ['in an address, encoded twice', encodeURIComponent(encodeURIComponent(secret))],
  ['in a query', new URLSearchParams({ key: secret }).toString().slice('key='.length)],
  ['in JSON', JSON.stringify(secret).slice(1, -1)],
  ['in JSON in JSON', JSON.stringify(JSON.stringify(secret)).slice(3, -3)],
  ['in JSON of Go', JSON.stringify(secret).slice(1, -1).replaceAll(/[&<>]/g, unicode)],
  [
    'in JSON of PHP',
    JSON.stringify(secret)
      .slice(1, -1)
      .replaceAll('/', '\\/')
      .replaceAll(/[^ -~]/g, unicode),
  ],
  ['in HTML', html(secret, { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })],
  ['in HTML of Go', html(secret, { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' })],
  ['in HTML of Python', html(secret, { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#x27;' })],
  ['in HTML, escaped twice', html(secret, { '&': '&amp;amp;', '<': '&amp;lt;', '>': '&amp;gt;', '"': '&amp;#34;' })],
  ['read as Latin-1', Buffer.from(secret).toString('latin1')],
  ['as Latin-1 that was read as UTF-8', Buffer.from(secret.replace('😀', ''), 'latin1').toString()],
])('a text loses the secret that it writes %s', (_how, written) => {
  const told = textWithoutSecrets(`bad key ${written} here`, [secret, secret.replace('😀', '')]);
  expect(told).toBe('bad key … here');
});

test('of two secrets, one a part of the other, nothing is left', () => {
  expect(textWithoutSecrets('saw word and password', ['word', 'password'])).toBe('saw … and …');
});

test('however short it is', () => {
  expect(textWithoutSecrets('bad key s3c', ['s3c'])).toBe('bad key …');
});

test('what means something in a pattern means nothing in a secret', () => {
  expect(textWithoutSecrets('axxb a.*b', ['a.*b'])).toBe('axxb …');
});

test.each<[string, string, string]>([
  ['what no encoding knows', 'парольсекрет1', '\ufffd'],
  ['backslashes', '\\\\\\\\"x', '\\'],
  ['backslashes, for what is escaped by one', '"x', '\\'],
  ['escapes', '""""x', '\\"'],
  ['percent signs, encoded over and over', '%%%%x', '%25'],
  ['ampersands, encoded over and over', '&&&&x', '&amp;amp;'],
])('a long text of %s is looked through at once, whoever chose it', (_what, known, repeated) => {
  // Ways of reading that multiply, or that begin anew at each character, would not end while anybody waits.
  const text = repeated.repeat(300_000);
  expect(textWithoutSecrets(text, [known])).toHaveLength(text.length);
});

test('a run of what no encoding knows is the secret’s from its first character to its last', () => {
  expect(textWithoutSecrets('key \ufffd\ufffd\ufffd\ufffd1, key a\ufffdb', ['пароль1', 'añb'])).toBe('key …, key …');
});

test('backslashes of a secret are found as they are and escaped', () => {
  const known = 'a\\\\b';
  const once = JSON.stringify(known).slice(1, -1);
  const twice = JSON.stringify(once).slice(1, -1);
  expect(textWithoutSecrets([known, once, twice].join(' '), [known])).toBe('… … …');
});

test('without secrets a text stays as it is', () => {
  expect(textWithoutSecrets('bad key', ['', ''])).toBe('bad key');
});

test('no header tells it', () => {
  expect(headersWithoutSecrets({ server: `saw ${secret}`, date: 'today' }, [secret])).toEqual({
    server: 'saw …',
    date: 'today',
  });
});

test('no failure of the network tells it', () => {
  const origin = 'https://kratos.example.org';
  expect(withoutSecrets({ kind: 'network', origin, detail: `saw ${secret}` }, [secret])).toEqual({
    kind: 'network',
    origin,
    detail: 'saw …',
  });
});

function unicode(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function html(text: string, entities: Readonly<Record<string, string>>): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
