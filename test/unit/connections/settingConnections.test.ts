import { afterEach, describe, expect, test } from 'vitest';
import { ConnectionSecrets, type Secret } from '../../../src/connections/secrets/connectionSecrets.ts';
import type { Directory } from '../../../src/core/directory/directory.ts';
import type { HttpRequest, WritePermit } from '../../../src/core/http/transport.ts';
import { startDemoServer } from '../../../src/demo/demoServer.ts';
import { connectionsOf } from './connectionsOf.ts';
import { MemorySecrets } from './secrets/memorySecrets.ts';

const local = { name: 'local', url: 'http://127.0.0.1:1' };
const eu = { name: 'eu', url: 'http://127.0.0.1:2' };

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) {
    end();
  }
});

function windowOf(...args: Parameters<typeof connectionsOf>) {
  const window = connectionsOf(...args);
  let changes = 0;
  window.connections.onDidChangeList(() => {
    changes += 1;
  });
  ends.push(() => window.connections.dispose());
  return { ...window, changes: () => changes };
}

const names = ({ list }: { list: readonly { name: string | undefined }[] }) => list.map(({ name }) => name);

/** A disposed directory cancels each request: its transport is closed. */
async function isDisposed(directory: Directory | undefined): Promise<boolean> {
  const failure = await directory?.readIdentity('5b75209a-5838-4a3b-9f0e-1f5a0c2b7d11').catch((error) => error.failure);
  return failure?.kind === 'cancelled';
}

test('lists the connections of the setting and creates a directory at its first use', () => {
  const { connections } = windowOf([local, eu]);
  expect(names(connections)).toEqual(['local', 'eu']);
  const directory = connections.directory('local');
  expect(directory).toBeDefined();
  expect(connections.directory('local')).toBe(directory);
  expect(connections.directory('elsewhere')).toBeUndefined();
  expect(connections.get('elsewhere')).toBeUndefined();
});

test('keeps unchanged connections and disposes the directories of removed ones after an edit', async () => {
  const { connections, settings, changes } = windowOf([local, eu]);
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

test('creates a new directory when the address changes', async () => {
  const { connections, settings } = windowOf([local]);
  const before = connections.directory('local');
  settings.edit([{ ...local, url: 'http://127.0.0.1:3' }]);
  expect(connections.directory('local')).not.toBe(before);
  expect(await isDisposed(before)).toBe(true);
});

test('fires no event for an edit without effect', () => {
  const { connections, settings, changes } = windowOf([local]);
  const before = connections.list;
  settings.edit([{ ...local, url: `${local.url}/admin/` }]);
  expect(connections.list).toBe(before);
  expect(changes()).toBe(0);
});

test('appends an added connection and leaves every other entry as it is', async () => {
  const broken = { name: 'broken', url: 'nowhere', note: 'to be mended' };
  const { connections, settings, changes } = windowOf([broken]);
  const added = await connections.add({ name: 'Local', url: 'http://127.0.0.1:4434/kratos' });
  expect(settings.connections()).toEqual([broken, { name: 'Local', url: 'http://127.0.0.1:4434/kratos' }]);
  expect(connections.list.at(-1)).toBe(added);
  expect(connections.get(added.id)).toBe(added);
  expect(changes()).toBe(1);
});

test('refuses a name that is taken and writes nothing', async () => {
  const { connections, settings } = windowOf([local]);
  await expect(connections.add({ ...eu, name: 'local' })).rejects.toThrow('“local”');
  expect(settings.connections()).toEqual([local]);
});

test('does not overwrite a setting that is not an array', async () => {
  const { connections, settings } = windowOf({ local: 'mistake' });
  await expect(connections.add(eu)).rejects.toThrow('not an array');
  expect(settings.connections()).toEqual({ local: 'mistake' });
});

test('removes only the entry of the removed connection', async () => {
  const broken = { name: 'local', url: 'nowhere' };
  const { connections, settings } = windowOf([broken, local, eu]);
  const directory = connections.directory('local');
  await connections.remove('local');
  expect(settings.connections()).toEqual([broken, eu]);
  expect(await isDisposed(directory)).toBe(true);
  await connections.remove('elsewhere');
  expect(settings.connections()).toEqual([broken, eu]);
});

test('replaces a connection in its place and leaves every other entry as it is', async () => {
  const broken = { name: 'broken', url: 'nowhere' };
  const { connections, settings } = windowOf([local, broken, eu]);
  const replaced = await connections.replace('local', { ...local, writable: true });
  expect(settings.connections()).toEqual([{ ...local, writable: true }, broken, eu]);
  expect(replaced).toBe(connections.get('local'));
  expect(replaced).toMatchObject({ writable: true });
  await expect(connections.replace('local', { ...local, name: 'eu' })).rejects.toThrow('“eu”');
  await expect(connections.replace('gone', { ...local, name: 'gone' })).rejects.toThrow('no longer in the settings');
  expect(settings.connections()).toEqual([{ ...local, writable: true }, broken, eu]);
});

test('keeps the directory when the display changes, but not when the route to the server changes', async () => {
  const { connections, settings, changes } = windowOf([local]);
  const directory = connections.directory('local');
  settings.edit([
    { ...local, environment: { name: 'staging', color: 'charts.yellow' }, pageSize: 50, production: true },
  ]);
  expect(changes()).toBe(1);
  expect(connections.directory('local')).toBe(directory);
  settings.edit([{ ...local, authentication: { type: 'bearer' } }]);
  expect(connections.directory('local')).not.toBe(directory);
  expect(await isDisposed(directory)).toBe(true);
});

test('swaps a connection with its neighbor, and leaves it at the ends', async () => {
  const us = { name: 'us', url: 'http://127.0.0.1:3' };
  const { connections } = windowOf([local, eu, us]);
  await connections.move('us', -1);
  expect(names(connections)).toEqual(['local', 'us', 'eu']);
  await connections.move('local', 1);
  expect(names(connections)).toEqual(['us', 'local', 'eu']);
  await connections.move('us', -1);
  await connections.move('eu', 1);
  expect(names(connections)).toEqual(['us', 'local', 'eu']);
});

test('moves a connection by two places when it is moved twice before the settings are written', async () => {
  const us = { name: 'us', url: 'http://127.0.0.1:3' };
  const { connections, settings } = windowOf([local, eu, us]);
  const written = Promise.withResolvers<void>();
  settings.writeConnections = async (value) => {
    await written.promise;
    settings.edit(value);
  };
  const moves = [connections.move('us', -1), connections.move('us', -1)];
  written.resolve();
  await Promise.all(moves);
  expect(names(connections)).toEqual(['us', 'local', 'eu']);
});

test('writes a change although the one before could not be written', async () => {
  const { connections, settings } = windowOf([local, eu]);
  const { writeConnections } = settings;
  settings.writeConnections = () => Promise.reject(new Error('settings.json has unsaved changes'));
  await expect(connections.move('eu', -1)).rejects.toThrow('unsaved changes');
  settings.writeConnections = writeConnections;
  await connections.move('eu', -1);
  expect(names(connections)).toEqual(['eu', 'local']);
});

describe('the secrets of a connection', () => {
  const secret: Secret = { name: 'bearer', origin: local.url, value: 'ory_pat_planted' };

  test('are deleted with it, by the command or in settings.json', async () => {
    const { connections, secrets, settings } = windowOf([local, eu]);
    await secrets.write('local', [secret]);
    await secrets.write('eu', [secret]);
    await connections.remove('local');
    expect(await secrets.connectionIds()).toEqual(['eu']);
    settings.edit([]);
    await expect.poll(() => secrets.connectionIds()).toEqual([]);
  });

  test.each([
    ['the setting is missing for a moment', undefined],
    ['an entry is being written', [{ name: 'loc' }]],
    ['its entry is invalid', [{ ...local, url: 'nowhere' }]],
  ])('are kept while %s', async (_when, setting) => {
    const { connections, secrets, settings } = windowOf([local]);
    await secrets.write('local', [secret]);
    settings.edit(setting);
    expect(connections.get('local')).toBeUndefined();
    // Runs after the requests that the edit caused.
    await secrets.connectionIds();
    expect(await secrets.read('local')).toEqual([secret]);
    settings.edit([local]);
    expect(await secrets.read('local')).toEqual([secret]);
  });

  test('are deleted once the setting has no invalid entry any more', async () => {
    const { connections, secrets, settings } = windowOf([local, eu]);
    await secrets.write('local', [secret]);
    await secrets.write('eu', [secret]);
    await connections.addDemo();
    settings.edit([eu, { name: 'loc' }]);
    settings.edit([eu]);
    await expect.poll(() => secrets.connectionIds()).toEqual(['eu']);
    expect(await secrets.read('eu')).toEqual([secret]);
  });

  test.each([
    ['are deleted at a start after its entry was removed', [eu], ['eu']],
    ['are kept at a start without the setting', undefined, ['local', 'eu']],
    ['are kept at a start with an invalid entry', [eu, { name: 'loc' }], ['local', 'eu']],
  ])('%s', async (_what, setting, kept) => {
    const storage = new MemorySecrets();
    const before = new ConnectionSecrets(storage);
    await before.write('local', [secret]);
    await before.write('eu', [secret]);
    const { secrets } = windowOf(setting, { storage });
    // Runs after the requests that the start caused.
    await expect.poll(async () => ((await secrets.read('eu')) ? secrets.connectionIds() : [])).toEqual(kept);
  });

  test('that change cause a failed list to be read again, in every window', async () => {
    const server = await startDemoServer({ identities: 3 });
    ends.push(() => void server.close());
    const { connections, storage } = windowOf([{ name: 'local', url: server.url, authentication: { type: 'bearer' } }]);
    const identities = connections.directory('local')?.identities;
    await identities?.open();
    expect(identities?.state.phase).toMatchObject({ kind: 'failed', failure: { kind: 'secretMissing' } });
    const sessions = connections.directory('local')?.sessionsOf(server.people.ada);
    await sessions?.open();
    expect(sessions?.state.phase).toMatchObject({ kind: 'failed', failure: { kind: 'secretMissing' } });
    expect(server.requests).toEqual([]);
    const otherWindow = new ConnectionSecrets(new MemorySecrets(storage.shared));
    await otherWindow.write('local', [{ ...secret, origin: server.url }]);
    await expect.poll(() => identities?.state.phase).toEqual({ kind: 'ready' });
    await expect.poll(() => sessions?.state.phase).toEqual({ kind: 'ready' });
  });
});

test('sends nothing without encryption before the user agrees', async () => {
  const asked: [string, boolean | undefined][] = [];
  const remote = { name: 'remote', url: 'http://kratos.example.org' };
  const { connections } = windowOf([remote], {
    askUnencrypted: async (origin, again) => {
      asked.push([origin, again]);
      return false;
    },
  });
  const identities = connections.directory('remote')?.identities;
  await identities?.open();
  expect(asked).toEqual([['http://kratos.example.org', false]]);
  expect(identities?.state.phase).toMatchObject({
    kind: 'failed',
    failure: { kind: 'notEncrypted', origin: 'http://kratos.example.org' },
  });
  await connections.directory('remote')?.identities.retry();
  connections.resetConsent('remote');
  await connections.directory('remote')?.identities.retry();
  expect(asked.map(([, again]) => again)).toEqual([false, false, true]);
});

test('lists the demo last, remembers it, and removes it', async () => {
  const { connections, memory, changes } = windowOf([local]);
  const demo = await connections.addDemo();
  expect(demo).toMatchObject({ kind: 'demo', id: 'demo' });
  await connections.addDemo();
  expect(names(connections)).toEqual(['local', demo.name]);
  expect(changes()).toBe(1);
  expect(names(windowOf([], { memory }).connections)).toEqual([demo.name]);
  await connections.remove('demo');
  expect(names(connections)).toEqual(['local']);
  expect(names(windowOf([], { memory }).connections)).toEqual([]);
});

test('restarts the demo with its first sessions, locked', async () => {
  const { connections, changes } = windowOf([local]);
  const before = await connections.addDemo();
  const demo = connections.get('demo');
  if (demo === undefined) {
    throw new Error('There is no demo.');
  }
  const send = (method: 'GET' | 'DELETE', path: string, permit?: WritePermit) =>
    connections
      .server('demo')
      ?.transport.send({ method, path, template: path, ...(permit && { permit }) } as HttpRequest);
  const newest = async () => {
    const response = await send('GET', '/admin/sessions?active=true&page_size=1');
    return /"id":"([^"]+)"/.exec(`${response?.body}`)?.[1];
  };
  const first = await newest();
  const unlocks = await connections.unlocks();
  unlocks.unlock(demo, undefined);
  await send('DELETE', `/admin/sessions/${first}`, unlocks.permit('demo'));
  expect(await newest()).not.toBe(first);
  const directory = connections.directory('demo');

  connections.resetDemo();
  expect(changes()).toBe(2);
  expect(names(connections)).toEqual(['local', before.name]);
  expect(connections.unlockOf('demo')).toBeUndefined();
  expect(await isDisposed(directory)).toBe(true);
  expect(await newest()).toBe(first);
});

test('starts no demo that was not added', () => {
  const { connections, changes } = windowOf([local]);
  connections.resetDemo();
  expect(changes()).toBe(0);
  expect(names(connections)).toEqual(['local']);
});

test('reads the demo from its own server', async () => {
  const { connections, logged } = windowOf([]);
  const { name } = await connections.addDemo();
  const identities = connections.directory('demo')?.identities;
  await identities?.open();
  expect(identities?.state.phase).toEqual({ kind: 'ready' });
  expect(identities?.state.items).toHaveLength(100);
  expect(logged).toEqual([
    expect.stringMatching(new RegExp(`^\\[${name}\\] GET /admin/identities: 200, \\d+ bytes, \\d+ ms$`)),
  ]);
});

test('logs path templates without ids', async () => {
  const { connections, logged } = windowOf([]);
  await connections.addDemo();
  const id = '5b75209a-5838-4a3b-9f0e-1f5a0c2b7d11';
  await connections.directory('demo')?.sessionsOf(id).open();
  expect(logged.join()).toContain('/admin/identities/{id}/sessions');
  expect(logged.join()).not.toContain(id);
});

test('disposes the directories and ignores the setting after dispose', async () => {
  const { connections, settings, changes } = windowOf([local]);
  const directory = connections.directory('local');
  connections.dispose();
  settings.edit([]);
  expect(changes()).toBe(0);
  expect(await isDisposed(directory)).toBe(true);
});

test('opens no server after dispose, also not for a connection that is added later', async () => {
  const { connections } = windowOf([local]);
  connections.dispose();
  expect(connections.directory('local')).toBeUndefined();
  await connections.add(eu);
  expect(connections.directory('eu')).toBeUndefined();
  expect(connections.list).toEqual([]);
});

test('uses one server for a connection’s directory and for raw requests, and closes it with the connection', async () => {
  const { connections } = windowOf([local]);
  await connections.addDemo();
  const transport = connections.server('demo')?.transport;
  const template = '/admin/version';
  expect((await transport?.send({ method: 'GET', path: template, template }))?.status).toBe(200);
  expect(connections.server('demo')?.transport).toBe(transport);
  expect(connections.server('elsewhere')).toBeUndefined();

  await connections.remove('demo');
  expect(connections.server('demo')).toBeUndefined();
  await expect(transport?.send({ method: 'GET', path: template, template })).rejects.toMatchObject({
    failure: { kind: 'cancelled' },
  });
});
