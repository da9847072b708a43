import { expect, onTestFinished, test, vi } from 'vitest';
import { type HttpResponse, TransportError, type TransportFailure } from '../../../src/core/http/transport.ts';
import { UndiciTransport } from '../../../src/core/http/undiciTransport.ts';
import { get } from '../core/http/transports.ts';
import { serverAt } from './serverAt.ts';

const identity = '9f8c2c1e-6b1f-4a53-9f0e-1f5a0c2b7d11';
const planted = ['ada@example.org', identity, 'ory_pat_Abc123secret', 'c2VjcmV0OnNlY3JldA', 'ory_kratos_session=MTc'];

type Outcome = HttpResponse | TransportError;

function responseWith(headers: Readonly<Record<string, string>>, status = 200): Outcome {
  return { status, body: Buffer.alloc(237), headers };
}

function failed(failure: TransportFailure): Outcome {
  return new TransportError(failure);
}

/** Returns all lines that one attempt leaves in the log, with their level. */
async function linesOf(outcome: Outcome): Promise<readonly string[]> {
  const send = vi
    .spyOn(UndiciTransport.prototype, 'send')
    .mockImplementation(async ({ spent = { milliseconds: 0 } }) => {
      spent.milliseconds += 41.6;
      if (outcome instanceof TransportError) {
        throw outcome;
      }
      return outcome;
    });
  onTestFinished(() => send.mockRestore());
  // Too short for the wait before a second attempt.
  const { transport, lines } = serverAt(new URL('http://127.0.0.1'), {}, { timeoutMs: 100 });
  await transport.send(get('/admin/sessions/1', { template: '/admin/sessions/{id}' })).catch(() => undefined);
  return lines;
}

test('logs a request as one line with its method, template, status, bytes, time and request id', async () => {
  expect((await linesOf(responseWith({ 'x-request-id': identity })))[0]).toBe(
    `info: [Acme] GET /admin/sessions/{id}: 200, 237 bytes, 42 ms, request ${identity}`,
  );
  expect((await linesOf(responseWith({})))[0]).toBe('info: [Acme] GET /admin/sessions/{id}: 200, 237 bytes, 42 ms');
});

test('logs an error status and a failure as warnings, a failure in the words of the system', async () => {
  expect((await linesOf(responseWith({}, 429)))[0]).toBe(
    'warn: [Acme] GET /admin/sessions/{id}: 429, 237 bytes, 42 ms',
  );
  expect(
    await linesOf(failed({ kind: 'refused', origin: 'http://h', detail: 'connect ECONNREFUSED 127.0.0.1:4434' })),
  ).toEqual(['warn: [Acme] GET /admin/sessions/{id}: refused (connect ECONNREFUSED 127.0.0.1:4434), 42 ms']);
  expect(await linesOf(failed({ kind: 'cancelled' }))).toEqual([
    'warn: [Acme] GET /admin/sessions/{id}: cancelled, 42 ms',
  ]);
});

test('logs headers of the allow-list, and no others, at level Debug', async () => {
  const headers = {
    server: 'nginx',
    'x-ratelimit-remaining': '8',
    'set-cookie': 'a=b',
    location: '/login',
    link: '<x>',
  };
  expect((await linesOf(responseWith(headers)))[1]).toBe(
    'debug: [Acme] GET /admin/sessions/{id}: server: nginx; x-ratelimit-remaining: 8',
  );
});

test('logs no e-mail address, identity id, key or cookie at any level', async () => {
  const everything = planted.join(' ');
  const names = ['x-request-id', 'cf-ray', 'set-cookie', 'location', 'link', 'authorization', 'x-key'];
  const headers = Object.fromEntries(names.map((name) => [name, `Basic c2VjcmV0OnNlY3JldA ${everything}`]));
  const redirects = `more than 3 redirects, the last to /admin/identities/${identity}?email=ada%40example.org`;
  const lines = [
    ...(await linesOf(responseWith(headers))),
    ...(await linesOf(responseWith({ 'x-request-id': 'ory_pat_Abc123secret', server: 'ada@example.org' }))),
    ...(await linesOf(
      responseWith({
        server: `Bearer ory_pat_Abc123secret ${identity} ada@example.org`,
        via: 'Basic c2VjcmV0OnNlY3JldA',
      }),
    )),
    ...(await linesOf(failed({ kind: 'network', origin: 'https://h', detail: redirects }))),
    ...(await linesOf(failed({ kind: 'redirectedAway', origin: 'https://h', target: `https://x/${identity}` }))),
  ];
  expect(lines).toHaveLength(8);
  for (const value of [...planted, 'ada%40example.org']) {
    expect(lines.join('\n')).not.toContain(value);
  }
});

test('logs a header with line breaks as one line', async () => {
  const lines = await linesOf(responseWith({ server: 'a\nb\u202ec', 'x-request-id': 'a\nb' }));
  expect(lines.join()).not.toMatch(/[\n\u202e]/);
});

test('hides a header that repeats a secret, and no other header', async () => {
  const redact = (text: string) => (text.includes('planted') ? '(hidden)' : text);
  const headers = { server: 'saw planted', date: 'today', 'x-request-id': 'planted' };
  expect(await linesOf({ status: 200, body: Buffer.alloc(237), headers, redact })).toEqual([
    'info: [Acme] GET /admin/sessions/{id}: 200, 237 bytes, 42 ms',
    'debug: [Acme] GET /admin/sessions/{id}: server: (hidden); date: today',
  ]);
});
