import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extractIds } from '../../../../src/core/lookup/extractIds.ts';

const a = '5f1e7f2c-9b60-4f43-9a53-4d0a4a1d6b9e';
const b = '9f8c2c1e-6b1f-4a53-9f0e-1f5a0c2b7d11';
const c = '2f5a1c1e-0b1f-4a53-8f0e-3f5a0c2b7d22';
const hash = (id: string) => id.replaceAll('-', '');
const session = (id: string) => ({ id, kind: 'session' });
const identity = (id: string) => ({ id, kind: 'identity' });
const unknown = (id: string) => ({ id, kind: undefined });

describe('a bare id', () => {
  test.each([
    a,
    a.toUpperCase(),
    hash(a),
    hash(a).toUpperCase(),
    `{${a}}`,
    `{${hash(a)}}`,
    `urn:uuid:${a}`,
    ` "${a}",\n`,
  ])('is found in %s', (text) => {
    expect(extractIds(text)).toEqual([unknown(a)]);
  });

  test.each(['', 'ada@example.org', a.slice(1), `${a}0`, `x${hash(a)}`, hash(a).slice(2), 'g'.repeat(32)])(
    'is not found in %j',
    (text) => {
      expect(extractIds(text)).toEqual([]);
    },
  );
});

describe('a URL', () => {
  test.each([
    [`http://127.0.0.1:4434/admin/sessions/${a}?expand=identity`, [session(a)]],
    [`GET /admin/identities/${b} HTTP/1.1`, [identity(b)]],
    [`https://acme.example/admin/identities/${b}/sessions?page=1`, [identity(b)]],
    [`kratos://acme/identities/${b}/sessions/${a}.json`, [identity(b), session(a)]],
    [`kratos://acme/identities/${b}/sessions-without-identity/${a}.json`, [identity(b), session(a)]],
    [`https://console.example/projects/${c}/identities/${b}/details`, [identity(b)]],
    [`https://ui.example/?session_id=${hash(a)}&x=1`, [session(a)]],
  ])('names the kinds of its ids: %s', (text, expected) => {
    expect(extractIds(text)).toEqual(expected);
  });
});

describe('JSON', () => {
  test('names the kind of an id by the members beside it', () => {
    expect(extractIds(`{"id":"${a}","active":true,"authenticator_assurance_level":"aal1"}`)).toEqual([session(a)]);
    expect(extractIds(`{"id":"${b}","schema_id":"default","traits":{}}`)).toEqual([identity(b)]);
  });

  test('names the kind by later members and leaves out devices and addresses', () => {
    const text = `{
      "id": "${a}",
      "identity": { "id": "${b}", "verifiable_addresses": [{ "id": "${c}", "value": "ada@example.org" }] },
      "devices": [{ "id": "${c}", "user_agent": "curl" }],
      "issued_at": "2026-11-23T16:41:25Z"
    }`;
    expect(extractIds(text)).toEqual([session(a), identity(b)]);
  });

  test('names the kind in a list, in a part of an object, and when it is cut off', () => {
    expect(extractIds(`[{"id":"${a}","issued_at":"x"},{"id":"${b}","issued_at":"y"}]`)).toEqual([
      session(a),
      session(b),
    ]);
    expect(extractIds(`"id": "${a}",\n  "active": true,\n  "issued_at": "2026`)).toEqual([session(a)]);
    expect(extractIds(`{"sessions":[{"id":"${a}"`)).toEqual([session(a)]);
  });
});

describe('a log line', () => {
  test.each([
    [`time=2026-11-23 level=info session_id=${a} identity_id=${b}`, [session(a), identity(b)]],
    [`{"level":"info","session":{"id":"${a}"},"identity":{"id":"${b}"}}`, [session(a), identity(b)]],
    [`msg="done" payload={"session":{"id":"${a}"}} took=3ms`, [session(a)]],
    [`{"msg":"{\\"session\\":{\\"id\\":\\"${a}\\"}}"}`, [session(a)]],
    [`{"SessionID":"${a}","IdentityID":"${b}"}`, [session(a), identity(b)]],
    [`kratos.session.id=${a}`, [session(a)]],
    [`Session ${a} of identity "${b}" was revoked`, [session(a), identity(b)]],
    [`trace_id=${hash(c)} session=${a}`, [session(a)]],
    [`request_id=${c} user=${a}`, [unknown(a)]],
    [`trace_id=${hash(c)}`, [unknown(c)]],
    [`subject: ${b}`, [unknown(b)]],
  ])('names the kinds of its ids: %s', (text, expected) => {
    expect(extractIds(text)).toEqual(expected);
  });

  test('leaves the kind of an id undefined when it names both', () => {
    expect(extractIds(`session_id=${a} identity_id=${a}`)).toEqual([unknown(a)]);
  });
});

describe('an escape before an id', () => {
  test.each([
    [`https://ui.example/?filter=%7B%22id%22%3A%22${a}%22%7D`, [unknown(a)]],
    [`redirect_to=https%3A%2F%2Fui.example%2F%3Fsession_id%3D${a}`, [session(a)]],
    [`payload=session_id%3a${hash(a)}%2c`, [session(a)]],
    [`next=%2Fadmin%2Fsessions%2F${a}%3Fexpand`, [session(a)]],
    [`q=identity%20${b}`, [identity(b)]],
    [`{"msg":"revoked the session\\n${a}\\nof the person"}`, [session(a)]],
    [`{"msg":"session_id=\\u003c${a}\\u003e"}`, [session(a)]],
    [`\u001b[36msession_id\u001b[0m=\u001b[32m${a}\u001b[0m`, [session(a)]],
    [`{"log":"\\u001b[32m${a}\\u001b[0m"}`, [unknown(a)]],
    [`redirect_to=%252Fidentities%252F${b}`, [identity(b)]],
  ])('is skipped in %j', (text, expected) => {
    expect(extractIds(text)).toEqual(expected);
  });

  test.each([`n${a}`, `u003c${a}`, `[32m${a}`])('is not found in %j, which contains no id', (text) => {
    expect(extractIds(text)).toEqual([]);
  });
});

// With an unbounded repetition of escapes, ten texts took twenty seconds.
test.each(['25', '%25'])('reads ten texts of 100,000 characters of “%s”', (repeated) => {
  const text = repeated.repeat(100_000 / repeated.length);
  for (let read = 0; read < 10; read += 1) {
    expect(extractIds(text)).toEqual([]);
  }
});

test('finds an id after an escape that is escaped up to eight times', () => {
  expect(extractIds(`%${'25'.repeat(8)}3D${a}`)).toEqual([unknown(a)]);
  expect(extractIds(`%${'25'.repeat(9)}3D${a}`)).toEqual([]);
});

const spelling = fc.constantFrom(
  (id: string) => id,
  (id: string) => id.toUpperCase(),
  hash,
  (id: string) => `{${id}}`,
  (id: string) => `urn:uuid:${id}`,
);

test('finds each id once in order, in any spelling and between any text', () => {
  const noise = fc.string().map((text) => ` ${text.replace(/[\da-z]/gi, '')} `);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.uuid(), spelling, noise), { minLength: 1, maxLength: 5 }), (parts) => {
      const text = parts.map(([id, spell, between]) => spell(id) + between).join('');
      expect(extractIds(text).map(({ id }) => id)).toEqual([...new Set(parts.map(([id]) => id))]);
    }),
  );
});

test('finds the ids of any session and identity in JSON', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), fc.dictionary(fc.string(), fc.jsonValue()), (id, identityId, others) => {
      fc.pre(id !== identityId);
      const text = JSON.stringify({ id, issued_at: 'x', identity: { id: identityId, traits: others } }, undefined, 2);
      const found = extractIds(text);
      expect(found).toContainEqual(session(id));
      expect(found).toContainEqual(identity(identityId));
    }),
  );
});

test('returns a result for any broken or deeply nested text', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('{', '[', '"', ':', ',', '\\', 'a', '-', '0') }), (text) => {
      expect(extractIds(text)).toEqual([]);
    }),
  );
  expect(extractIds('['.repeat(100_000))).toEqual([]);
  expect(extractIds(`{"id":"${a}",`.repeat(2_000))).toEqual([unknown(a)]);
});
