import { afterEach, expect, test } from 'vitest';
import { createConnections } from '../../../src/connections/createConnections.ts';
import type { Directory } from '../../../src/directory/directory.ts';
import { Memory, MemorySettings } from './memorySettings.ts';

const local = { name: 'local', url: 'http://127.0.0.1:1' };
const eu = { name: 'eu', url: 'http://127.0.0.1:2' };

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) {
    end();
  }
});

function connectionsOf(setting: unknown, memory = new Memory()) {
  const settings = new MemorySettings(setting);
  const logged: string[] = [];
  const log = { info: (line: string) => void logged.push(line), warn: (line: string) => void logged.push(line) };
  const connections = createConnections({ settings, memory, log });
  let changes = 0;
  connections.onDidChangeList(() => {
    changes += 1;
  });
  ends.push(() => connections.dispose());
  return { connections, settings, memory, logged, changes: () => changes };
}

const names = ({ list }: { list: readonly { name: string | undefined }[] }) => list.map(({ name }) => name);

/** A disposed directory cancels what is asked of it: its transport is closed. */
async function isDisposed(directory: Directory | undefined): Promise<boolean> {
  const failure = await directory?.readIdentity('5b75209a-5838-4a3b-9f0e-1f5a0c2b7d11').catch((error) => error.failure);
  return failure?.kind === 'cancelled';
}

test('the list is the setting’s, and a directory is made at the first asking', () => {
  const { connections } = connectionsOf([local, eu]);
  expect(names(connections)).toEqual(['local', 'eu']);
  const directory = connections.directory('local');
  expect(directory).toBeDefined();
  expect(connections.directory('local')).toBe(directory);
  expect(connections.directory('elsewhere')).toBeUndefined();
  expect(connections.get('elsewhere')).toBeUndefined();
});

test('an edit keeps what stayed and ends what is gone', async () => {
  const { connections, settings, changes } = connectionsOf([local, eu]);
  const [kept, gone] = [connections.directory('local'), connections.directory('eu')];
  const connection = connections.get('local');
  settings.edit([{ name: 'us', url: 'http://127.0.0.1:3' }, local]);
  expect(names(connections)).toEqual(['us', 'local']);
  expect(changes()).toBe(1);
  expect(connections.get('local')).toBe(connection);
  expect(connections.directory('local')).toBe(kept);
  expect(connections.directory('eu')).toBeUndefined();
  expect(await isDisposed(gone)).toBe(true);
  expect(await isDisposed(kept)).toBe(false);
});

test('another address is another server: its directory begins anew', async () => {
  const { connections, settings } = connectionsOf([local]);
  const before = connections.directory('local');
  settings.edit([{ ...local, url: 'http://127.0.0.1:3' }]);
  expect(connections.directory('local')).not.toBe(before);
  expect(await isDisposed(before)).toBe(true);
});

test('an edit that means the same changes nothing', () => {
  const { connections, settings, changes } = connectionsOf([local]);
  const before = connections.list;
  settings.edit([{ ...local, url: `${local.url}/admin/` }]);
  expect(connections.list).toBe(before);
  expect(changes()).toBe(0);
});

test('an added connection is appended, and every other entry stays as it was written', async () => {
  const broken = { name: 'broken', url: 'nowhere', note: 'to be mended' };
  const { connections, settings, changes } = connectionsOf([broken]);
  const added = await connections.add(' Local ', new URL('http://127.0.0.1:4434/kratos'));
  expect(settings.connections()).toEqual([broken, { name: 'Local', url: 'http://127.0.0.1:4434/kratos' }]);
  expect(connections.list.at(-1)).toBe(added);
  expect(connections.get(added.id)).toBe(added);
  expect(changes()).toBe(1);
});

test('a name that is taken is refused, and nothing is written', async () => {
  const { connections, settings } = connectionsOf([local]);
  await expect(connections.add('local', new URL(eu.url))).rejects.toThrow('“local”');
  expect(settings.connections()).toEqual([local]);
});

test('a setting that is no list is not overwritten', async () => {
  const { connections, settings } = connectionsOf({ local: 'mistake' });
  await expect(connections.add('eu', new URL(eu.url))).rejects.toThrow('not a list');
  expect(settings.connections()).toEqual({ local: 'mistake' });
});

test('a removed connection leaves the setting alone', async () => {
  const broken = { name: 'local', url: 'nowhere' };
  const { connections, settings } = connectionsOf([broken, local, eu]);
  const directory = connections.directory('local');
  await connections.remove('local');
  expect(settings.connections()).toEqual([broken, eu]);
  expect(await isDisposed(directory)).toBe(true);
  await connections.remove('elsewhere');
  expect(settings.connections()).toEqual([broken, eu]);
});

test('the demo comes last, is remembered, and goes when it is removed', async () => {
  const { connections, memory, changes } = connectionsOf([local]);
  const demo = await connections.addDemo();
  expect(demo).toMatchObject({ kind: 'demo', id: 'demo' });
  await connections.addDemo();
  expect(names(connections)).toEqual(['local', demo.name]);
  expect(changes()).toBe(1);
  expect(names(connectionsOf([], memory).connections)).toEqual([demo.name]);
  await connections.remove('demo');
  expect(names(connections)).toEqual(['local']);
  expect(names(connectionsOf([], memory).connections)).toEqual([]);
});

test('the demo answers from a server of its own', async () => {
  const { connections, logged } = connectionsOf([]);
  const { name } = await connections.addDemo();
  const identities = connections.directory('demo')?.identities;
  await identities?.open();
  expect(identities?.state.phase).toEqual({ kind: 'ready' });
  expect(identities?.state.items).toHaveLength(100);
  expect(logged).toEqual([
    expect.stringMatching(new RegExp(`^\\[${name}\\] GET /admin/identities: 200, \\d+ bytes, \\d+ ms$`)),
  ]);
});

test('the log tells templates, no ids', async () => {
  const { connections, logged } = connectionsOf([]);
  await connections.addDemo();
  const id = '5b75209a-5838-4a3b-9f0e-1f5a0c2b7d11';
  await connections.directory('demo')?.sessionsOf(id).open();
  expect(logged.join()).toContain('/admin/identities/{id}/sessions');
  expect(logged.join()).not.toContain(id);
});

test('disposing ends the directories and stops following the setting', async () => {
  const { connections, settings, changes } = connectionsOf([local]);
  const directory = connections.directory('local');
  connections.dispose();
  settings.edit([]);
  expect(changes()).toBe(0);
  expect(await isDisposed(directory)).toBe(true);
});

test('nothing begins anew once they are disposed', () => {
  const { connections } = connectionsOf([local]);
  connections.dispose();
  expect(connections.directory('local')).toBeUndefined();
});
