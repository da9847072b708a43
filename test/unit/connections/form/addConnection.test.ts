import { expect, onTestFinished, test } from 'vitest';
import { connectionId } from '../../../../src/connections/connectionId.ts';
import { startKeyGateway } from '../../../gateways/keyGateway.ts';
import { startProxy } from '../../../gateways/proxy.ts';
import { choose, FormUnderTest, pick, press, type } from './formUnderTest.ts';
import type { Act } from './scriptedUser.ts';

const form = new FormUnderTest();

const key = 'ory_pat_planted';
const enter = (): Act => type(form.gateway.url);
/** Accepts the proposed name. */
const accept: Act = { on: 'input', type: 'Local' };

/** Starts a gateway that requires a key, which the server behind it does not. */
async function startGuarded(wants: Parameters<typeof startKeyGateway>[1]['wants'] = { bearer: key }) {
  const guarded = await startKeyGateway(form.server.url, wants === undefined ? {} : { wants });
  onTestFinished(() => guarded.close());
  return guarded;
}

test('adds a local server with its address and a name, which are both proposed', async () => {
  const added = await form.add(type(`${form.gateway.url}/admin/`), accept);
  expect(form.user.seen).toEqual([
    'Address of the Kratos admin API with "http://127.0.0.1:4434"',
    'Name of the connection with "Local"',
  ]);
  expect(added).toBe(form.parts.connections.list[0]);
  expect(form.settings.connections()).toEqual([{ name: 'Local', url: form.gateway.url }]);
  expect(form.server.requests.map(({ target }) => target)).toEqual([
    '/admin/health/ready',
    '/admin/identities?page_size=1',
  ]);
});

test('adds a server with a key in three inputs, and stores the key with its origin in the secret storage only', async () => {
  const guarded = await startGuarded();
  await form.add(type(guarded.url), type(key), accept);
  expect(form.user.inputs).toEqual([
    { text: guarded.url, hidden: false },
    { text: key, hidden: true },
    { text: 'Local', hidden: false },
  ]);
  expect(form.settings.connections()).toEqual([
    { name: 'Local', url: guarded.url, authentication: { type: 'bearer' } },
  ]);
  expect(await form.parts.secrets.of(connectionId('Local')).get('bearer', guarded.url)).toBe(key);
  expect(form.visibleText()).not.toContain(key);
  await form.parts.connections.directory(connectionId('Local'))?.identities.open();
  expect(guarded.requests.at(-1)?.headers.authorization).toBe(`Bearer ${key}`);
});

test('asks for user name and password where the server requests basic authentication', async () => {
  const guarded = await startGuarded({ username: 'ada', password: 'hunter2' });
  await form.add(type(guarded.url), type('ada'), type('hunter2'), type('gw'));
  expect(guarded.requests.at(-1)?.headers.authorization).toBe(`Basic ${Buffer.from('ada:hunter2').toString('base64')}`);
  expect(form.settings.connections()).toEqual([
    { name: 'gw', url: guarded.url, authentication: { type: 'basic', username: 'ada' } },
  ]);
});

test('asks for headers when the user chooses another authentication than a key', async () => {
  const guarded = await startGuarded({ header: 'X-Api-Key', value: key });
  const other = press('Other Authentication…');
  await form.add(type(guarded.url), other, pick('Headers'), type('X-Api-Key'), type(key), type('gw'));
  expect(form.connection('gw').entry.authentication).toEqual({
    type: 'headers',
    headers: [{ name: 'X-Api-Key', secret: true }],
  });
});

test('asks for the key of an Ory Network project before anything is sent, and proposes the slug as its name', async () => {
  form.begin([{ name: 'acme', url: form.gateway.url }]);
  const proxy = await startProxy({ username: 'nobody', password: 'enters' });
  onTestFinished(() => proxy.close());
  const network = { ...form.settings.network(), proxy: proxy.url };
  form.settings.network = () => network;
  await form.add(type('acme.projects.oryapis.com'), press('escape'));
  expect(form.user.seen.at(-1)).toBe('API key for https://acme.projects.oryapis.com with ""');
  expect(proxy.requests).toEqual([]);
  await form.add(type('acme.projects.oryapis.com'), type(key), press('Save Anyway'), press('escape'));
  expect(form.user.seen.at(-1)).toBe('Name of the connection with "acme 2"');
});

test.each([
  ['localhost:4434', 'http://localhost:4434'],
  ['127.0.0.1:4434/admin', 'http://127.0.0.1:4434'],
  ['[::1]:4434', 'http://[::1]:4434'],
  ['kratos.example.org/prefix', 'https://kratos.example.org/prefix'],
  ['kratos.example.org:8443', 'https://kratos.example.org:8443'],
  ['/run/kratos/admin.sock', 'unix:/run/kratos/admin.sock'],
  ['http://localhost:4434', 'http://localhost:4434'],
])('understands %s as %s', async (typed, url) => {
  await form.add(press('escape', typed));
  await form.add(press('escape'));
  expect(form.user.seen.at(-1)).toBe(`Address of the Kratos admin API with "${url}"`);
});

test('keeps the address and the name for the next time when the settings cannot be written', async () => {
  const { writeConnections } = form.settings;
  form.settings.writeConnections = () => Promise.reject(new Error('settings.json has unsaved changes'));
  await expect(form.add(enter(), type('Staging'))).rejects.toThrow('unsaved changes');
  form.settings.writeConnections = writeConnections;
  await form.add(press('escape'));
  expect(form.user.seen.at(-1)).toBe(`Address of the Kratos admin API with "${form.gateway.url}"`);
  await form.add(enter(), press('escape'));
  expect(form.user.seen.at(-1)).toBe('Name of the connection with "Staging"');
});

test('refuses an unusable address or name at its input', async () => {
  form.settings.edit([{ name: 'taken', url: form.gateway.url }]);
  await form.add(
    type(''),
    type('ftp://127.0.0.1'),
    type('http://a:b@c'),
    type('localhost:99999'),
    enter(),
    type(''),
    type('taken'),
    accept,
  );
  expect(form.user.seen.slice(1)).toEqual([
    expect.stringContaining('The address is missing'),
    expect.stringContaining('must begin with http'),
    expect.stringContaining('user name or password'),
    expect.stringContaining('not a valid address'),
    'Name of the connection with "Local"',
    expect.stringContaining('The name is missing'),
    expect.stringContaining('already called “taken”'),
  ]);
});

test('keeps the name, the address and the key that were entered when the user goes back', async () => {
  const guarded = await startGuarded();
  await form.add(type(guarded.url), type(key), press('back', 'first'), type(guarded.url), type('second'));
  expect(form.user.seen.slice(3)).toEqual([
    `Address of the Kratos admin API with "${guarded.url}"`,
    'Name of the connection with "first"',
  ]);
});

test('asks the next server for nothing that only the previous one required', async () => {
  const guarded = await startGuarded();
  await form.add(type(guarded.url), press('back'), enter(), accept);
  expect(form.settings.connections()).toEqual([{ name: 'Local', url: form.gateway.url }]);
  expect(form.gateway.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true);
});

test('saves nothing when the user leaves at any input, begins the next time with what was typed, and asks for the key without an error message', async () => {
  const guarded = await startGuarded();
  const steps = [type(guarded.url), type('ory_pat_wrong'), type(key)];
  for (const step of [0, 1, 2, 3]) {
    form.begin([]);
    expect(
      await form.add(...steps.slice(0, step), press('escape', step === 0 ? guarded.url : 'typed')),
    ).toBeUndefined();
    expect(form.settings.connections()).toEqual([]);
    expect(await form.storage.keys()).toEqual([]);
    form.user.seen.length = 0;
    await form.add(type(guarded.url), press('escape'));
    expect(form.user.seen).toEqual([
      `Address of the Kratos admin API with "${guarded.url}"`,
      `API key for ${new URL(guarded.url).origin} with ""`,
    ]);
  }
  form.user.seen.length = 0;
  await form.add(type(guarded.url), type(key), press('escape'));
  expect(form.user.seen.at(-1)).toBe('Name of the connection with "typed"');
});

test('forgets an address that the user leaves if it contains a password', async () => {
  await form.add(press('escape', 'http://ada:hunter2@127.0.0.1'));
  await form.add(press('escape'));
  expect(form.user.seen.at(-1)).toBe('Address of the Kratos admin API with "http://127.0.0.1:4434"');
});

test('refuses an unusable API key with the reason and without repeating it', async () => {
  const guarded = await startGuarded();
  const keys = ['', 'ory_wak_planted', 'Bearer ory_pat_planted', 'ory pat planted', '  ory_pat_planted\n'];
  await form.add(type(guarded.url), ...keys.map(type), accept);
  const problems = form.user.seen.slice(2, 6);
  expect(problems).toEqual([
    'Enter a value, or press Escape to cancel.',
    expect.stringMatching(/workspace key.*API key of the project/),
    expect.stringContaining('without “Bearer”'),
    expect.stringContaining('without spaces'),
  ]);
  expect(problems.join()).not.toContain('planted');
  expect(guarded.requests.at(-1)?.headers.authorization).toBe('Bearer ory_pat_planted');
});

test('asks once whether an address may be used without encryption', async () => {
  const remote = 'http://kratos.invalid';
  const use = choose('Connect Without Encryption');
  await form.add(type(remote), choose(undefined), type(remote), use, press('escape'));
  expect(form.user.seen.filter((text) => text === `The connection to ${remote} is not encrypted.`)).toHaveLength(2);
  expect(form.user.seen).toContainEqual(expect.stringContaining(`Nothing was sent to ${remote}`));
  await form.add(type(remote), press('escape'));
});
