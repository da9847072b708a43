import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hiddenText, redactFailure, redactText } from '../../../../src/core/http/redact.ts';

const secret = `Planted/"Value" <91> & 'õ😀'`;

test.each<[string, string]>([
  ['as it is', secret],
  ['in upper case', secret.toUpperCase()],
  ['in an address', encodeURIComponent(secret)],
  ['in an address, in small digits', encodeURIComponent(secret).replaceAll(/%../g, (byte) => byte.toLowerCase())],
  ['in an address, encoded twice', encodeURIComponent(encodeURIComponent(secret))],
  ['in an address, with its letters escaped', allEscaped((code) => `%${hex(code, 2)}`)],
  ['in an address, with its letters escaped twice', allEscaped((code) => `%25${hex(code, 2)}`)],
  ['in an address, as code units', allEscaped((code) => `%u${hex(code, 4)}`)],
  ['in a query', new URLSearchParams({ key: secret }).toString().slice('key='.length)],
  ['in JSON', JSON.stringify(secret).slice(1, -1)],
  ['in JSON in JSON', JSON.stringify(JSON.stringify(secret)).slice(3, -3)],
  ['in JSON, with its letters escaped', allEscaped((code) => `\\u${hex(code, 4)}`)],
  ['in JSON in JSON, with its letters escaped', allEscaped((code) => `\\\\u${hex(code, 4)}`)],
  ['in JSON of Go', JSON.stringify(secret).slice(1, -1).replaceAll(/[&<>]/g, unicode)],
  [
    'in JSON of PHP',
    JSON.stringify(secret)
      .slice(1, -1)
      .replaceAll('/', '\\/')
      .replaceAll(/[^ -~]/g, unicode),
  ],
  ['in JavaScript', allEscaped((code) => `\\x${hex(code, 2)}`)],
  ['in JavaScript, as code points', allEscaped((code) => `\\u{${hex(code, 1)}}`)],
  ['in HTML', html(secret, { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })],
  ['in HTML of Go', html(secret, { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' })],
  ['in HTML of Python', html(secret, { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#x27;' })],
  ['in HTML, escaped twice', html(secret, { '&': '&amp;amp;', '<': '&amp;lt;', '>': '&amp;gt;', '"': '&amp;#34;' })],
  ['in HTML, with its letters escaped', allEscaped((code) => `&#${code};`)],
  ['in HTML, with its letters escaped and no semicolons', allEscaped((code) => `&#x${hex(code, 4)}`)],
  ['in HTML, with its letters escaped twice', allEscaped((code) => `&amp;amp;#${code};`)],
  ['in HTML, with entities for punctuation', secret.replace('/', '&sol;').replace('&', '&AMP;')],
  ['in HTML in an address in JSON', JSON.stringify(encodeURIComponent(allEscaped((code) => `&#${code};`)))],
  ['as UTF-16 that was read as UTF-8', Buffer.from(secret, 'utf16le').toString()],
  ['as UTF-16 of the other order', Buffer.from(secret, 'utf16le').swap16().toString()],
  ['as UTF-16 in an address', [...Buffer.from(secret, 'utf16le')].map((byte) => `%${hex(byte, 2)}`).join('')],
  ['read as Latin-1', Buffer.from(secret).toString('latin1')],
  ['as Latin-1 that was read as UTF-8', Buffer.from(secret.replace('😀', ''), 'latin1').toString()],
  ['over several lines', [...secret].join('\r\n ')],
  ['after half an escape', `%${secret}`],
])('hides a text that repeats a secret %s', (_how, written) => {
  expect(redactText(`bad key ${written} here`, [secret])).toBe(hiddenText);
});

test('hides a text that repeats a secret which looks escaped itself', () => {
  for (const known of ['50%25off', 'a&amp;b', 'corp\\new', 'a\\\\b', '%41%42']) {
    for (const written of [known, encodeURIComponent(known), JSON.stringify(known), known.replaceAll('&', '&amp;')]) {
      expect(redactText(`bad key ${written} here`, [known])).toBe(hiddenText);
    }
  }
});

test('hides a text that repeats a random secret through up to four random encodings', () => {
  const encoding = fc.constantFrom<(text: string) => string>(
    encodeURIComponent,
    (text) => JSON.stringify(text).slice(1, -1),
    (text) => text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`),
    (text) => text.toUpperCase().toLowerCase(),
    (text) => text.replaceAll(/./gsu, (character) => `&#x${hex(character.codePointAt(0) ?? 0, 1)};`),
    (text) => text.replaceAll(/[\0-\x7f]/g, (character) => `%${hex(character.charCodeAt(0), 2)}`),
  );
  const known = fc.string({ minLength: 8, maxLength: 20 });
  fc.assert(
    fc.property(known, fc.array(encoding, { maxLength: 4 }), (value, encodings) => {
      const written = encodings.reduce((text, encode) => encode(text), value);
      expect(redactText(`bad key "${written}" here`, [value])).toBe(hiddenText);
    }),
    { seed: 7, numRuns: 1_000 },
  );
});

test.each<[string, string, string]>([
  ['however short it is', 'bad key s3c', 's3c'],
  ['where another one is in the text', 'saw passwords', 'word'],
  ['whose characters mean something in a pattern', 'axxb a.*b', 'a.*b'],
  ['without ASCII letters and digits, wherever it is not', 'any text', 'пароль'],
])('hides a text with a secret %s', (_what, text, known) => {
  expect(redactText(text, ['not in the text', known])).toBe(hiddenText);
});

test('hides a text with more than eight layers of escapes', () => {
  let text = 'x';
  for (let layer = 0; layer < 9; layer += 1) {
    text = layer % 2 === 0 ? text.replaceAll(/[x&#\d;]/g, decimalEntity) : text.replaceAll(/[&#\d;]/g, percentByte);
  }
  expect(redactText(text, ['planted-key'])).toBe(hiddenText);
  expect(redactText(text, [])).toBe(text.slice(0, 1_000));
});

test('shows the start of a text that repeats no secret, unchanged', () => {
  const text = `bad key &amp; %C3%B5 "õ" ${'x'.repeat(2_000)}`;
  expect(redactText(text, [secret])).toBe(text.slice(0, 1_000));
  expect(redactText('bad key', ['', ''])).toBe('bad key');
});

test('hides a text that is cut in the middle of a secret', () => {
  const known = 'planted'.repeat(100);
  expect(redactText(`${'x'.repeat(990)}${known}`, [known])).toBe(hiddenText);
});

test.each<[string, string]>([
  ['a character outside all encodings', '\ufffd'],
  ['backslashes', '\\'],
  ['escaped quotes', '\\"'],
  ['escaped letters', '\\u0070'],
  ['percent signs', '%'],
  ['percent signs, encoded again and again', '%25'],
  ['ampersands, encoded again and again', '&amp;amp;'],
  ['entities without an end', '&#0'],
  ['the secret without its last letter', 'planted-ke'],
])('searches ten million characters of %s in linear time', (_what, repeated) => {
  const text = repeated.repeat(10_000_000 / repeated.length);
  expect(redactText(text, ['planted-key'])).toBe(text.slice(0, 1_000));
});

test('hides the detail and the redirect target of a failure that repeats a secret', () => {
  const origin = 'https://kratos.example.org';
  expect(redactFailure({ kind: 'network', origin, detail: `saw ${secret}` }, [secret])).toEqual({
    kind: 'network',
    origin,
    detail: hiddenText,
  });
  const target = `https://login.example.org/${encodeURIComponent(secret)}`;
  expect(redactFailure({ kind: 'redirectedAway', origin, target }, [secret])).toEqual({
    kind: 'redirectedAway',
    origin,
    target: hiddenText,
  });
});

/** Returns the secret with each ASCII character escaped, also its letters. */
function allEscaped(escaped: (code: number) => string): string {
  return secret.replaceAll(/[\0-\x7f]/g, (character) => escaped(character.charCodeAt(0)));
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

function unicode(unit: string): string {
  return `\\u${hex(unit.charCodeAt(0), 4)}`;
}

function decimalEntity(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}

function percentByte(character: string): string {
  return `%${hex(character.charCodeAt(0), 2)}`;
}

function html(text: string, entities: Readonly<Record<string, string>>): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
