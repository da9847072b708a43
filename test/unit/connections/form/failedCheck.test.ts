import { createServer, type RequestListener } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { startDemoServer } from '../../../../src/demo/demoServer.ts';
import { type Certificates, makeCertificates } from '../../../gateways/certificates.ts';
import type { Gateway } from '../../../gateways/gateway.ts';
import { startKeyGateway } from '../../../gateways/keyGateway.ts';
import { listen } from '../../../gateways/listening.ts';
import { startProxy } from '../../../gateways/proxy.ts';
import { startTlsGateway } from '../../../gateways/tlsGateway.ts';
import { skipWaits } from '../../fastClock.ts';
import { cancel, choose, FormUnderTest, pick, press, save, type } from './formUnderTest.ts';

const form = new FormUnderTest();

/** Requires a key, which the server behind it does not. */
let guarded: Gateway;

let certificates: Certificates;

beforeAll(async () => {
  certificates = await makeCertificates('correct horse');
});

afterAll(() => certificates.close());

beforeEach(async () => {
  guarded = await startKeyGateway(form.server.url, { wants: { bearer: 'ory_pat_right' } });
});

afterEach(() => guarded.close());

const accept = type('local');
const refused = type('ory_pat_wrong');

test('repeats a failed check when the user accepts the same address again', async () => {
  form.server.faults.add({ matching: /health/, times: 1, failing: { kind: 'html', status: 200, title: 'Sign in' } });
  await form.add(type(form.gateway.url), type(form.gateway.url), accept);
  expect(form.user.seen.slice(1, 3)).toEqual([
    `Address of the Kratos admin API with "${form.gateway.url}"`,
    expect.stringContaining('“Sign in”'),
  ]);
  expect(form.parts.connections.get('local')).toBeDefined();
});

test('shows no text of a server as a link or an icon', async () => {
  const title = '[Sign in](command:workbench.action.quit) $(error)';
  form.server.faults.add({ matching: /health/, times: 1, failing: { kind: 'html', status: 200, title } });
  await form.add(type(form.gateway.url), press('escape'));
  expect(form.user.seen.at(-1)).toContain('[Sign in]\u2060(command:workbench.action.quit) \\$(error)');
});

test('shows how long a check waits for the rate limit', async () => {
  form.server.faults.add({ matching: /identities/, failing: { kind: 'status', status: 429, retryAfter: 2 } });
  await form.add(type(form.gateway.url), accept);
  expect(form.user.seen).toContainEqual(expect.stringMatching(/^Waiting [23] s for the rate limit$/));
  expect(form.user.read).toContain(`Checking ${form.gateway.url}. Press Escape to cancel.`);
});

test('reports a server that does not run at the address that was typed, which can be corrected', async () => {
  skipWaits(onTestFinished);
  const closed = await startDemoServer({ identities: 0 });
  await closed.close();
  await form.add(type(closed.url), type(form.gateway.url), accept);
  expect(form.user.seen.slice(1, 3)).toEqual([
    `Address of the Kratos admin API with "${closed.url}"`,
    expect.stringMatching(/Nothing is listening at http:\/\/127\.0\.0\.1:/),
  ]);
  expect(form.settings.connections()).toEqual([{ name: 'local', url: form.gateway.url }]);
});

test('saves a connection after a failed check only when the user decides so', async () => {
  form.server.faults.add({ matching: /health/, times: 100, failing: { kind: 'status', status: 404 } });
  expect(await form.add(type(form.gateway.url), press('escape'))).toBeUndefined();
  expect(form.settings.connections()).toEqual([]);
  await form.add(type(form.gateway.url), press('Save Anyway', guarded.url), type('kept'));
  expect(form.connection('kept').entry.url).toBe(guarded.url);
});

test.each([
  ['the last key that was refused', [refused, press('Save Anyway')], 'ory_pat_wrong'],
  ['the key that is typed', [press('Save Anyway', 'ory_pat_typed')], 'ory_pat_typed'],
  ['no key when none was typed', [press('Save Anyway')], undefined],
])('saves %s when the user saves the connection anyway', async (_what, acts, saved) => {
  await form.add(type(guarded.url), ...acts, accept);
  expect(form.connection('local').entry.authentication).toEqual({ type: 'bearer' });
  expect(await form.parts.secrets.of('local').get('bearer', guarded.url)).toBe(saved);
});

test('returns to the address when the check is cancelled', async () => {
  form.server.faults.add({ failing: { kind: 'hang' } });
  await form.add(type(form.gateway.url), cancel, press('escape'));
  expect(form.user.seen).toHaveLength(2);
  expect(form.settings.connections()).toEqual([]);
});

test('asks for another key after a 403 in the same input, and checks with it', async () => {
  await form.add(type(guarded.url), refused, type('ory_pat_right'), accept);
  expect(form.user.read).toContain('Enter Another Key');
  expect(form.user.seen).toContainEqual(expect.stringContaining('Access is forbidden (403).'));
  expect(guarded.requests.filter(({ headers }) => headers.authorization === 'Bearer ory_pat_wrong')).toHaveLength(1);
  expect(await form.parts.secrets.of('local').get('bearer', guarded.url)).toBe('ory_pat_right');
});

test('sends no request with the refused key when no other key is entered', async () => {
  await form.add(type(guarded.url), refused, press('escape'));
  expect(guarded.requests).toHaveLength(2);
  expect(form.settings.connections()).toEqual([]);
});

async function startAnswering(listener: RequestListener): Promise<number> {
  const { port, close } = await listen(createServer(listener));
  onTestFinished(close);
  return port;
}

test('reports a server that is not Kratos', async () => {
  const port = await startAnswering((_request, response) =>
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html><title>Sign in</title></html>'),
  );
  await form.add(type(`127.0.0.1:${port}`), press('escape'));
  expect(form.user.seen.at(-1)).toMatch(/web page.*instead of JSON/);
});

test('proposes the address that a redirect of the public API reveals', async () => {
  const port = await startAnswering(({ url }, response) =>
    response.writeHead(307, { location: `${form.gateway.url}${url}` }).end(),
  );
  await form.add(type(`127.0.0.1:${port}`), press('Save Anyway'), accept);
  expect(form.user.seen).toContain(`Address of the Kratos admin API with "${form.gateway.url}"`);
  expect(form.user.seen).toContainEqual(expect.stringContaining('which is a different address'));
  expect(form.connection('local').entry.url).toBe(form.gateway.url);
});

test('proposes port 4434 where port 4433 has no admin API', async () => {
  const publicApi = 'http://kratos.example.org:4433';
  const port = await startAnswering((_request, response) =>
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('404 page not found\n'),
  );
  const proxy = await startProxy(undefined, new Map([[publicApi, `http://127.0.0.1:${port}`]]));
  onTestFinished(() => proxy.close());
  const network = { ...form.settings.network(), proxy: proxy.url };
  form.settings.network = () => network;
  await form.add(type(publicApi), choose('Connect Without Encryption'), press('escape'));
  expect(form.user.seen.slice(-2)).toEqual([
    'Address of the Kratos admin API with "http://kratos.example.org:4434"',
    expect.stringMatching(/may be the public API .*4434/),
  ]);
});

test('asks for the CA file where the authority is unknown', async () => {
  const secure = await startTlsGateway(form.server.url, { certificate: certificates.server });
  onTestFinished(() => secure.close());
  await form.add(type(secure.url), pick('Enter Path…'), type(certificates.files.authority), accept);
  expect(form.user.seen[1]).toBe('Untrusted issuer. File with additional root certificates (PEM)');
  expect(form.connection('local').entry).toEqual({
    name: 'local',
    url: secure.url,
    tls: { caFile: certificates.files.authority },
  });
});

test('asks for the client certificate where the server requires one, and again for a wrong passphrase', async () => {
  const { server, authority, files } = certificates;
  const secure = await startTlsGateway(form.server.url, { certificate: server, clientAuthority: authority });
  onTestFinished(() => secure.close());
  await form.add(
    type(secure.url),
    pick('Enter Path…'),
    type(files.authority),
    pick('PKCS#12'),
    pick('Enter Path…'),
    type(files.pkcs12),
    type('wrong'),
    type('correct horse'),
    accept,
  );
  expect(form.user.seen).toContain('Certificate required. Use a client certificate?');
  expect(form.user.seen).toContainEqual(expect.stringMatching(/^The passphrase for .* is wrong\./));
  expect(await form.parts.secrets.of('local').get('passphrase', secure.url)).toBe('correct horse');
});

test('asks for another proxy where the proxy cannot be reached', async () => {
  skipWaits(onTestFinished);
  form.begin([{ name: 'local', url: form.gateway.url, proxy: 'http://127.0.0.1:9' }]);
  await form.edit('local', pick('Rate limit'), pick('growth'), save, pick('No proxy'));
  expect(form.user.seen).toContain('Proxy not reachable. How should the server be reached?');
  expect(form.connection('local').entry).toMatchObject({ proxy: 'none', rateLimit: 'growth' });
});

test('reports a server that is not ready', async () => {
  skipWaits(onTestFinished);
  form.server.faults.add({ matching: /health/, times: 10, failing: { kind: 'status', status: 503 } });
  await form.add(type(form.gateway.url), press('escape'));
  expect(form.user.seen.at(-1)).toMatch(/The server reported an error \(503\)/);
});
