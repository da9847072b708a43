import { expect, test } from 'vitest';
import { ConnectionSecrets, type Secret } from '../../../../src/connections/secrets/connectionSecrets.ts';
import { MemorySecrets } from './memorySecrets.ts';

const key: Secret = { name: 'bearer', origin: 'https://kratos.example.org', value: 'ory_pat_planted' };
const proxyPassword: Secret = { name: 'proxyPassword', origin: 'http://proxy:3128', value: 'hunter2' };

test('returns a secret only for the origin that it was entered for', async () => {
  const secrets = new ConnectionSecrets(new MemorySecrets());
  await secrets.write('acme', [key, proxyPassword]);
  const { get } = secrets.of('acme');
  expect(await get('bearer', 'https://kratos.example.org')).toBe('ory_pat_planted');
  expect(await get('proxyPassword', 'http://proxy:3128')).toBe('hunter2');
  expect(await get('bearer', 'https://kratos.example.com')).toBeUndefined();
  expect(await get('bearer', 'http://kratos.example.org')).toBeUndefined();
  expect(await get('bearer', 'https://kratos.example.org:8443')).toBeUndefined();
  expect(await get('proxyPassword', 'https://kratos.example.org')).toBeUndefined();
  expect(await get('password', 'https://kratos.example.org')).toBeUndefined();
  expect(await secrets.of('other').get('bearer', 'https://kratos.example.org')).toBeUndefined();
});

test('stores one versioned record per connection', async () => {
  const storage = new MemorySecrets();
  const secrets = new ConnectionSecrets(storage);
  await secrets.write('acme', [key]);
  await secrets.write('acme', [proxyPassword]);
  expect(await storage.keys()).toEqual(['connection/acme']);
  expect(JSON.parse((await storage.get('connection/acme')) ?? '')).toEqual({ version: 1, secrets: [proxyPassword] });
  await secrets.write('acme', []);
  expect(await storage.keys()).toEqual([]);
});

test('reads a record once until it changes, also in another window', async () => {
  const here = new MemorySecrets();
  const there = new MemorySecrets(here.shared);
  const [first, second] = [new ConnectionSecrets(here), new ConnectionSecrets(there)];
  const changes: string[] = [];
  second.onDidChange((id) => changes.push(id));
  expect(await second.of('acme').get('bearer', key.origin)).toBeUndefined();
  await first.write('acme', [key]);
  expect(changes).toEqual(['acme']);
  expect(await second.of('acme').get('bearer', key.origin)).toBe(key.value);
  here.shared.values.set('connection/acme', 'changed without an event');
  expect(await second.of('acme').get('bearer', key.origin)).toBe(key.value);
  await first.forget('acme');
  expect(await second.of('acme').get('bearer', key.origin)).toBeUndefined();
});

test.each([
  ['no JSON', 'ory_pat_planted'],
  ['a record of a later version', JSON.stringify({ version: 2, secrets: [key] })],
  ['a record without origins', JSON.stringify({ version: 1, secrets: [{ name: 'bearer', value: 'planted' }] })],
])('returns no secrets for %s', async (_what, text) => {
  const storage = new MemorySecrets();
  await storage.store('connection/acme', text);
  expect(await new ConnectionSecrets(storage).read('acme')).toEqual([]);
});

test('reads again after the storage failed', async () => {
  const storage = new MemorySecrets();
  const secrets = new ConnectionSecrets(storage);
  await secrets.write('acme', [key]);
  const { get } = storage;
  storage.get = () => Promise.reject(new Error('the keyring is locked'));
  await expect(secrets.read('acme')).rejects.toThrow('locked');
  storage.get = get;
  expect(await secrets.read('acme')).toEqual([key]);
});

test('lists and reports only the records of connections', async () => {
  const storage = new MemorySecrets();
  const secrets = new ConnectionSecrets(storage);
  const changes: string[] = [];
  secrets.onDidChange((id) => changes.push(id));
  await storage.store('something else', 'x');
  await secrets.write('acme', [key]);
  expect(await secrets.connectionIds()).toEqual(['acme']);
  expect(changes).toEqual(['acme']);
});
