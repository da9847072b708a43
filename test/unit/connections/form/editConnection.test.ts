import { beforeEach, expect, test } from 'vitest';
import { duplicateConnection, editConnection } from '../../../../src/connections/form/connectionForm.ts';
import { startKeyGateway } from '../../../gateways/keyGateway.ts';
import { choose, FormUnderTest, leave, pick, press, save, storageNote, type } from './formUnderTest.ts';
import type { Act } from './scriptedUser.ts';

const form = new FormUnderTest();

const acme = () => ({ name: 'acme', url: form.gateway.url, authentication: { type: 'bearer' } });
const keyFor = (origin: string) => ({ name: 'bearer', origin, value: 'ory_pat_planted' }) as const;

beforeEach(async () => {
  form.begin([acme()]);
  await form.parts.secrets.write('acme', [keyFor(form.gateway.url)]);
});

test('keeps the secret of the same origin and neither shows it nor asks for it', async () => {
  await form.edit('acme', pick('Changes'), pick('May be unlocked'), save);
  expect(form.settings.connections()).toEqual([{ ...acme(), writable: true }]);
  expect(await form.parts.secrets.read('acme')).toEqual([keyFor(form.gateway.url)]);
  await form.edit('acme', pick('Authentication'), pick('API key'), type(''), save);
  expect(form.user.inputs.at(-1)).toEqual({ text: '', hidden: true });
  expect(form.visibleText()).not.toContain('planted');
  expect(await form.parts.secrets.read('acme')).toEqual([keyFor(form.gateway.url)]);
});

test('asks for the secret of another origin and never sends the old one there', async () => {
  const other = await startKeyGateway(form.server.url, {});
  await form.edit('acme', pick('Address'), type(other.url), save, type('ory_pat_other'));
  expect(other.requests.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer ory_pat_other',
    'Bearer ory_pat_other',
  ]);
  expect(await form.parts.secrets.read('acme')).toEqual([{ ...keyFor(other.url), value: 'ory_pat_other' }]);
  await other.close();
});

test('moves the secret when the connection is renamed', async () => {
  await form.edit('acme', pick('Name'), type('renamed'), save);
  expect(form.settings.connections()).toEqual([{ ...acme(), name: 'renamed' }]);
  expect(await form.storage.keys()).toEqual(['connection/renamed']);
  await form.parts.connections.directory('renamed')?.identities.open();
  expect(form.sentHeader('authorization')).toBe('Bearer ory_pat_planted');
});

test('keeps the secret under the new name when that of the old name cannot be deleted', async () => {
  const { storage } = form;
  const forget = storage.delete.bind(storage);
  storage.delete = (key) =>
    key === 'connection/acme' ? Promise.reject(new Error('the keyring is locked')) : forget(key);
  await expect(form.edit('acme', pick('Name'), type('renamed'), save)).rejects.toThrow('the keyring is locked');
  expect(form.settings.connections()).toEqual([{ ...acme(), name: 'renamed' }]);
  expect(await form.parts.secrets.read('renamed')).toEqual([keyFor(form.gateway.url)]);
});

test('sends nothing to an unencrypted address from settings.json before the user agrees', async () => {
  form.settings.edit([{ ...acme(), url: 'http://kratos.example.org', authentication: { type: 'none' } }]);
  await form.edit('acme', pick('Rate limit'), pick('growth'), save, choose(undefined), press('Save Anyway'));
  expect(form.user.seen).toContain('The connection to http://kratos.example.org is not encrypted.');
  expect(form.user.seen.at(-1)).toContain('Nothing was sent to http://kratos.example.org');
  expect(form.connection('acme').entry.rateLimit).toBe('growth');
});

test('deletes a secret that is no longer used', async () => {
  await form.edit('acme', pick('Authentication'), pick('None'), save);
  expect(await form.storage.keys()).toEqual([]);
});

test('changes nothing when the user leaves the editing form', async () => {
  const acts = [pick('Name'), type('renamed'), pick('Authentication'), leave('back'), leave('escape')];
  expect(await form.edit('acme', ...acts)).toBe(undefined);
  expect(form.settings.connections()).toEqual([acme()]);
  expect(await form.parts.secrets.read('acme')).toEqual([keyFor(form.gateway.url)]);
});

test('restores the secrets when the settings cannot be written', async () => {
  form.settings.writeConnections = () => Promise.reject(new Error('settings.json is read-only'));
  await expect(form.edit('acme', pick('Authentication'), pick('API key'), type('ory_pat_new'), save)).rejects.toThrow(
    'read-only',
  );
  expect(await form.parts.secrets.read('acme')).toEqual([keyFor(form.gateway.url)]);
});

test.each([
  ['changed', () => [{ ...acme(), environment: { name: 'eu' } }]],
  ['removed', () => []],
])('saves nothing over a connection that another window has %s meanwhile', async (_what, setting) => {
  const edited = form.connection('acme');
  form.settings.edit(setting());
  const key = [pick('Authentication'), pick('API key'), type('ory_pat_new')];
  const editing = form.run(
    () => editConnection(form.parts, edited),
    ...key,
    pick('Changes'),
    pick('May be unlocked'),
    save,
  );
  await expect(editing).rejects.toThrow('“acme” was changed meanwhile, so nothing was saved. Edit it again.');
  expect(form.settings.connections()).toEqual(setting());
  const stored = await form.parts.secrets.read('acme');
  expect(stored.map(({ value }) => value)).not.toContain('ory_pat_new');
});

test('saves nothing over a connection that another window changes while the secrets are stored', async () => {
  const changed = [{ ...acme(), environment: { name: 'eu' } }];
  const { store } = form.storage;
  form.storage.store = async (...secret) => {
    form.settings.edit(changed);
    await store.apply(form.storage, secret);
  };
  const editing = form.edit('acme', pick('Authentication'), pick('API key'), type('ory_pat_new'), save);
  await expect(editing).rejects.toThrow('“acme” was changed meanwhile');
  expect(form.settings.connections()).toEqual(changed);
  expect(await form.parts.secrets.read('acme')).toEqual([keyFor(form.gateway.url)]);
});

/** Types while another window does something. */
const typeWhile = (text: string, other: () => void): Act => ({
  on: 'input',
  get type() {
    other();
    return text;
  },
});

test('stores no secret over one that another window stores while the form or the input is open', async () => {
  const rotated = (value: string) => [{ ...keyFor(form.gateway.url), value }];
  const typeMeanwhile = (value: string) =>
    typeWhile('ory_pat_typed', () => {
      form.storage.shared.values.set('connection/acme', JSON.stringify({ version: 1, secrets: rotated(value) }));
      form.storage.shared.changed.fire({ key: 'connection/acme' });
    });
  const key = pick('Secret: key (bearer token)');
  await expect(form.edit('acme', key, typeMeanwhile('ory_pat_new'), save)).rejects.toThrow('nothing was saved');
  expect(await form.parts.secrets.read('acme')).toEqual(rotated('ory_pat_new'));
  await expect(form.enterSecrets('acme', typeMeanwhile('ory_pat_newer'))).rejects.toThrow('nothing was stored');
  expect(await form.parts.secrets.read('acme')).toEqual(rotated('ory_pat_newer'));
  expect(form.settings.connections()).toEqual([acme()]);
});

test('stores no secret of a connection that another window removes while the input is open', async () => {
  const removed = typeWhile('ory_pat_new', () => form.settings.edit([]));
  await expect(form.enterSecrets('acme', removed)).rejects.toThrow('“acme” was changed meanwhile');
  await expect.poll(() => form.storage.keys()).toEqual([]);
});

test('copies the secret to a duplicate with the same origin only', async () => {
  const duplicate = (...acts: Act[]) =>
    form.run(() => duplicateConnection(form.parts, form.connection('acme')), ...acts);
  await duplicate(type('same'), save);
  expect(await form.parts.secrets.read('same')).toEqual([keyFor(form.gateway.url)]);
  const elsewhere = [pick('Address'), type('https://other.test'), save, press('escape'), leave('escape')];
  expect(await duplicate(type('other'), ...elsewhere)).toBe(undefined);
  expect(form.user.read).toContain(
    `API key for https://other.test, e.g. from an Ory Network project (ory_pat_…). ${storageNote}`,
  );
  expect(form.parts.connections.get('other')).toBeUndefined();
});

test('enters and deletes secrets without the form', async () => {
  await form.enterSecrets('acme', type('ory_pat_new'));
  expect(await form.parts.secrets.read('acme')).toEqual([{ ...keyFor(form.gateway.url), value: 'ory_pat_new' }]);
  await form.parts.secrets.write('of-old', [keyFor(form.gateway.url)]);
  const forget = (...acts: Act[]) => form.forgetSecrets(undefined, ...acts);
  await forget(pick('acme'), choose(undefined));
  expect(form.user.seen).toContain('of-old | connection no longer exists');
  expect(await form.storage.keys()).toEqual(['connection/acme', 'connection/of-old']);
  await forget(pick('of-old'), choose('Forget'));
  expect(await form.storage.keys()).toEqual(['connection/acme']);
  await forget(choose('Forget'));
  expect(await form.storage.keys()).toEqual([]);
  await forget();
  expect(form.user.seen.at(-1)).toBe('No keys or passwords are stored.');
});

test('stores the password of the proxy in VS Code’s settings for that proxy', async () => {
  const network = { ...form.settings.network(), proxy: 'http://ada@proxy.example.org:3128' };
  form.settings.network = () => network;
  form.settings.edit([{ ...acme(), url: 'https://kratos.example.org' }]);
  await form.enterSecrets('acme', type('ory_pat_new'), type('hunter2'));
  expect(await form.parts.secrets.of('acme').get('proxyPassword', 'http://proxy.example.org:3128')).toBe('hunter2');
});
