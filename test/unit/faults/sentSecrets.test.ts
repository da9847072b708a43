import { expect, test } from 'vitest';
import { endedWithTest } from '../../gateways/endedWithTest.ts';
import { startFaultyGateway } from '../../gateways/faultyGateway.ts';
import { startKeyGateway } from '../../gateways/keyGateway.ts';
import { startProxy } from '../../gateways/proxy.ts';
import { startTlsGateway } from '../../gateways/tlsGateway.ts';
import {
  directoryOf,
  expectNoneIn,
  expectOnlyIn,
  kindNames,
  kinds,
  partsOf,
  planted,
  plantedFor,
  plantedServers,
  proxyLogin,
  readEverything,
  username,
} from './plantedSecrets.ts';

const shared = plantedServers();

test.each(kindNames)('sends a %s secret only in its header, and shows it nowhere', async (kind) => {
  const gateway = await endedWithTest(
    startKeyGateway(shared.demo.url, { wants: kinds[kind].wants, prefix: '/kratos' }),
  );
  const parts = await partsOf(plantedFor(kind, gateway.url));
  await readEverything(parts, shared.demo);
  expect(directoryOf(parts.connections).identities.state.items).not.toEqual([]);
  expectOnlyIn(gateway, ...kinds[kind].header);
  expectNoneIn(parts.texts);
});

test('sends no secret to another origin after a redirect', async () => {
  const elsewhere = await endedWithTest(startFaultyGateway(shared.demo.url));
  const gateway = await endedWithTest(
    startFaultyGateway(shared.demo.url, { kind: 'redirect', status: 307, location: elsewhere.url }),
  );
  await readEverything(await partsOf(plantedFor('bearer', gateway.url)), shared.demo);
  expect(elsewhere.requests).toEqual([]);
});

test('sends nothing and reports a missing secret if it was entered for another origin', async () => {
  const gateway = await endedWithTest(startFaultyGateway(shared.demo.url));
  const { entry, secrets } = plantedFor('bearer', gateway.url);
  const moved = secrets.map((secret) => ({ ...secret, origin: 'https://kratos.before.example.org' }));
  const parts = await partsOf({ entry, secrets: moved });
  await readEverything(parts, shared.demo);
  expect(gateway.requests).toEqual([]);
  expect(directoryOf(parts.connections).identities.state.phase).toMatchObject({
    failure: { kind: 'secretMissing', secret: 'bearer' },
  });
  expectNoneIn(parts.texts);
});

test.each(['http', 'https'] as const)(
  'sends each of two secrets only to its own server through a proxy to %s',
  async (scheme) => {
    const proxy = await endedWithTest(startProxy({ username, password: planted.proxyPassword }));
    const front = await endedWithTest(
      startKeyGateway(shared.demo.url, { wants: { header: 'X-Api-Key', value: planted.header } }),
    );
    const server =
      scheme === 'http'
        ? front
        : await endedWithTest(startTlsGateway(front.url, { certificate: shared.certificates.server }));
    const { entry, secrets } = plantedFor('headers', server.url);
    const parts = await partsOf({
      entry: {
        ...entry,
        proxy: proxy.url.replace('//', `//${username}@`),
        tls: { caFile: shared.certificates.files.authority },
      },
      secrets: [...secrets, { name: 'proxyPassword', origin: proxy.url, value: planted.proxyPassword }],
    });
    await readEverything(parts, shared.demo);
    expect(directoryOf(parts.connections).identities.state.items).not.toEqual([]);
    expectOnlyIn(server, 'x-api-key', planted.header);
    expect(proxy.requests.map(({ headers }) => headers['proxy-authorization'])).toContain(`Basic ${proxyLogin}`);
    if (scheme === 'https') {
      expectOnlyIn(proxy, 'proxy-authorization', `Basic ${proxyLogin}`);
    }
    expectNoneIn(parts.texts);
  },
);

test('shows no login that a proxy rejects', async () => {
  const proxy = await endedWithTest(startProxy({ username, password: 'another' }));
  const parts = await partsOf({
    entry: { url: shared.demo.url, proxy: proxy.url.replace('//', `//${username}@`) },
    secrets: [{ name: 'proxyPassword', origin: proxy.url, value: planted.proxyPassword }],
  });
  await readEverything(parts, shared.demo);
  expect(directoryOf(parts.connections).identities.state.phase).toMatchObject({ failure: { kind: 'proxyLogin' } });
  expectNoneIn(parts.texts);
});

test.each(['right', 'wrong'])(
  'uses a %s passphrase only for the client certificate, and shows it nowhere',
  async (which) => {
    const { files, authority, server } = shared.certificates;
    const gateway = await endedWithTest(
      startTlsGateway(shared.demo.url, { certificate: server, clientAuthority: authority }),
    );
    const value = which === 'right' ? planted.passphrase : planted.password;
    const parts = await partsOf({
      entry: {
        url: gateway.url,
        clientCertificate: { pkcs12File: files.pkcs12 },
        tls: { caFile: files.authority },
        proxy: 'none',
      },
      secrets: [{ name: 'passphrase', origin: gateway.url, value }],
    });
    await readEverything(parts, shared.demo);
    expect(directoryOf(parts.connections).identities.state.phase).toMatchObject(
      which === 'right' ? { kind: 'ready' } : { failure: { kind: 'fileUnusable', problem: 'wrongPassphrase' } },
    );
    for (const { headers } of gateway.requests) {
      expectNoneIn(Object.values(headers).map(String));
    }
    expectNoneIn(parts.texts);
  },
);
