import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { connectionId } from '../../../src/connections/connectionId.ts';
import type { Connections } from '../../../src/connections/connections.ts';
import { ConnectionSecrets, type Secret } from '../../../src/connections/secrets/connectionSecrets.ts';
import { SettingConnections } from '../../../src/connections/settingConnections.ts';
import type { ConnectionEntry } from '../../../src/connections/settings/connectionEntry.ts';
import { type DemoServer, startDemoServer } from '../../../src/demo/demoServer.ts';
import { describePanel } from '../../../src/details/describePanel.ts';
import { SessionReading } from '../../../src/details/sessionReading.ts';
import { checkConnection } from '../../../src/diagnosis/checkConnection.ts';
import { reportText } from '../../../src/diagnosis/reportText.ts';
import { routeOf, secretValues } from '../../../src/diagnosis/subject.ts';
import type { Directory } from '../../../src/directory/directory.ts';
import { FileContents } from '../../../src/documents/fileContents.ts';
import type { Secrets } from '../../../src/http/connectionOptions.ts';
import { exactText } from '../../../src/kratos/json/exactJson.ts';
import { failureText } from '../../../src/presentation/failureText.ts';
import { openServer } from '../../../src/server/openServer.ts';
import { TreeProvider } from '../../../src/tree/provider.ts';
import { type Certificates, makeCertificates } from '../../gateways/certificates.ts';
import { type FaultyGateway, type Misdeed, startFaultyGateway } from '../../gateways/faultyGateway.ts';
import type { Gateway } from '../../gateways/gateway.ts';
import { startKeyGateway, type Wanted } from '../../gateways/keyGateway.ts';
import { startProxy } from '../../gateways/proxy.ts';
import { startTlsGateway } from '../../gateways/tlsGateway.ts';
import { MemorySecrets } from '../connections/secrets/memorySecrets.ts';
import { Memory, MemorySettings } from '../connections/settings/memorySettings.ts';

/** None of them may be found anywhere, in whatever encoding. Two look like no key that anyone knows. */
const planted = {
  bearer: 'ory_pat_PlantedBearer7f3a',
  password: 'planted&Pass word/õ',
  header: 'PlantedHeaderValue91',
  passphrase: 'planted-passphrase-55',
  proxyPassword: 'planted:proxy+word',
};

const id = connectionId('Planted');
const person = 'on-call';
const passwordLogin = Buffer.from(`${person}:${planted.password}`).toString('base64');
const proxyLogin = Buffer.from(`${person}:${planted.proxyPassword}`).toString('base64');

const encodings: readonly string[] = [...Object.values(planted), passwordLogin, proxyLogin].flatMap((secret) => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64'),
  JSON.stringify(secret).slice(1, -1),
]);

let demo: DemoServer;
let certificates: Certificates;

beforeAll(async () => {
  demo = await startDemoServer({ identities: 20 });
  certificates = await makeCertificates(planted.passphrase);
});

afterAll(async () => {
  await demo.close();
  await certificates.close();
});

/** Everything that a person or their colleagues could come to read. */
let texts: string[];

beforeEach(() => {
  texts = [];
});

interface Planted {
  readonly entry: Omit<ConnectionEntry, 'name'>;
  readonly secrets: readonly Secret[];
}

interface Parts {
  readonly connections: Connections;
  readonly secrets: Secrets;
  readonly settings: MemorySettings;
  readonly log: Log;
}

type Log = Readonly<Record<'debug' | 'info' | 'warn', (line: string) => void>>;

/** The extension's own parts over a connection with these secrets; what they write or say is in `texts`. */
async function partsOf({ entry, secrets }: Planted, timeoutMs?: number): Promise<Parts> {
  const named = { name: 'Planted', ...entry };
  const write = (line: string) => {
    texts.push(line);
  };
  const log = { debug: write, info: write, warn: write };
  const settings = new MemorySettings([named]);
  if (timeoutMs !== undefined) {
    settings.timeoutMs = () => timeoutMs;
  }
  const store = new ConnectionSecrets(new MemorySecrets());
  await store.write(id, secrets);
  const memory = new Memory();
  const connections = new SettingConnections({
    settings,
    secrets: store,
    memory,
    log,
    askUnencrypted: async () => true,
  });
  onTestFinished(() => {
    connections.dispose();
    store.dispose();
  });
  texts.push(JSON.stringify(settings.connections()), JSON.stringify(connections.list));
  return { connections, secrets: store.of(id), settings, log };
}

function directoryOf(connections: Connections): Directory {
  const directory = connections.directory(id);
  if (directory === undefined) {
    throw new Error(`not a connection: ${JSON.stringify(connections.list)}`);
  }
  return directory;
}

/** Asks in every way that there is, and reads everything that comes of it into `texts`. */
async function readEverything(parts: Parts): Promise<void> {
  const { connections } = parts;
  const directory = directoryOf(connections);
  const { oneSession } = demo.people;
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

/** Kratos: Check Connection, as its document shows it at every step. */
async function readReport({ connections, secrets, settings, log }: Parts): Promise<void> {
  const connection = connections.get(id);
  if (connection?.kind !== 'configured') {
    throw new Error('not a connection of the settings');
  }
  const server = openServer(connection, { secrets, settings, log, askUnencrypted: async () => true });
  const route = routeOf(connection.server, secrets, settings.network(), {});
  const hidden = await secretValues(route);
  const before = texts.length;
  await checkConnection({ name: connection.name, server, route }, new AbortController().signal, (report) =>
    texts.push(reportText(report, hidden)),
  );
  await server.transport.close();
  expect(texts.slice(before).join('\n')).toContain('# Check of Planted');
}

/** With causes, stacks and what is not enumerable. */
function everythingIn(value: unknown, seen = new Set<unknown>()): string {
  if (typeof value !== 'object' || value === null || seen.has(value)) {
    return String(value);
  }
  seen.add(value);
  return Reflect.ownKeys(value)
    .map((key) => `${String(key)}: ${everythingIn(Reflect.get(value, key), seen)}`)
    .join('\n');
}

function expectNoneIn(written: readonly string[]): void {
  for (const text of written) {
    for (const secret of encodings) {
      expect(text).not.toContain(secret);
    }
  }
}

/** Each request carries its own secret in its own header, and no other anywhere. */
function expectOnlyIn(gateway: Gateway, header: string, value: string): void {
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

const kinds: Readonly<Record<Kind, AsKind>> = {
  bearer: {
    authentication: { type: 'bearer' },
    secret: { name: 'bearer', value: planted.bearer },
    wants: { bearer: planted.bearer },
    header: ['authorization', `Bearer ${planted.bearer}`],
  },
  basic: {
    authentication: { type: 'basic', username: person },
    secret: { name: 'password', value: planted.password },
    wants: { username: person, password: planted.password },
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

const kindNames = Object.keys(kinds) as Kind[];

function plantedFor(kind: Kind, url: string): Planted {
  const { authentication, secret } = kinds[kind];
  return {
    entry: { url, authentication, proxy: 'none' },

    secrets: [{ ...secret, origin: new URL(url).origin }],
  };
}

async function kept<G extends Gateway>(starting: Promise<G>): Promise<G> {
  const gateway = await starting;
  onTestFinished(() => gateway.close());
  return gateway;
}

test.each(kindNames)('%s: where all is well, its header has it and nothing else does', async (kind) => {
  const gateway = await kept(startKeyGateway(demo.url, { wants: kinds[kind].wants, prefix: '/kratos' }));
  const parts = await partsOf(plantedFor(kind, gateway.url));
  await readEverything(parts);
  expect(directoryOf(parts.connections).identities.state.items).not.toEqual([]);
  expectOnlyIn(gateway, ...kinds[kind].header);
  expectNoneIn(texts);
});

const echoes = (['json', 'html', 'text', 'redirect', '400', '401', '403', '500'] as const).map(
  (as): Misdeed => ({ kind: 'echo', as }),
);
const misdeeds: readonly Misdeed[] = [...echoes, { kind: 'cut' }, { kind: 'reset' }, { kind: 'close' }];

test.each(
  kindNames.flatMap((kind) =>
    misdeeds.map((misdeed) => [kind, 'as' in misdeed ? `an echo as ${misdeed.as}` : misdeed.kind, misdeed] as const),
  ),
)('%s: nothing that is shown or written has it, whatever the server does: %s', async (kind, _what, misdeed) => {
  const gateway: FaultyGateway = await kept(startFaultyGateway(demo.url, misdeed));
  // What is lost on the way is asked for again until the deadline.
  const isLost = misdeed.kind === 'reset' || misdeed.kind === 'close';
  const parts = await partsOf(plantedFor(kind, gateway.url), isLost ? 300 : undefined);
  await readEverything(parts);
  expect(directoryOf(parts.connections).identities.state.phase.kind).toBe('failed');
  expectOnlyIn(gateway, ...kinds[kind].header);
  expectNoneIn(texts);
});

/** Some of it is escaped by whoever writes JSON or HTML. */
const awkward = 'planted&secret<value';
const awkwardForms = ['planted&', 'planted\\u0026', 'secret<value', 'secret&lt;value', 'secret\\u003cvalue'];

interface Refusal {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

const refusals: readonly (readonly [what: string, secret: string, refusal: Refusal])[] = [
  ['a text that is called JSON', awkward, { status: 200, contentType: 'application/json', body: `bad key ${awkward}` }],
  [
    'a page that is called JSON',
    awkward,
    { status: 200, contentType: 'application/json', body: `<html><title>bad key ${awkward}</title></html>` },
  ],
  [
    'the beginning of a text, at whose end it would be cut in two',
    awkward,
    { status: 200, contentType: 'text/plain', body: `${'-'.repeat(70)} ${awkward}` },
  ],
  [
    'JSON as Go writes it',
    awkward,
    {
      status: 401,
      contentType: 'application/json',
      body: String.raw`{"error":{"message":"wrong key planted\u0026secret\u003cvalue"}}`,
    },
  ],
  [
    'a title',
    awkward,
    { status: 403, contentType: 'text/html', body: '<title>wrong key planted&amp;secret&lt;value</title>' },
  ],
  [
    'a title, escaped twice',
    awkward,
    { status: 500, contentType: 'text/html', body: '<title>no planted&amp;amp;secret&amp;lt;value</title>' },
  ],
  [
    'a message, when it is short',
    'q7&z',
    { status: 401, contentType: 'application/json', body: '{"error":{"message":"wrong key q7&z"}}' },
  ],
  ['a text, when it is short', 'q7&z', { status: 200, contentType: 'application/json', body: 'wrong key q7&z' }],
];

test.each(refusals)('nothing that is shown or written has it from %s', async (_what, secret, refusal) => {
  const gateway = await kept(startFaultyGateway(demo.url, { kind: 'body', ...refusal }));
  const { entry } = plantedFor('headers', gateway.url);
  const parts = await partsOf({ entry, secrets: [{ name: 'header:x-api-key', origin: gateway.url, value: secret }] });
  await readEverything(parts);
  expect(gateway.requests[0]?.headers['x-api-key']).toBe(secret);
  const { phase } = directoryOf(parts.connections).identities.state;
  expect(phase.kind === 'failed' && failureText(phase.failure)).toContain(
    '(not shown: it may repeat a key or password)',
  );
  for (const text of texts) {
    for (const form of [secret, ...awkwardForms]) {
      expect(text).not.toContain(form);
    }
  }
});

test('what a server says of people stays as it sent it, even where a secret is in it', async () => {
  const name = 'planted\\u0026secret<value';
  const sent = `{"id":"${demo.people.oneSession}", "schema_id":"s", "traits":{"name":"${name}"}}`;
  const gateway = await kept(
    startFaultyGateway(demo.url, { kind: 'body', contentType: 'application/json', body: `[ ${sent} ]` }),
  );
  const { entry } = plantedFor('headers', gateway.url);
  const { connections } = await partsOf({
    entry,
    secrets: [{ name: 'header:x-api-key', origin: gateway.url, value: awkward }],
  });
  const { identities } = directoryOf(connections);
  await identities.open();
  const [identity] = identities.state.items;
  expect(identity).toMatchObject({ kind: 'identity', traits: { name: awkward } });
  expect(identity && exactText(identity.json)).toBe(sent);
});

test.each(['redirect', '500'] as const)('through VS Code’s own fetch as well: an echo as %s', async (as) => {
  const gateway = await kept(startFaultyGateway(demo.url, { kind: 'echo', as }));
  const { entry, secrets } = plantedFor('headers', gateway.url);
  const parts = await partsOf({ entry: { ...entry, proxy: 'vscode' }, secrets });
  await readEverything(parts);
  expect(directoryOf(parts.connections).identities.state.phase.kind).toBe('failed');
  expectOnlyIn(gateway, ...kinds.headers.header);
  expectNoneIn(texts);
});

test('a redirect to another origin takes no secret there', async () => {
  const elsewhere = await kept(startFaultyGateway(demo.url));
  const gateway = await kept(startFaultyGateway(demo.url, { kind: 'redirect', status: 307, location: elsewhere.url }));
  await readEverything(await partsOf(plantedFor('bearer', gateway.url)));
  expect(elsewhere.requests).toEqual([]);
});

test('a secret of another origin is not sent: nothing is, and the person is told', async () => {
  const gateway = await kept(startFaultyGateway(demo.url));
  const { entry, secrets } = plantedFor('bearer', gateway.url);
  const moved = secrets.map((secret) => ({ ...secret, origin: 'https://kratos.before.example.org' }));
  const parts = await partsOf({ entry, secrets: moved });
  await readEverything(parts);
  expect(gateway.requests).toEqual([]);
  expect(directoryOf(parts.connections).identities.state.phase).toMatchObject({
    failure: { kind: 'secretMissing', secret: 'bearer' },
  });
  expectNoneIn(texts);
});

test.each(['http', 'https'] as const)('through a proxy to %s, each of two secrets goes to its own', async (scheme) => {
  const proxy = await kept(startProxy({ username: person, password: planted.proxyPassword }));
  const front = await kept(startKeyGateway(demo.url, { wants: { header: 'X-Api-Key', value: planted.header } }));
  const server =
    scheme === 'http' ? front : await kept(startTlsGateway(front.url, { certificate: certificates.server }));
  const { entry, secrets } = plantedFor('headers', server.url);
  const parts = await partsOf({
    entry: { ...entry, proxy: proxy.url.replace('//', `//${person}@`), tls: { caFile: certificates.files.authority } },
    secrets: [...secrets, { name: 'proxyPassword', origin: proxy.url, value: planted.proxyPassword }],
  });
  await readEverything(parts);
  expect(directoryOf(parts.connections).identities.state.items).not.toEqual([]);
  expectOnlyIn(server, 'x-api-key', planted.header);
  expect(proxy.requests.map(({ headers }) => headers['proxy-authorization'])).toContain(`Basic ${proxyLogin}`);
  if (scheme === 'https') {
    expectOnlyIn(proxy, 'proxy-authorization', `Basic ${proxyLogin}`);
  }
  expectNoneIn(texts);
});

test('a log-in that the proxy does not take is not told', async () => {
  const proxy = await kept(startProxy({ username: person, password: 'another' }));
  const parts = await partsOf({
    entry: { url: demo.url, proxy: proxy.url.replace('//', `//${person}@`) },
    secrets: [{ name: 'proxyPassword', origin: proxy.url, value: planted.proxyPassword }],
  });
  await readEverything(parts);
  expect(directoryOf(parts.connections).identities.state.phase).toMatchObject({ failure: { kind: 'proxyLogin' } });
  expectNoneIn(texts);
});

test.each(['right', 'wrong'])(
  'a %s passphrase opens the client certificate at most, and is told nowhere',
  async (which) => {
    const { files, authority, server } = certificates;
    const gateway = await kept(startTlsGateway(demo.url, { certificate: server, clientAuthority: authority }));
    const value = which === 'right' ? planted.passphrase : planted.password;
    const parts = await partsOf({
      entry: {
        url: gateway.url,
        clientCertificate: { pkcs12File: files.pkcs12 },
        tls: { caFile: files.authority },
        proxy: 'none',
      },
      secrets: [{ name: 'passphrase', origin: gateway.url, value }],
    });
    await readEverything(parts);
    expect(directoryOf(parts.connections).identities.state.phase).toMatchObject(
      which === 'right' ? { kind: 'ready' } : { failure: { kind: 'fileUnusable', problem: 'wrongPassphrase' } },
    );
    for (const { headers } of gateway.requests) {
      expectNoneIn(Object.values(headers).map(String));
    }
    expectNoneIn(texts);
  },
);
