import { expect, test } from 'vitest';
import {
  type HttpResponse,
  type Transport,
  TransportError,
  type TransportFailure,
} from '../../../src/http/transport.ts';
import { withLog } from '../../../src/server/withLog.ts';
import { get } from '../http/transports.ts';

const person = '9f8c2c1e-6b1f-4a53-9f0e-1f5a0c2b7d11';
const planted = ['ada@example.org', person, 'ory_pat_Abc123secret', 'c2VjcmV0OnNlY3JldA', 'ory_kratos_session=MTc'];

type Outcome = HttpResponse | TransportError;

function answered(headers: Readonly<Record<string, string>>, status = 200): Outcome {
  return { status, body: Buffer.alloc(237), headers };
}

function failed(failure: TransportFailure): Outcome {
  return new TransportError(failure);
}

/** All lines that one request leaves in the log, with their level. */
async function linesOf(outcome: Outcome): Promise<readonly string[]> {
  const lines: string[] = [];
  const at = (level: string) => (line: string) => lines.push(`${level}: ${line}`);
  const transport: Transport = {
    async send({ spent }) {
      if (spent !== undefined) {
        spent.milliseconds += 41.6;
      }
      if (outcome instanceof TransportError) {
        throw outcome;
      }
      return outcome;
    },
    async close() {},
  };
  const logged = withLog(transport, { info: at('info'), warn: at('warn'), debug: at('debug') }, 'Acme');
  await logged.send(get('/admin/sessions/1', { template: '/admin/sessions/{id}' })).catch(() => undefined);
  return lines;
}

test('a request is one line: method, template, status, bytes, time and what its operators find it by', async () => {
  expect((await linesOf(answered({ 'x-request-id': person })))[0]).toBe(
    `info: [Acme] GET /admin/sessions/{id}: 200, 237 bytes, 42 ms, request ${person}`,
  );
  expect((await linesOf(answered({})))[0]).toBe('info: [Acme] GET /admin/sessions/{id}: 200, 237 bytes, 42 ms');
});

test('a refusal and a failure are warnings, a failure in the words of the system', async () => {
  expect((await linesOf(answered({}, 429)))[0]).toBe('warn: [Acme] GET /admin/sessions/{id}: 429, 237 bytes, 42 ms');
  expect(
    await linesOf(failed({ kind: 'refused', origin: 'http://h', detail: 'connect ECONNREFUSED 127.0.0.1:4434' })),
  ).toEqual(['warn: [Acme] GET /admin/sessions/{id}: refused (connect ECONNREFUSED 127.0.0.1:4434), 42 ms']);
  expect(await linesOf(failed({ kind: 'cancelled' }))).toEqual([
    'warn: [Acme] GET /admin/sessions/{id}: cancelled, 42 ms',
  ]);
});

test('headers are written at the level Debug, and only those of the list', async () => {
  const headers = {
    server: 'nginx',
    'x-ratelimit-remaining': '8',
    'set-cookie': 'a=b',
    location: '/login',
    link: '<x>',
  };
  expect((await linesOf(answered(headers)))[1]).toBe(
    'debug: [Acme] GET /admin/sessions/{id}: server: nginx; x-ratelimit-remaining: 8',
  );
});

test('at no level does a line hold an e-mail address, the id of a person, a key or a cookie', async () => {
  const everything = planted.join(' ');
  const names = ['x-request-id', 'cf-ray', 'set-cookie', 'location', 'link', 'authorization', 'x-key'];
  const headers = Object.fromEntries(names.map((name) => [name, `Basic c2VjcmV0OnNlY3JldA ${everything}`]));
  const redirects = `more than 3 redirects, the last to /admin/identities/${person}?email=ada%40example.org`;
  const lines = [
    ...(await linesOf(answered(headers))),
    ...(await linesOf(answered({ 'x-request-id': 'ory_pat_Abc123secret', server: 'ada@example.org' }))),
    ...(await linesOf(
      answered({ server: `Bearer ory_pat_Abc123secret ${person} ada@example.org`, via: 'Basic c2VjcmV0OnNlY3JldA' }),
    )),
    ...(await linesOf(failed({ kind: 'network', origin: 'https://h', detail: redirects }))),
    ...(await linesOf(failed({ kind: 'redirectedAway', origin: 'https://h', target: `https://x/${person}` }))),
  ];
  expect(lines).toHaveLength(8);
  for (const value of [...planted, 'ada%40example.org']) {
    expect(lines.join('\n')).not.toContain(value);
  }
});

test('a header of many lines stays one line of the log', async () => {
  const lines = await linesOf(answered({ server: 'a\nb\u202ec', 'x-request-id': 'a\nb' }));
  expect(lines.join()).not.toMatch(/[\n\u202e]/);
});

test('hides a header that repeats a secret, and no other', async () => {
  const redact = (text: string) => (text.includes('planted') ? '(hidden)' : text);
  const headers = { server: 'saw planted', date: 'today', 'x-request-id': 'planted' };
  expect(await linesOf({ status: 200, body: Buffer.alloc(237), headers, redact: redact })).toEqual([
    'info: [Acme] GET /admin/sessions/{id}: 200, 237 bytes, 42 ms',
    'debug: [Acme] GET /admin/sessions/{id}: server: (hidden); date: today',
  ]);
});
