import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { systemClock } from '../../../../src/core/http/clock.ts';
import { startDemoServer } from '../../../../src/demo/demoServer.ts';
import type { Gateway } from '../../../gateways/gateway.ts';
import { startKeyGateway } from '../../../gateways/keyGateway.ts';
import { fastClock } from '../../fastClock.ts';
import { cancel, choose, FormUnderTest, leave, pick, plain, press, save, type } from './formUnderTest.ts';
import type { Act } from './scriptedUser.ts';

const form = new FormUnderTest();
vi.mock('vscode', async (original) => ({
  ...(await original<object>()),
  get window() {
    return form.user.window;
  },
}));

/** Requires a key, which the server behind it does not. */
let guarded: Gateway;

beforeEach(async () => {
  guarded = await startKeyGateway(form.server.url, { wants: { bearer: 'ory_pat_right' } });
});

afterEach(() => guarded.close());

/** Retries without waiting. */
function skipWaits(): void {
  const { now, after } = systemClock;
  Object.assign(systemClock, fastClock);
  onTestFinished(() => void Object.assign(systemClock, { now, after }));
}

const addWithWrongKey = (...acts: Act[]) =>
  form.add(type('acme'), type(guarded.url), pick('API key'), type('ory_pat_wrong'), pick('None'), save, ...acts);

test('repeats a failed check when the user tries again', async () => {
  form.server.faults.add({ matching: /health/, times: 1, failing: { kind: 'html', status: 200, title: 'Sign in' } });
  await form.add(type('local'), type(form.gateway.url), ...plain, save, choose('Try Again'));
  expect(form.user.seen.slice(-2)).toEqual([
    `No Kratos admin API could be reached at ${form.gateway.url}.`,
    expect.stringContaining('“Sign in”'),
  ]);
  expect(form.parts.connections.get('local')).toBeDefined();
});

test('shows how long a check waits for the rate limit', async () => {
  form.server.faults.add({ matching: /identities/, failing: { kind: 'status', status: 429, retryAfter: 2 } });
  await form.add(type('local'), type(form.gateway.url), ...plain, save);
  expect(form.user.seen).toContainEqual(expect.stringMatching(/^Waiting [23] s for the rate limit$/));
  expect(form.user.seen.at(-1)).toBe('');
});

test('returns from a failed check to everything that was typed', async () => {
  skipWaits();
  const closed = await startDemoServer({ identities: 0 });
  await closed.close();
  await form.add(
    type('local'),
    type(closed.url),
    ...plain,
    save,
    choose('Edit'),
    pick('Address'),
    type(form.gateway.url),
    save,
  );
  expect(form.user.seen).toContain(`step 1 with "${closed.url}"`);
  expect(form.settings.connections()).toEqual([{ name: 'local', url: form.gateway.url }]);
});

test('saves a connection after a failed check only when the user decides so', async () => {
  form.server.faults.add({ matching: /health/, times: 100, failing: { kind: 'status', status: 404 } });
  const key = [pick('API key'), type('ory_pat_planted'), pick('None'), save];
  expect(await form.add(type('left'), type(form.gateway.url), ...key, choose(undefined))).toBeUndefined();
  expect(form.settings.connections()).toEqual([]);
  expect(form.storage.text).toBe('');
  await form.add(type('kept'), type(form.gateway.url), ...key, choose('Save Anyway'));
  expect(form.parts.connections.get('kept')).toBeDefined();
});

test('returns to the review when the check is cancelled', async () => {
  form.server.faults.add({ failing: { kind: 'hang' } });
  await form.add(type('local'), type(form.gateway.url), ...plain, save, cancel, leave('escape'));
  expect(form.settings.connections()).toEqual([]);
});

test('asks for another key after a 403 and checks with it', async () => {
  await addWithWrongKey(choose('Enter Another Key'), type('ory_pat_right'));
  expect(form.user.seen).toContain('The server was reached, but access is forbidden.');
  expect(form.user.choices).toEqual(['Enter Another Key', 'Try Again', 'Edit', 'Save Anyway']);
  expect(guarded.requests.filter(({ headers }) => headers.authorization === 'Bearer ory_pat_wrong')).toHaveLength(1);
  expect(await form.parts.secrets.of('acme').get('bearer', guarded.url)).toBe('ory_pat_right');
});

test('asks for the authentication after a 401 without a key', async () => {
  const key = [pick('API key'), type('ory_pat_right')];
  await form.add(type('acme'), type(guarded.url), ...plain, save, choose('Change Authentication'), ...key);
  expect(form.user.seen).toContain('The server was reached, but authentication failed.');
  expect(form.connection('acme').entry.authentication).toEqual({ type: 'bearer' });
});

test('sends no request with the refused key when no other key is entered', async () => {
  await addWithWrongKey(choose('Enter Another Key'), press('escape'), leave('escape'));
  expect(guarded.requests).toHaveLength(1);
  expect(form.settings.connections()).toEqual([]);
});

test.each<[string, RequestListener, RegExp]>([
  [
    'the public port',
    (_request, response) =>
      response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('404 page not found\n'),
    /may be the public API .*4434/,
  ],
  [
    'a server that is not Kratos',
    (_request, response) =>
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html><title>Sign in</title></html>'),
    /web page.*instead of JSON/,
  ],
])('reports %s', async (_what, listener, problem) => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  await form.add(type('local'), type(`http://127.0.0.1:${port}`), ...plain, save, choose(undefined));
  expect(form.user.seen.at(-1)).toMatch(problem);
});

test('reports a server that does not run', async () => {
  skipWaits();
  const closed = await startDemoServer({ identities: 0 });
  await closed.close();
  await form.add(type('local'), type(closed.url), ...plain, save, choose(undefined));
  expect(form.user.seen.at(-1)).toMatch(/Nothing is listening at http:\/\/127\.0\.0\.1:/);
});

test('reports a server that is not ready', async () => {
  skipWaits();
  form.server.faults.add({ matching: /health/, times: 10, failing: { kind: 'status', status: 503 } });
  await form.add(type('local'), type(form.gateway.url), ...plain, save, choose(undefined));
  expect(form.user.seen.at(-1)).toMatch(/The server reported an error \(503\)/);
});
