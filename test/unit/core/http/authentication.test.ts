import type { IncomingHttpHeaders } from 'node:http';
import { expect, test } from 'vitest';
import type { Authentication, SecretName } from '../../../../src/core/http/connectionOptions.ts';
import { hiddenText } from '../../../../src/core/http/redact.ts';
import { httpServer } from './listening.ts';
import { failureOf, get, secretsFor, transportTo } from './transports.ts';

/** A server that records the headers of each request. */
async function listeningServer() {
  const seen: IncomingHttpHeaders[] = [];
  const base = await httpServer((request, response) => {
    seen.push(request.headers);
    response.end('[]');
  });
  return { base, seen };
}

const key = 'ory_pat_planted';

test.each<[string, Authentication, Partial<Record<SecretName, string>>, IncomingHttpHeaders]>([
  ['a bearer token', { kind: 'bearer' }, { bearer: key }, { authorization: `Bearer ${key}` }],
  [
    'a bearer token that was pasted with the end of its line',
    { kind: 'bearer' },
    { bearer: ` ${key}\n` },
    { authorization: `Bearer ${key}` },
  ],
  [
    'a user name and a password, as UTF-8',
    { kind: 'basic', username: 'gr\u00fcn' },
    { password: 'p\u00e4ss: w\u00f6rd' },
    { authorization: `Basic ${Buffer.from('gr\u00fcn:p\u00e4ss: w\u00f6rd').toString('base64')}` },
  ],
  [
    'headers, secret and in plain sight',
    {
      kind: 'headers',
      headers: [
        { name: 'X-Api-Key', value: undefined },
        { name: 'X-Tenant', value: 'acme' },
      ],
    },
    { 'header:x-api-key': key },
    { 'x-api-key': key, 'x-tenant': 'acme' },
  ],
])('sends %s with each request', async (_what, authentication, entered, headers) => {
  const { base, seen } = await listeningServer();
  const transport = transportTo(base, { secrets: secretsFor(base.origin, entered) }, { authentication });
  await transport.send(get('/x'));
  await transport.send(get('/y'));
  expect(seen).toEqual([expect.objectContaining(headers), expect.objectContaining(headers)]);
});

test.each<[string, Authentication, SecretName]>([
  ['a bearer token', { kind: 'bearer' }, 'bearer'],
  ['a password', { kind: 'basic', username: 'person' }, 'password'],
  ['a secret header', { kind: 'headers', headers: [{ name: 'X-Api-Key', value: undefined }] }, 'header:x-api-key'],
])('sends nothing without %s that was entered for this origin', async (_what, authentication, secret) => {
  const { base, seen } = await listeningServer();
  const secrets = secretsFor('https://elsewhere.example', { [secret]: key });
  const failure = await failureOf(transportTo(base, { secrets }, { authentication }).send(get('/x')));
  expect(failure).toEqual({ kind: 'secretMissing', origin: base.origin, secret });
  expect(seen).toEqual([]);
});

test('reads a secret again for each request', async () => {
  const { base, seen } = await listeningServer();
  const keys = ['first', 'second'];
  const secrets = { get: async () => keys.shift() };
  const transport = transportTo(base, { secrets }, { authentication: { kind: 'bearer' } });
  await transport.send(get('/x'));
  await transport.send(get('/x'));
  expect(seen.map(({ authorization }) => authorization)).toEqual(['Bearer first', 'Bearer second']);
});

test('ends a request at its deadline if the secret storage never responds', async () => {
  const { base } = await listeningServer();
  const secrets = { get: () => new Promise<undefined>(() => undefined) };
  const transport = transportTo(base, { secrets }, { authentication: { kind: 'bearer' }, timeoutMs: 20 });
  expect(await failureOf(transport.send(get('/x')))).toEqual({ kind: 'timeout', origin: base.origin, seconds: 0.02 });
});

test('sends the key again after a redirect within the origin', async () => {
  const asked: (string | undefined)[] = [];
  const base = await httpServer((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization}`);
    response.writeHead(request.url === '/x' ? 307 : 200, { Location: '/admin/x' }).end();
  });
  const secrets = secretsFor(base.origin, { bearer: key });
  await transportTo(base, { secrets }, { authentication: { kind: 'bearer' } }).send(get('/x'));
  expect(asked).toEqual([`/x Bearer ${key}`, `/admin/x Bearer ${key}`]);
});

test('hides the target of a redirect that repeats the key', async () => {
  const base = await httpServer((request, response) => {
    const given = request.headers.authorization?.replace('Bearer ', '');
    response.writeHead(302, { Location: `https://login.example.org/${given}/sign-in` }).end();
  });
  const secrets = secretsFor(base.origin, { bearer: 'a key' });
  const failure = await failureOf(
    transportTo(base, { secrets }, { authentication: { kind: 'bearer' } }).send(get('/x')),
  );
  expect(failure).toMatchObject({ kind: 'redirectedAway', target: hiddenText });
});

test('reports an invalid header without its value', async () => {
  const { base, seen } = await listeningServer();
  const authentication = { kind: 'headers', headers: [{ name: 'Transfer-Encoding', value: undefined }] } as const;
  const secrets = secretsFor(base.origin, { 'header:transfer-encoding': key });
  const failure = await failureOf(transportTo(base, { secrets }, { authentication }).send(get('/x')));
  expect(failure).toMatchObject({ kind: 'network', detail: expect.stringContaining('transfer-encoding') });
  expect(JSON.stringify(failure)).not.toContain(key);
  expect(seen).toEqual([]);
});
