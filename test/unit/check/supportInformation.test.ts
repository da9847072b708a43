import { beforeEach, expect, test } from 'vitest';
import { env } from 'vscode';
import { supportInformation } from '../../../src/check/supportInformation.ts';
import { type DemoServer, startDemoServer } from '../../../src/demo/demoServer.ts';
import { connectionsOf } from '../connections/connectionsOf.ts';

const extension = { packageJSON: { version: '1.2.3' }, extensionKind: 2 };
const unknownId = '9f8c2c1e-6b1f-4a53-9f0e-1f5a0c2b7d11';

let demo: DemoServer;
beforeEach(async () => {
  Object.assign(env, { appName: 'Visual Studio Code', uiKind: 1, remoteName: undefined });
  demo = await startDemoServer({ identities: 3 });
  return () => demo.close();
});

/** Returns the text for the entries of the setting, of which the first was read and reported some failures. */
async function textFor(entries: readonly object[]): Promise<string> {
  const { connections } = connectionsOf(entries);
  const first = connections.list[0];
  const directory = first?.kind === 'configured' ? connections.directory(first.id) : undefined;
  await directory?.identities.open();
  await directory?.readSession(unknownId).catch(() => undefined);
  await directory?.readIdentity(demo.people.ada).catch(() => undefined);
  const text = await supportInformation({ connections, extension });
  connections.dispose();
  return text;
}

test('lists versions, the kinds of each connection, and how often which requests failed', async () => {
  demo.faults.add({ matching: /\/identities\/./, failing: { kind: 'status', status: 502 } });
  const text = await textFor([
    { name: 'local', url: demo.url },
    { name: 'eu', url: 'https://eu.projects.oryapis.com', authentication: { type: 'bearer' }, production: true },
    { name: 'broken', url: 'nowhere' },
  ]);
  const [product, code, system, remote, ...connections] = text.trimEnd().split('\n');

  expect([product, code]).toEqual(['- Kratos Explorer 1.2.3', '- VS Code 1.105.0 (Visual Studio Code), language en']);
  expect(system).toMatch(/^- \w+ \w+ [\d.]+, Node\.js [\d.]+$/);
  expect(remote).toBe('- Remote: none; runs beside the workspace');
  expect(connections).toEqual([
    '- Connection 1: this machine, http, authentication none, proxy automatic, rate limit auto; version v26.2.0; ' +
      'list of identities ready; failures HTTP 404 × 1, HTTP 502 × 1',
    '- Connection 2: Ory Network, https, authentication bearer, proxy automatic, rate limit auto, production; ' +
      'version unknown; list of identities idle; failures none',
    '- Connection 3: invalid entry',
  ]);
});

test('names the kind of a failure of the list of identities', async () => {
  demo.faults.add({ failing: { kind: 'html', status: 200, title: 'Sign in' }, times: 9 });
  expect(await textFor([{ name: 'local', url: demo.url }])).toContain('list of identities failed: notKratos html 200;');
});

test('has no name, address, id, user, file or text of settings and servers', async () => {
  const planted = 'planted';
  const entry = {
    name: `${planted} connection`,
    url: `${demo.url}/`,
    environment: { name: `${planted} environment`, color: 'charts.red' },
    authentication: { type: 'headers', headers: [{ name: `X-${planted}`, value: planted }] },
    labelTraits: [planted],
  };
  const other = {
    name: `${planted} other`,
    url: `https://${planted}.example.org/${planted}`,
    authentication: { type: 'basic', username: planted },
    clientCertificate: { certificateFile: `/${planted}.pem`, keyFile: `/${planted}.key` },
    tls: { caFile: `/${planted}.pem`, serverName: planted },
    proxy: `http://${planted}.example.org:3128`,
  };
  Object.assign(env, { remoteName: `${planted}.example.org:8080` });
  const body = JSON.stringify({ version: `v1.3.1-${planted}` });
  demo.faults.add({
    matching: /version/,
    failing: { kind: 'body', status: 200, contentType: 'application/json', body },
  });
  demo.faults.add({ matching: /\/sessions/, failing: { kind: 'status', status: 500, message: planted } });
  const text = await textFor([entry, other, { name: planted, url: planted }]);

  expect(text).toContain('version other; list of identities ready; failures HTTP 500 × 1');
  expect(text).toContain(
    'another host, https, path prefix, authentication basic, client certificate pem, own CA, server name',
  );
  expect(text).not.toContain(planted);
  expect(text).not.toContain(new URL(demo.url).port);
  expect(text).not.toMatch(/[\w.+-]+@|\d+\.\d+\.\d+\.\d+|:\/\/|[\da-f]{8}-[\da-f]{4}-/);
  expect(Object.values(demo.people).filter((id) => text.includes(id))).toEqual([]);
});
