import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { connectionId } from '../../../src/connections/connectionId.ts';
import type { Connections } from '../../../src/connections/connections.ts';
import { ConnectionSecrets } from '../../../src/connections/secrets/connectionSecrets.ts';
import { SettingConnections } from '../../../src/connections/settingConnections.ts';
import type { Directory } from '../../../src/core/directory/directory.ts';
import { type DemoServer, startDemoServer } from '../../../src/demo/demoServer.ts';
import type { Gateway } from '../../gateways/gateway.ts';
import { startKeyGateway } from '../../gateways/keyGateway.ts';
import { MemorySecrets, type SharedSecrets } from '../connections/secrets/memorySecrets.ts';
import { Memory, MemorySettings } from '../connections/settings/memorySettings.ts';

// In the VS Code of the stories, windows do not notice each other's changes of secrets. Desktop windows do, and so do
// these two.
const id = connectionId('Gateway');
const key = 'ory_pat_right';

let demo: DemoServer;
let gateway: Gateway;

beforeAll(async () => {
  demo = await startDemoServer({ identities: 20 });
  gateway = await startKeyGateway(demo.url, { wants: { bearer: key } });
});

afterAll(async () => {
  await gateway.close();
  await demo.close();
});

/** Opens a window of the user's VS Code, with the settings and secrets that all of them share. */
function openWindow(settings: MemorySettings, shared: SharedSecrets | undefined) {
  const storage = new MemorySecrets(shared);
  const secrets = new ConnectionSecrets(storage);
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined };
  const connections = new SettingConnections({
    settings,
    secrets,
    memory: new Memory(),
    askUnencrypted: async () => true,
    log,
  });
  const close = () => {
    connections.dispose();
    secrets.dispose();
  };
  onTestFinished(close);
  return { connections, secrets, shared: storage.shared, close };
}

function settingsOf(url: string): MemorySettings {
  return new MemorySettings([{ name: 'Gateway', url, authentication: { type: 'bearer' }, proxy: 'none' }]);
}

function directoryOf(connections: Connections): Directory {
  const directory = connections.directory(id);
  if (directory === undefined) {
    throw new Error(`not a connection: ${JSON.stringify(connections.list)}`);
  }
  return directory;
}

test('uses a key that was entered in another window, and shows the rows', async () => {
  const settings = settingsOf(gateway.url);
  const one = openWindow(settings, undefined);
  const other = openWindow(settings, one.shared);
  const waiting = directoryOf(other.connections);
  await waiting.identities.open();
  expect(waiting.identities.state.phase).toMatchObject({ failure: { kind: 'secretMissing' } });

  await one.secrets.write(id, [{ name: 'bearer', origin: gateway.url, value: key }]);
  await expect.poll(() => directoryOf(other.connections).identities.state.phase.kind).toBe('ready');
  expect(directoryOf(other.connections).identities.state.items.length).toBeGreaterThan(0);
});

test('keeps the rows when a key is removed in another window, and fails the next request', async () => {
  const settings = settingsOf(gateway.url);
  const one = openWindow(settings, undefined);
  await one.secrets.write(id, [{ name: 'bearer', origin: gateway.url, value: key }]);
  const other = openWindow(settings, one.shared);
  await directoryOf(other.connections).identities.open();
  const shown = directoryOf(other.connections).identities.state.items.length;
  expect(shown).toBeGreaterThan(0);

  const before = gateway.requests.length;
  await one.secrets.forget(id);
  const directory = directoryOf(other.connections);
  await directory.identities.refresh();
  expect(directory.identities.state.items).toHaveLength(shown);
  expect(directory.identities.state.phase).toMatchObject({ failure: { kind: 'secretMissing' } });
  expect(gateway.requests).toHaveLength(before);
});

test('reads the same rows after a restart', async () => {
  const settings = settingsOf(gateway.url);
  const before = openWindow(settings, undefined);
  await before.secrets.write(id, [{ name: 'bearer', origin: gateway.url, value: key }]);
  before.close();
  const after = openWindow(settings, before.shared);
  await directoryOf(after.connections).identities.open();
  expect(directoryOf(after.connections).identities.state.phase).toEqual({ kind: 'ready' });
});
