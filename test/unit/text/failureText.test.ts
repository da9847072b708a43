import { describe, expect, test } from 'vitest';
import type { Failure } from '../../../src/core/kratos/failure.ts';
import { failureText } from '../../../src/text/failureText.ts';
import { failureWords } from '../../../src/text/failureWords.ts';

type Examples = { readonly [Kind in Failure['kind']]: readonly Omit<Extract<Failure, { kind: Kind }>, 'kind'>[] };

const origin = 'https://kratos.example.org:8443';
const proxy = 'http://proxy.example.org:3128';
const detail = 'a message of the system';

/** At least one example of every kind. */
const examples: Examples = {
  cancelled: [{}],
  refused: [{ origin, detail }],
  hostNotFound: [{ origin, detail }],
  offline: [{ origin, detail }],
  timeout: [{ origin, seconds: 30 }],
  tls: [
    { origin, detail, problem: { kind: 'unknownAuthority' } },
    { origin, detail, problem: { kind: 'expired' } },
    { origin, detail, problem: { kind: 'notYetValid' } },
    { origin, detail, problem: { kind: 'wrongName', host: 'kratos.example.org', names: ['*.example.com'] } },
    { origin, detail, problem: { kind: 'wrongName', host: 'kratos.example.org', names: [] } },
    { origin, detail, problem: { kind: 'clientCertificateWanted' } },
    { origin, detail, problem: { kind: 'clientCertificateRefused' } },
    { origin, detail, problem: { kind: 'notTls' } },
    { origin, detail, problem: { kind: 'other' } },
  ],
  connectionLost: [{ origin, detail }],
  truncatedBody: [{ origin, detail }],
  tooLarge: [{ origin, megabytes: 100 }],
  redirectedAway: [{ origin, target: 'https://login.example.com/start' }],
  network: [{ origin, detail }],
  secretMissing: [
    { origin, secret: 'bearer' },
    { origin, secret: 'password' },
    { origin, secret: 'passphrase' },
    { origin, secret: 'proxyPassword' },
    { origin, secret: 'proxyLogin' },
    { origin, secret: 'header:x-api-key' },
  ],
  secretUnusable: [{ origin, secret: 'bearer' }],
  notEncrypted: [{ origin }],
  locked: [{}],
  fileUnreadable: [{ path: '/etc/ssl/ca.pem', detail }],
  fileUnusable: [
    { path: '/etc/ssl/me.p12', problem: 'wrongPassphrase', detail },
    { path: '/etc/ssl/me.p12', problem: 'legacyEncryption', detail },
    { path: '/etc/ssl/me.key', problem: 'keyOfAnother', detail },
    { path: '/etc/ssl/me.pem', problem: 'tooWeak', detail },
    { path: '/etc/ssl/me.pem', problem: 'notUnderstood', detail },
  ],
  proxyUnreachable: [{ proxy, detail }],
  proxyLogin: [{ proxy }],
  vscodeProxyLogin: [{ origin }],
  proxyRefused: [{ proxy, origin, status: 403 }],
  proxyUnusable: [{ proxy: 'socks5://proxy.example.org' }],
  notFound: [
    { resource: 'identity', id: '1' },
    { resource: 'session', id: '1' },
    { resource: 'externalId', id: 'crm-42' },
  ],
  otherResponse: [{}],
  falselyMissing: [{}],
  rejected: [{ reason: 'The page token is invalid, do not craft your own page tokens' }],
  unauthorized: [{ reason: undefined }, { reason: 'Access credentials are invalid' }],
  forbidden: [{ reason: undefined }, { reason: 'Not from this network' }],
  noSuchRoute: [{ template: '/admin/identities/{id}', status: 404 }],
  rateLimited: [{ retryAfterSeconds: undefined }, { retryAfterSeconds: 12 }],
  serverError: [
    { status: 500, reason: undefined },
    { status: 503, reason: 'database is starting' },
  ],
  notKratos: [
    { status: 200, found: { what: 'html', title: 'Sign in' } },
    { status: 200, found: { what: 'html', title: undefined } },
    { status: 200, found: { what: 'text', start: 'OK' } },
    { status: 200, found: { what: 'empty' } },
    { status: 200, found: { what: 'truncatedJson' } },
    { status: 200, found: { what: 'invalidJson' } },
    { status: 200, found: { what: 'unexpectedShape', problem: 'expected an array' } },
  ],
};

const all = Object.entries(examples).flatMap(([kind, failures]) =>
  failures.map((failure) => [kind, { kind, ...failure } as Failure] as const),
);

test.each(all)('describes %s in full sentences on one line without placeholders', (_kind, failure) => {
  expect(failureText(failure)).toMatch(/^[^\n]+\.$/);
  expect(failureText(failure)).not.toMatch(/\{\d\}|undefined/);
});

test.each(all)(
  'names %s in at most 20 characters, so that a row of 300 pixels has room for a translation',
  (_kind, failure) => {
    expect(failureWords(failure)).toMatch(/^[A-Z][^.{}]{3,19}$/);
  },
);

test('describes all failures differently', () => {
  const texts = all.map(([, failure]) => failureText(failure));
  expect(new Set(texts).size).toBe(texts.length);
});

test.each<[Failure, string]>([
  [
    { kind: 'tls', origin, detail, problem: { kind: 'wrongName', host: 'a.example.org', names: ['b.example.org'] } },
    `The certificate of ${origin} is for b.example.org, not for a.example.org. Correct the address, or the connection’s server name.`,
  ],
  [
    { kind: 'secretMissing', origin, secret: 'bearer' },
    `No key (bearer token) is stored for ${origin}: it was never entered, or was entered for a different address. Enter it for this connection.`,
  ],
  [
    { kind: 'proxyLogin', proxy },
    `The proxy ${proxy} requires a login, or rejected the one sent (407). Enter the login for this connection.`,
  ],
  [{ kind: 'rateLimited', retryAfterSeconds: 12 }, 'Too many requests (429). Try again in 12 seconds.'],
])('says what happened and what to do for %o', (failure, text) => {
  expect(failureText(failure)).toBe(text);
});

describe('untrusted text in a failure', () => {
  test('is shown with visible characters and cut', () => {
    const text = failureText({ kind: 'serverError', status: 500, reason: `\u202e${'long '.repeat(2000)}` });
    expect(text).toContain('⟨U+202E⟩');
    expect(text.length).toBeLessThan(400);
  });

  test.each<Failure>([
    { kind: 'unauthorized', reason: 'Bearer ory_pat_Abc123secret is unknown' },
    { kind: 'notKratos', status: 200, found: { what: 'text', start: 'authorization: Bearer ory_pat_Abc123secret' } },
    { kind: 'network', origin, detail: 'Invalid header value Bearer ory_pat_Abc123secret' },
  ])('is shown without the key that it repeats: $kind', (failure) => {
    expect(failureText(failure)).not.toContain('Abc123secret');
  });
});
