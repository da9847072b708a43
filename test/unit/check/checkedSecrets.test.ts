import { expect, test } from 'vitest';
import { checkSecrets } from '../../../src/check/secretsStep.ts';
import { routeOf, secretValues } from '../../../src/check/subject.ts';
import { defaultOptions } from '../../../src/core/http/connectionOptions.ts';
import { endedWithTest } from '../../gateways/endedWithTest.ts';
import { forward } from '../../gateways/gateway.ts';
import { startKeyGateway } from '../../gateways/keyGateway.ts';
import { httpServer } from '../core/http/listening.ts';
import { noNetworkSettings } from '../core/http/transports.ts';
import { checked, json, kinds, sharedServers } from './checked.ts';

const shared = sharedServers();

test('reports a secret storage that fails, and sends no request', async () => {
  const gateway = await endedWithTest(startKeyGateway(shared.demo.url, { wants: { bearer: 'k' } }));
  const failing = { get: () => Promise.reject(new Error('the keyring is locked')) };
  const check = await checked(gateway.url, { authentication: { kind: 'bearer' } }, { storage: failing });
  expect(check.step('secrets')).toMatchObject({
    kind: 'failed',
    text: expect.stringContaining('the keyring is locked'),
  });
  expect(gateway.requests).toEqual([]);
});

test('hides a basic login and a trimmed key that a gateway echoes in headers and bodies', async () => {
  const login = Buffer.from('ada:planted word').toString('base64');
  const server = await httpServer((request, response) => {
    const { authorization = '' } = request.headers;
    response.setHeader('server', `saw ${authorization}`);
    response.setHeader('x-ratelimit-limit', authorization);
    if (request.url?.endsWith('/version')) {
      json(response, 200, { version: authorization });
    } else {
      forward(request, response, shared.demo.url);
    }
  });
  const basic = await checked(
    server.origin,
    { authentication: { kind: 'basic', username: 'ada' } },
    { secrets: { password: 'planted word' } },
  );
  expect(kinds(basic)).toMatchObject({ response: 'ok', version: 'ok' });
  expect(basic.text).not.toContain(login);
  // Also without the report's own redaction.
  expect(JSON.stringify(basic.report)).not.toContain(login);
  const bearer = await checked(
    server.origin,
    { authentication: { kind: 'bearer' } },
    { secrets: { bearer: ' planted-key\n' } },
  );
  expect(JSON.stringify(bearer.report) + bearer.text).not.toContain('planted-key');
  const known = routeOf(
    { ...defaultOptions(server), authentication: { kind: 'basic', username: 'ada' } },
    { get: async (name) => (name === 'password' ? 'planted word' : undefined) },
    noNetworkSettings,
    {},
  );
  expect(await secretValues(known)).toEqual(expect.arrayContaining(['planted word', login]));
});

test('names a client certificate’s file without its folder, which often contains the user’s name', async () => {
  const clientCertificate = { kind: 'pkcs12', file: '/home/ada.lovelace/keys/on-call.p12' } as const;
  const route = routeOf(
    { ...defaultOptions(new URL(shared.demo.url)), clientCertificate },
    { get: async () => undefined },
    noNetworkSettings,
    {},
  );
  expect(await checkSecrets(route)).toMatchObject({ kind: 'ok', details: ['Client certificate: on-call.p12'] });
});

test('hides keys and personal data that a server echoes', async () => {
  const server = await httpServer((request, response) => {
    response.setHeader('server', 'gateway for ada@example.org');
    json(response, 403, { error: { message: `${request.headers.authorization} of ada@example.org may not` } });
  });
  const { text } = await checked(
    server.origin,
    { authentication: { kind: 'bearer' } },
    { secrets: { bearer: 'planted secret key' } },
  );
  expect(text).toContain('Access is forbidden (403)');
  expect(text).not.toMatch(/planted|ada@example/);
});

test('hides a server’s text that repeats the key with escaped letters', async () => {
  const server = await httpServer((request, response) => {
    const key = request.headers.authorization?.replace('Bearer ', '') ?? '';
    const escaped = [...key.toUpperCase()].map((letter) => `&#${letter.charCodeAt(0)};`).join('');
    json(response, 403, { error: { message: `The key ${encodeURIComponent(escaped)} may not` } });
  });
  const { text } = await checked(
    server.origin,
    { authentication: { kind: 'bearer' } },
    { secrets: { bearer: 'planted-key' } },
  );
  expect(text).toContain('The server said: “(not shown: it may repeat a key or password)”.');
});
