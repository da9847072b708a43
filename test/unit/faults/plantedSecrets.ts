import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { checkConnection } from '../../../src/check/checkConnection.ts';
import { reportText } from '../../../src/check/reportText.ts';
import { routeOf, secretValues } from '../../../src/check/subject.ts';
import { connectionId } from '../../../src/connections/connectionId.ts';
import type { Connections } from '../../../src/connections/connections.ts';
import type { Secret } from '../../../src/connections/secrets/connectionSecrets.ts';
import type { ConnectionEntry } from '../../../src/connections/settings/connectionEntry.ts';
import type { Directory } from '../../../src/core/directory/directory.ts';
import type { Secrets } from '../../../src/core/http/connectionOptions.ts';
import { type DemoServer, startDemoServer } from '../../../src/demo/demoServer.ts';
import { FileContents } from '../../../src/files/fileContents.ts';
import { describePanel } from '../../../src/pages/host/session/describePanel.ts';
import { SessionReading } from '../../../src/pages/host/session/sessionReading.ts';
import { openServer } from '../../../src/server/openServer.ts';
import { failureText } from '../../../src/text/failureText.ts';
import { TreeProvider } from '../../../src/tree/provider.ts';
import { type Certificates, makeCertificates } from '../../gateways/certificates.ts';
import type { Gateway } from '../../gateways/gateway.ts';
import type { Wanted } from '../../gateways/keyGateway.ts';
import { connectionsOf } from '../connections/connectionsOf.ts';
import type { MemorySettings } from '../connections/settings/memorySettings.ts';
import { noDatabases } from '../tree/treeUnderTest.ts';

/** Secrets that must not appear in any text or encoding. Two of them do not look like a key. */
export const planted = {
  bearer: 'ory_pat_PlantedBearer7f3a',
  password: 'planted&Pass word/õ',
  header: 'PlantedHeaderValue91',
  passphrase: 'planted-passphrase-55',
  proxyPassword: 'planted:proxy+word',
};

const id = connectionId('Planted');
export const username = 'on-call';
const passwordLogin = Buffer.from(`${username}:${planted.password}`).toString('base64');
export const proxyLogin = Buffer.from(`${username}:${planted.proxyPassword}`).toString('base64');

const encodings: readonly string[] = [...Object.values(planted), passwordLogin, proxyLogin].flatMap((secret) => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64'),
  JSON.stringify(secret).slice(1, -1),
]);

/** Starts a demo server and makes certificates for all tests of a file. */
export function plantedServers(): { demo: DemoServer; certificates: Certificates } {
  const shared = {} as { demo: DemoServer; certificates: Certificates };
  beforeAll(async () => {
    shared.demo = await startDemoServer({ identities: 20 });
    shared.certificates = await makeCertificates(planted.passphrase);
  });
  afterAll(async () => {
    await shared.demo.close();
    await shared.certificates.close();
  });
  return shared;
}

interface Planted {
  readonly entry: Omit<ConnectionEntry, 'name'>;
  readonly secrets: readonly Secret[];
}

interface Parts {
  readonly connections: Connections;
  readonly secrets: Secrets;
  readonly settings: MemorySettings;
  readonly log: Log;
  /** All that users could read of it. */
  readonly texts: string[];
}

type Log = Readonly<Record<'debug' | 'info' | 'warn', (line: string) => void>>;

/** Creates the extension's own parts for a connection with these secrets. */
export async function partsOf({ entry, secrets }: Planted): Promise<Parts> {
  const named = { name: 'Planted', ...entry };
  const texts: string[] = [];
  const write = (line: string) => {
    texts.push(line);
  };
  const log = { debug: write, info: write, warn: write };
  const { connections, secrets: store, settings } = connectionsOf([named], { log });
  await store.write(id, secrets);
  onTestFinished(() => {
    connections.dispose();
    store.dispose();
  });
  texts.push(JSON.stringify(settings.connections()), JSON.stringify(connections.list));
  return { connections, secrets: store.of(id), settings, log, texts };
}

export function directoryOf(connections: Connections): Directory {
  const directory = connections.directory(id);
  if (directory === undefined) {
    throw new Error(`not a connection: ${JSON.stringify(connections.list)}`);
  }
  return directory;
}

/** Sends requests from every feature, and collects all texts that they show. */
export async function readEverything(parts: Parts, { people: { oneSession } }: DemoServer): Promise<void> {
  const { connections, texts } = parts;
  const directory = directoryOf(connections);
  await directory.identities.open();
  await directory.sessionsOf(oneSession).open();
  await directory.identities.refresh();
  const sessionId = '00000000-0000-4000-8000-000000000404';
  const failed = await directory.readSession(sessionId).catch((error: unknown) => error);
  texts.push(everythingIn(failed));

  const tree = new TreeProvider({
    connections,
    labelTraits: () => [],
    now: () => new Date(),
    ipDatabases: async () => noDatabases,
    selection: () => [],
    showProgress: () => undefined,
  });
  const [connection] = await tree.getChildren(undefined);
  for (const node of [connection, ...(await tree.getChildren(connection))].filter((one) => one !== undefined)) {
    const item = tree.getTreeItem(node);
    texts.push(everythingIn(item), everythingIn(tree.resolveTreeItem(item, node)));
  }
  tree.dispose();

  const reading = new SessionReading({ connectionId: id, identityId: oneSession, sessionId }, connections);
  await reading.refresh();
  texts.push(everythingIn(describePanel(reading, [], new Date())));
  reading.dispose();

  const files = new FileContents(connections, () => undefined);
  texts.push((await files.read('file', { kind: 'identity', connectionId: id, identityId: sessionId })).text);
  files.dispose();

  for (const { phase } of [directory.identities.state, directory.sessionsOf(oneSession).state]) {
    texts.push(phase.kind === 'failed' ? `${failureText(phase.failure)} ${everythingIn(phase.failure)}` : phase.kind);
  }
  await readReport(parts);
}

/** Collects the report of Check Connection at every step. */
async function readReport({ connections, secrets, settings, log, texts }: Parts): Promise<void> {
  const connection = connections.get(id);
  if (connection?.kind !== 'configured') {
    throw new Error('not a connection of the settings');
  }
  const server = openServer(connection, { secrets, settings, log, askUnencrypted: async () => true });
  const route = routeOf(connection.server, secrets, settings.network(), {});
  const hidden = await secretValues(route);
  const before = texts.length;
  await checkConnection(
    { name: connection.name, server, route, onVersion: () => {} },
    new AbortController().signal,
    (report) => texts.push(reportText(report, hidden)),
  );
  await server.transport.close();
  expect(texts.slice(before).join('\n')).toContain('# Check of Planted');
}

/** Includes causes, stacks and properties that are not enumerable. */
function everythingIn(value: unknown, seen = new Set<unknown>()): string {
  if (typeof value !== 'object' || value === null || seen.has(value)) {
    return String(value);
  }
  seen.add(value);
  return Reflect.ownKeys(value)
    .map((key) => `${String(key)}: ${everythingIn(Reflect.get(value, key), seen)}`)
    .join('\n');
}

export function expectNoneIn(written: readonly string[]): void {
  for (const text of written) {
    for (const secret of encodings) {
      expect(text).not.toContain(secret);
    }
  }
}

/** Expects that each request has the secret in its header and nowhere else. */
export function expectOnlyIn(gateway: Gateway, header: string, value: string): void {
  expect(gateway.requests).not.toEqual([]);
  for (const { target, headers } of gateway.requests) {
    expect(headers[header]).toBe(value);
    expectNoneIn([target, ...Object.entries(headers).flatMap(([name, one]) => (name === header ? [] : [String(one)]))]);
  }
}

interface AsKind {
  readonly authentication: ConnectionEntry['authentication'];
  readonly secret: Omit<Secret, 'origin'>;
  readonly wants: Wanted;
  readonly header: readonly [name: string, value: string];
}

type Kind = 'bearer' | 'basic' | 'headers';

export const kinds: Readonly<Record<Kind, AsKind>> = {
  bearer: {
    authentication: { type: 'bearer' },
    secret: { name: 'bearer', value: planted.bearer },
    wants: { bearer: planted.bearer },
    header: ['authorization', `Bearer ${planted.bearer}`],
  },
  basic: {
    authentication: { type: 'basic', username },
    secret: { name: 'password', value: planted.password },
    wants: { username, password: planted.password },
    header: ['authorization', `Basic ${passwordLogin}`],
  },
  headers: {
    authentication: {
      type: 'headers',
      headers: [
        { name: 'X-Api-Key', secret: true },
        { name: 'X-Team', value: 'sre' },
      ],
    },
    secret: { name: 'header:x-api-key', value: planted.header },
    wants: { header: 'X-Api-Key', value: planted.header },
    header: ['x-api-key', planted.header],
  },
};

export const kindNames = Object.keys(kinds) as Kind[];

export function plantedFor(kind: Kind, url: string): Planted {
  const { authentication, secret } = kinds[kind];
  return {
    entry: { url, authentication, proxy: 'none' },
    secrets: [{ ...secret, origin: new URL(url).origin }],
  };
}
