import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { Gateway } from '../../../gateways/gateway.ts';
import { startProxy } from '../../../gateways/proxy.ts';
import { choose, FormUnderTest, pick, press, save, storageNote, type } from './formUnderTest.ts';
import type { Act } from './scriptedUser.ts';

const form = new FormUnderTest();

const login = { username: 'marie.curie', password: 'planted: word' };
const entered = 'marie.curie:planted: word';
let proxy: Gateway;

beforeEach(async () => {
  proxy = await startProxy(login, new Map([[beyond, form.gateway.url]]));
});

afterEach(() => proxy.close());

/** The gateway's address, which only the proxy resolves. */
const beyond = 'http://kratos.example.org';

function begin(entry: object, network: object): void {
  form.begin([{ name: 'acme', url: beyond, ...entry }]);
  setNetwork(network);
}

function setNetwork(network: object): void {
  const now = { ...form.settings.network(), ...network };
  form.settings.network = () => now;
}

const enter = (...acts: Act[]) => form.enterSecrets('acme', ...acts);
const identities = () => form.identities('acme');
const phase = () => identities().state.phase;

test.each<[string, () => { entry?: object; network?: object; variable?: string }]>([
  ['http.proxy', () => ({ network: { proxy: proxy.url } })],
  ['the environment', () => ({ variable: proxy.url })],
  ['the connection', () => ({ entry: { proxy: proxy.url } })],
])('asks for the login at the proxy of %s, stores it and uses it for the next request', async (_source, source) => {
  const { entry = {}, network = {}, variable } = source();
  vi.stubEnv('http_proxy', variable);
  vi.stubEnv('no_proxy', undefined);
  vi.stubEnv('NO_PROXY', undefined);
  onTestFinished(() => void vi.unstubAllEnvs());
  begin(entry, network);
  await form.run(() => identities().open(), choose('Connect Without Encryption'));
  expect(phase()).toMatchObject({ kind: 'failed', failure: { kind: 'proxyLogin', proxy: proxy.url } });

  expect(await enter(type('marie:curie'), type(login.username), type(''), type(login.password))).toBe(true);
  expect(await form.parts.secrets.read('acme')).toEqual([{ name: 'proxyLogin', origin: proxy.url, value: entered }]);
  await expect.poll(() => identities().state.items).not.toEqual([]);
  expect(form.user.inputs).toEqual([
    { text: 'marie:curie', hidden: false },
    { text: login.username, hidden: false },
    { text: '', hidden: true },
    { text: login.password, hidden: true },
  ]);
  expect(form.user.read).toContain(
    `User name for the proxy ${proxy.url} (leave empty if it requires no login). ${storageNote}`,
  );
  expect(form.user.read).toContain(`Password for the proxy ${proxy.url}. ${storageNote}`);
  expect(form.visibleText()).not.toMatch(/marie|planted|bWFyaWUu/);
});

test('changes the proxy login, keeps it on empty input, and deletes it with the other secrets', async () => {
  begin({ authentication: { type: 'bearer' } }, { proxy: proxy.url });
  await enter(type('ory_pat_planted'), type('marie'), press('back'), type('irene'), type('joliot'));
  const both = [
    { name: 'proxyLogin', origin: proxy.url, value: 'irene:joliot' },
    { name: 'bearer', origin: beyond, value: 'ory_pat_planted' },
  ];
  expect(await form.parts.secrets.read('acme')).toEqual(both);
  await enter(type(''), type(''));
  expect(await form.parts.secrets.read('acme')).toEqual(both);
  expect(await enter(type(''), type('marie'), press('escape'))).toBe(false);
  expect(await form.parts.secrets.read('acme')).toEqual(both);
  await form.forgetSecrets('acme', choose('Forget'));
  expect(await form.storage.keys()).toEqual([]);
});

const add = [type(beyond), choose('Connect Without Encryption')];

test('asks for the proxy login while a connection is added, then checks and saves with it', async () => {
  form.begin([]);
  setNetwork({ proxy: proxy.url });
  await form.add(...add, type(login.username), type(login.password), type('acme'));
  expect(form.user.inputs.slice(-3)).toEqual([
    { text: login.username, hidden: false },
    { text: login.password, hidden: true },
    { text: 'acme', hidden: false },
  ]);
  expect(await form.parts.secrets.read('acme')).toEqual([{ name: 'proxyLogin', origin: proxy.url, value: entered }]);
  await identities().open();
  expect(phase()).toEqual({ kind: 'ready' });
});

test('reports a wrong proxy login where it asks for another', async () => {
  form.begin([]);
  setNetwork({ proxy: proxy.url });
  const wrong = [type(login.username), type('wrong')];
  const right = [type(login.username), type(login.password)];
  await form.add(...add, ...wrong, ...right, type('acme'));
  expect(form.user.seen.filter((text) => text.startsWith(`The proxy ${proxy.url}`))).toHaveLength(2);
  expect(await form.parts.secrets.of('acme').get('proxyLogin', proxy.url)).toBe(entered);
});

test('asks again when the user enters no proxy login, and saves without it on request', async () => {
  form.begin([]);
  setNetwork({ proxy: proxy.url });
  await form.add(...add, type(''), press('Save Anyway'), type('acme'));
  expect(form.connection('acme').entry.url).toBe(beyond);
  expect(await form.storage.keys()).toEqual([]);
});

test('asks for the login at a proxy that is entered in the list of properties', async () => {
  begin({}, {});
  const through = [pick('Proxy'), pick('Specific proxy…'), type(proxy.url)];
  await form.edit(
    'acme',
    ...through,
    save,
    choose('Connect Without Encryption'),
    type(login.username),
    type(login.password),
  );
  expect(form.connection('acme').entry.proxy).toBe(proxy.url);
  expect(await form.parts.secrets.of('acme').get('proxyLogin', proxy.url)).toBe(entered);
});

test('keeps the login of a proxy that is not used while other secrets are entered', async () => {
  begin({ authentication: { type: 'bearer' } }, { proxy: proxy.url });
  await enter(type('ory_pat_planted'), type(login.username), type(login.password));
  setNetwork({ proxy: undefined });
  await enter(type('ory_pat_new'));
  expect(await form.parts.secrets.of('acme').get('bearer', beyond)).toBe('ory_pat_new');
  expect(await form.parts.secrets.of('acme').get('proxyLogin', proxy.url)).toBe(entered);
});

test('stores no proxy login when the user enters none', async () => {
  begin({}, { proxy: proxy.url });
  await enter(type(''));
  expect(await form.storage.keys()).toEqual([]);
});

test.each<[string, object]>([
  ['the connection uses no proxy', { proxy: 'none' }],
  ['the server is on this machine', { url: 'http://127.0.0.1:4434' }],
])('does not ask for a proxy login when %s', async (_why, entry) => {
  begin(entry, { proxy: proxy.url });
  await enter();
  expect(form.user.seen.at(-1)).toMatch(/uses no keys or passwords/);
});

test.each<[string, () => { entry?: object; network?: object }]>([
  ['http.proxy', () => ({ network: { proxy: proxy.url } })],
  ['the connection', () => ({ entry: { proxy: proxy.url } })],
])('keeps the login at the proxy of %s when the connection is edited', async (_source, source) => {
  const { entry = {}, network = {} } = source();
  begin(entry, network);
  await enter(type(login.username), type(login.password));
  await form.edit('acme', pick('Changes'), pick('May be unlocked'), save);
  expect(form.connection('acme').writable).toBe(true);
  expect(await form.parts.secrets.of('acme').get('proxyLogin', proxy.url)).toBe(entered);
});
