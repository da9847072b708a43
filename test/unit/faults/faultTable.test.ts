import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Failure } from '../../../src/core/kratos/failure.ts';
import { failureText } from '../../../src/text/failureText.ts';
import { faultList } from './faultList.ts';

type Kind =
  | Exclude<Failure['kind'], 'tls' | 'fileUnusable' | 'notKratos' | 'notFound'>
  | `tls: ${Extract<Failure, { kind: 'tls' }>['problem']['kind']}`
  | `fileUnusable: ${Extract<Failure, { kind: 'fileUnusable' }>['problem']}`
  | `notKratos: ${Extract<Failure, { kind: 'notKratos' }>['found']['what']}`
  | `notFound: ${Extract<Failure, { kind: 'notFound' }>['resource']}`;

const origin = 'https://kratos.example.org';
const proxy = 'http://proxy.example.org:3128';
const detail = '…';
const status = 200;
const id = '…';

/** A failure of each kind. A new kind does not compile until it is added here. */
const examples: Readonly<Record<Kind, Failure>> = {
  cancelled: { kind: 'cancelled' },
  refused: { kind: 'refused', origin, detail },
  hostNotFound: { kind: 'hostNotFound', origin, detail },
  offline: { kind: 'offline', origin, detail },
  timeout: { kind: 'timeout', origin, seconds: 30 },
  connectionLost: { kind: 'connectionLost', origin, detail },
  truncatedBody: { kind: 'truncatedBody', origin, detail },
  tooLarge: { kind: 'tooLarge', origin, megabytes: 100 },
  redirectedAway: { kind: 'redirectedAway', origin, target: 'https://login.example.org/sign-in' },
  network: { kind: 'network', origin, detail },
  'tls: unknownAuthority': { kind: 'tls', origin, detail, problem: { kind: 'unknownAuthority' } },
  'tls: expired': { kind: 'tls', origin, detail, problem: { kind: 'expired' } },
  'tls: notYetValid': { kind: 'tls', origin, detail, problem: { kind: 'notYetValid' } },
  'tls: wrongName': {
    kind: 'tls',
    origin,
    detail,
    problem: { kind: 'wrongName', host: 'kratos.example.org', names: ['kratos.internal'] },
  },
  'tls: clientCertificateWanted': { kind: 'tls', origin, detail, problem: { kind: 'clientCertificateWanted' } },
  'tls: clientCertificateRefused': { kind: 'tls', origin, detail, problem: { kind: 'clientCertificateRefused' } },
  'tls: notTls': { kind: 'tls', origin, detail, problem: { kind: 'notTls' } },
  'tls: other': { kind: 'tls', origin, detail, problem: { kind: 'other' } },
  secretMissing: { kind: 'secretMissing', origin, secret: 'bearer' },
  secretUnusable: { kind: 'secretUnusable', origin, secret: 'header:x-api-key' },
  notEncrypted: { kind: 'notEncrypted', origin },
  locked: { kind: 'locked' },
  fileUnreadable: { kind: 'fileUnreadable', path: '/etc/ssl/ca.pem', detail },
  'fileUnusable: wrongPassphrase': {
    kind: 'fileUnusable',
    path: '/etc/ssl/me.p12',
    problem: 'wrongPassphrase',
    detail,
  },
  'fileUnusable: legacyEncryption': {
    kind: 'fileUnusable',
    path: '/etc/ssl/me.p12',
    problem: 'legacyEncryption',
    detail,
  },
  'fileUnusable: keyOfAnother': { kind: 'fileUnusable', path: '/etc/ssl/me.key', problem: 'keyOfAnother', detail },
  'fileUnusable: tooWeak': { kind: 'fileUnusable', path: '/etc/ssl/me.pem', problem: 'tooWeak', detail },
  'fileUnusable: notUnderstood': { kind: 'fileUnusable', path: '/etc/ssl/me.pem', problem: 'notUnderstood', detail },
  proxyUnreachable: { kind: 'proxyUnreachable', proxy, detail },
  proxyLogin: { kind: 'proxyLogin', proxy },
  vscodeProxyLogin: { kind: 'vscodeProxyLogin', origin },
  proxyRefused: { kind: 'proxyRefused', proxy, origin, status: 403 },
  proxyUnusable: { kind: 'proxyUnusable', proxy: 'socks5://proxy.example.org' },
  unauthorized: { kind: 'unauthorized', reason: undefined },
  forbidden: { kind: 'forbidden', reason: undefined },
  noSuchRoute: { kind: 'noSuchRoute', template: '/admin/sessions/{id}', status: 404 },
  rateLimited: { kind: 'rateLimited', retryAfterSeconds: 12 },
  serverError: { kind: 'serverError', status: 503, reason: 'no healthy upstream' },
  rejected: { kind: 'rejected', reason: '…' },
  'notFound: identity': { kind: 'notFound', resource: 'identity', id },
  'notFound: session': { kind: 'notFound', resource: 'session', id },
  'notFound: externalId': { kind: 'notFound', resource: 'externalId', id },
  otherResponse: { kind: 'otherResponse' },
  falselyMissing: { kind: 'falselyMissing' },
  'notKratos: html': { kind: 'notKratos', status, found: { what: 'html', title: 'Sign in' } },
  'notKratos: text': { kind: 'notKratos', status, found: { what: 'text', start: 'It works!' } },
  'notKratos: empty': { kind: 'notKratos', status, found: { what: 'empty' } },
  'notKratos: truncatedJson': { kind: 'notKratos', status, found: { what: 'truncatedJson' } },
  'notKratos: invalidJson': { kind: 'notKratos', status, found: { what: 'invalidJson' } },
  'notKratos: tooManyItems': { kind: 'notKratos', status, found: { what: 'tooManyItems' } },
  'notKratos: tooDeep': { kind: 'notKratos', status, found: { what: 'tooDeep' } },
  'notKratos: unexpectedShape': { kind: 'notKratos', status, found: { what: 'unexpectedShape', problem: '…' } },
};

interface Row {
  readonly fault: string;
  readonly kind: string;
  readonly sentence: string;
  readonly file: string;
  readonly test: string;
}

const page = readFileSync('docs/faults.md', 'utf8');

/** Paths of the tests by the text of their links: "[file]: ../path". */
const paths = new Map([...page.matchAll(/^\[(.+)\]: \.\.\/(.+)$/gm)].map(([, file = '', path = '']) => [file, path]));

/** Sections of "### `kind`", "> sentence" and "- fault: [file] “title of the test”", of which each may be wrapped. */
const sections = page
  .split(/^### /m)
  .slice(1)
  .map((section) => ({
    kind: /^`(.+)`$/m.exec(section)?.[1] ?? '',
    sentence: [...section.matchAll(/^> (.+)$/gm)].map(([, line]) => line).join(' '),
    faults: [...section.replaceAll('\n  ', ' ').matchAll(/^- (.*?)(?:: \[(.+?)\](?: “(.+)”)?)?$/gm)],
  }));

const rows: readonly Row[] = sections.flatMap(({ kind, sentence, faults }) =>
  faults.map(([, fault = '', file = '', name = '']) => ({
    fault,
    kind,
    sentence,
    file: paths.get(file) ?? '',
    test: name,
  })),
);

const faults = 'test/unit/faults/faults.test.ts';

test('has one section of docs/faults.md for every kind of failure, and no other', () => {
  expect(sections.map(({ kind }) => kind).sort()).toEqual(Object.keys(examples).sort());
  expect(sections.filter(({ faults }) => faults.length === 0)).toEqual([]);
});

test.each(rows)('has the sentence that the user reads in docs/faults.md for $kind, $fault', ({ kind, sentence }) => {
  const example = Object.entries(examples).find(([key]) => key === kind)?.[1];
  expect(sentence).toBe(example && failureText(example));
});

test.each(rows)('names an existing test in docs/faults.md for $kind, $fault', ({ fault, kind, file, test: name }) => {
  if (file === faults) {
    const listed = faultList.find((one) => one.name === fault);
    expect(listed?.failure.kind).toBe(kind.replace(/:.*/, ''));
  } else {
    expect(existsSync(file)).toBe(true);
    expect(name).not.toBe('');
    expect(readFileSync(file, 'utf8')).toContain(name);
  }
});

test('has every fault of the fault list in docs/faults.md', () => {
  const named = rows.filter(({ file }) => file === faults).map(({ fault }) => fault);
  expect(named.sort()).toEqual(faultList.map(({ name }) => name).sort());
});
