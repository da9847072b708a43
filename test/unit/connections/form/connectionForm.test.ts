import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { ConfiguredConnection } from '../../../../src/connections/connection.ts';
import { removeConnection } from '../../../../src/connections/connectionCommands.ts';
import {
  addConnection,
  duplicateConnection,
  editConnection,
  type FormParts,
} from '../../../../src/connections/form/connectionForm.ts';
import { ConnectionSecrets } from '../../../../src/connections/secrets/connectionSecrets.ts';
import { enterSecrets, forgetSecrets } from '../../../../src/connections/secrets/secretCommands.ts';
import { SettingConnections } from '../../../../src/connections/settingConnections.ts';
import { type DemoServer, startDemoServer } from '../../../../src/demo/demoServer.ts';
import { createAskUnencrypted } from '../../../../src/server/consent.ts';
import type { Gateway } from '../../../gateways/gateway.ts';
import { startKeyGateway } from '../../../gateways/keyGateway.ts';
import { startProxy } from '../../../gateways/proxy.ts';
import { MemorySecrets } from '../secrets/memorySecrets.ts';
import { Memory, MemorySettings } from '../settings/memorySettings.ts';
import { type Act, ScriptedPerson } from './scriptedPerson.ts';

const current = vi.hoisted(() => ({ window: {} as object }));
vi.mock('vscode', async (original) => ({
  ...(await original<object>()),
  ProgressLocation: { Notification: 15 },
  QuickInputButtons: { Back: {} },
  QuickPickItemKind: { Separator: -1 },
  get window() {
    return current.window;
  },
}));

const logged: string[] = [];
const write = (line: string) => void logged.push(line);
const log = { debug: write, info: write, warn: write, error: write, show() {}, dispose() {} };

let server: DemoServer;
/** In front of the server: sees the headers. */
let gateway: Gateway;
let settings: MemorySettings;
let storage: MemorySecrets;
let parts: FormParts & { readonly connections: SettingConnections };
let person: ScriptedPerson;

beforeEach(async () => {
  server = await startDemoServer({ identities: 30 });
  gateway = await startKeyGateway(server.url, {});
  begin([]);
});

/** Begins with these entries in the settings, and nothing else known. */
function begin(setting: unknown): void {
  settings = new MemorySettings(setting);
  storage = new MemorySecrets();
  const memory = new Memory();
  const secrets = new ConnectionSecrets(storage);
  const askUnencrypted = createAskUnencrypted(memory);
  const connections = new SettingConnections({ settings, secrets, memory, askUnencrypted, log });
  parts = { connections, secrets, settings, askUnencrypted, log };
  person = new ScriptedPerson();
  current.window = person.window;
  logged.length = 0;
}

afterEach(async () => {
  parts.connections.dispose();
  await gateway.close();
  await server.close();
});

const type = (text: string): Act => ({ on: 'input', type: text });
const press = (key: 'back' | 'escape'): Act => ({ on: 'input', press: key });
const pick = (label: string): Act => ({ on: 'pick', choose: label });
const leave = (key: 'back' | 'escape'): Act => ({ on: 'pick', press: key });
const choose = (title: string | undefined): Act => ({ on: 'modal', choose: title });
/** Authentication and environment as they are offered first. */
const plain = [pick('None'), pick('None')];
const save = pick('Check and Save');

async function by<Result>(task: () => Promise<Result>, ...acts: Act[]): Promise<Result> {
  person.acts.push(...acts);
  const result = await task();
  expect(person.acts).toEqual([]);
  return result;
}

const addBy = (...acts: Act[]) => by(() => addConnection(parts), ...acts);

function configured(id: string): ConfiguredConnection {
  const connection = parts.connections.get(id);
  if (connection?.kind !== 'configured') {
    throw new Error(`${id} is no connection of the settings`);
  }
  return connection;
}

/** A request's headers, as the server got them last. */
const sentHeader = (name: string) => gateway.requests.at(-1)?.headers[name];

describe('adding', () => {
  test('a name and an address that answers make a connection', async () => {
    const added = await addBy(type('Local'), type(`${gateway.url}/admin/`), ...plain, save);
    expect(added).toBe(parts.connections.list[0]);
    expect(settings.connections()).toEqual([{ name: 'Local', url: gateway.url }]);
    expect(server.requests.map(({ target }) => target)).toEqual([
      '/admin/health/ready',
      '/admin/identities?page_size=1',
    ]);
  });

  test('what cannot be a name or an address is said at its step', async () => {
    settings.edit([{ name: 'taken', url: gateway.url }]);
    await addBy(
      type(''),
      type('taken'),
      type('local'),
      type('localhost:4434'),
      type('http://a:b@c'),
      type(gateway.url),
      ...plain,
      save,
    );
    expect(person.seen.slice(0, 6)).toEqual([
      'step 1 with ""',
      expect.stringContaining('The name is missing'),
      expect.stringContaining('already called “taken”'),
      'step 2 with ""',
      expect.stringContaining('must begin with http'),
      expect.stringContaining('user name or password'),
    ]);
  });

  test('the way back keeps what was typed', async () => {
    await addBy(
      type('first'),
      type(gateway.url),
      leave('back'),
      press('back'),
      type('second'),
      type(gateway.url),
      ...plain,
      save,
    );
    expect(person.seen.slice(2, 6)).toEqual([
      'step 3: How should requests authenticate?',
      `step 2 with "${gateway.url}"`,
      'step 1 with "first"',
      `step 2 with "${gateway.url}"`,
    ]);
    expect(parts.connections.get('second')).toBeDefined();
  });

  test.each([1, 2, 3, 4, 5])('leaving at step %i saves nothing', async (step) => {
    const acts = [type('local'), type(gateway.url), ...plain].slice(0, step - 1);
    expect(await addBy(...acts, step <= 2 ? press('escape') : leave('escape'))).toBeUndefined();
    expect(settings.connections()).toEqual([]);
    expect(await storage.keys()).toEqual([]);
  });

  test('an API key is hidden, checked before it is saved, and kept with its origin in the secret storage alone', async () => {
    await addBy(type('acme'), type(gateway.url), pick('API key'), type('ory_pat_planted'), pick('production'), save);
    expect(person.inputs.at(-1)).toEqual({ text: 'ory_pat_planted', hidden: true });
    expect(sentHeader('authorization')).toBe('Bearer ory_pat_planted');
    expect(settings.connections()).toEqual([
      {
        name: 'acme',
        url: gateway.url,
        authentication: { type: 'bearer' },
        environment: { name: 'production', color: 'charts.red' },
        production: true,
      },
    ]);
    expect(await parts.secrets.of('acme').get('bearer', gateway.url)).toBe('ory_pat_planted');
    await parts.connections.directory('acme')?.identities.open();
    expect(sentHeader('authorization')).toBe('Bearer ory_pat_planted');
  });

  test('a key that cannot be one is refused with the reason, and not repeated', async () => {
    await addBy(
      type('acme'),
      type(gateway.url),
      pick('API key'),
      type(''),
      type('ory_wak_planted'),
      type('Bearer ory_pat_planted'),
      type('ory pat planted'),
      type('  ory_pat_planted\n'),
      pick('None'),
      save,
    );
    const problems = person.seen.slice(4, 8);
    expect(problems).toEqual([
      'Enter a value, or press Escape to cancel.',
      expect.stringMatching(/workspace key.*API key of the project/),
      expect.stringContaining('without “Bearer”'),
      expect.stringContaining('without spaces'),
    ]);
    expect(problems.join()).not.toContain('planted');
    expect(sentHeader('authorization')).toBe('Bearer ory_pat_planted');
  });

  test('a user name goes to the settings, its password does not', async () => {
    await addBy(
      type('gw'),
      type(gateway.url),
      pick('User name and password'),
      type('ada'),
      type('hunter2'),
      pick('None'),
      save,
    );
    expect(sentHeader('authorization')).toBe(`Basic ${Buffer.from('ada:hunter2').toString('base64')}`);
    expect(settings.connections()).toEqual([
      { name: 'gw', url: gateway.url, authentication: { type: 'basic', username: 'ada' } },
    ]);
  });

  test('of headers each says whether it is a secret; one whose name tells is not asked', async () => {
    await addBy(
      type('gw'),
      type(gateway.url),
      pick('Headers'),
      type('X-Api-Key, X-Tenant, X-Door'),
      type('planted'),
      pick('Not a secret'),
      type('acme'),
      pick('A secret'),
      type('opened'),
      pick('None'),
      save,
    );
    expect([sentHeader('x-api-key'), sentHeader('x-tenant'), sentHeader('x-door')]).toEqual([
      'planted',
      'acme',
      'opened',
    ]);
    expect(configured('gw').entry.authentication).toEqual({
      type: 'headers',
      headers: [
        { name: 'X-Api-Key', secret: true },
        { name: 'X-Tenant', value: 'acme' },
        { name: 'X-Door', secret: true },
      ],
    });
  });

  test('a header that gives itself away as a secret is not kept in plain sight', async () => {
    await addBy(
      type('gw'),
      type(gateway.url),
      pick('Headers'),
      type('X-Tenant'),
      pick('Not a secret'),
      type('eyJplanted'),
      type('acme'),
      pick('None'),
      save,
    );
    expect(person.seen).toContainEqual(expect.stringMatching(/value of the header “X-Tenant” is a secret/));
    expect(JSON.stringify(settings.connections())).not.toContain('planted');
  });

  test('a client certificate is offered only where one is shown: at https://', async () => {
    await addBy(type('gw'), type(gateway.url), ...plain, pick('Client certificate'), pick('None'), save);
    expect(person.read).toContain('None | Only available for https:// addresses');
    expect(person.read).not.toContainEqual(expect.stringContaining('PKCS#12'));
  });

  test('an environment may have a name, a colour and a weight of its own', async () => {
    await addBy(
      type('eu'),
      type(gateway.url),
      pick('None'),
      pick('Other…'),
      type('prod-eu'),
      pick('charts.purple'),
      pick('Yes, production'),
      save,
    );
    expect(configured('eu')).toMatchObject({
      environment: { name: 'prod-eu', color: 'charts.purple' },
      production: true,
    });
  });

  test.each([
    ['production', 'charts.red', 'Yes, production', { production: true }],
    ['staging', 'charts.yellow', 'No', {}],
  ])('one of its own that is like the usual %s leaves no question out', async (name, color, weight, production) => {
    await addBy(
      type('eu'),
      type(gateway.url),
      pick('None'),
      pick('Other…'),
      type(name),
      pick(color),
      pick(weight),
      // The choice is remembered, and stays out of the settings.
      pick('Environment'),
      pick('Other…'),
      type(name),
      pick(color),
      pick(weight),
      pick('Page size'),
      type('50'),
      save,
    );
    expect(settings.connections()).toEqual([
      { name: 'eu', url: gateway.url, environment: { name, color }, ...production, pageSize: 50 },
    ]);
  });

  test('one of its own can be given up for a usual one on the way back', async () => {
    await addBy(
      type('eu'),
      type(gateway.url),
      pick('None'),
      pick('Other…'),
      type('staging'),
      leave('back'),
      press('back'),
      pick('staging'),
      save,
    );
    expect(configured('eu').entry.environment).toEqual({ name: 'staging', color: 'charts.yellow' });
  });

  test('more questions that a change in the review brings do not ask for the review again', async () => {
    await addBy(
      type('eu'),
      type(gateway.url),
      ...plain,
      pick('Authentication'),
      pick('API key'),
      type('ory_pat_planted'),
      save,
    );
    expect(sentHeader('authorization')).toBe('Bearer ory_pat_planted');
  });

  test('everything else can be changed before it is saved', async () => {
    await addBy(
      type('eu'),
      type(gateway.url),
      ...plain,
      pick('Changes'),
      pick('Writable'),
      pick('Rate limit'),
      pick('growth'),
      pick('Page size'),
      type('5'),
      type('50'),
      pick('Identity names'),
      type('name.full, name.first+name.last'),
      pick('Proxy'),
      pick('No proxy'),
      pick('Server certificate'),
      pick('Don’t check'),
      save,
    );
    expect(settings.connections()).toEqual([
      {
        name: 'eu',
        url: gateway.url,
        writable: true,
        rateLimit: 'growth',
        pageSize: 50,
        labelTraits: ['name.full', 'name.first+name.last'],
        proxy: 'none',
        tls: { verify: false },
      },
    ]);
  });

  test('what does not go together is not taken over', async () => {
    const tls = [pick('Server certificate'), pick('Don’t check')];
    const ok = choose(undefined);
    await addBy(
      type('eu'),
      type(gateway.url),
      ...plain,
      pick('Proxy'),
      pick('Through VS Code'),
      ...tls,
      ok,
      pick('Proxy'),
      pick('No proxy'),
      ...tls,
      save,
    );
    expect(person.seen).toContainEqual(expect.stringMatching(/Through VS Code.*“tls” are not available/));
    expect(configured('eu').entry).toMatchObject({ proxy: 'none', tls: { verify: false } });
  });

  test('a proxy of its own and its password, and a client certificate of a file, are asked for', async () => {
    const [, thisFile = ''] = process.argv;
    const secure = 'https://127.0.0.1:1';
    await addBy(
      type('eu'),
      type(secure),
      ...plain,
      pick('Proxy'),
      pick('Specific proxy…'),
      type('proxy:3128'),
      type('http://ada:hunter2@127.0.0.1:1'),
      type('http://ada@127.0.0.1:1'),
      type('hunter2'),
      pick('Client certificate'),
      pick('PKCS#12'),
      pick('Enter Path…'),
      type('me.p12'),
      type('/nowhere/me.p12'),
      choose(undefined),
      type(thisFile),
      type('correct horse'),
      save,
      choose('Save Anyway'),
    );
    expect(
      person.seen.filter((text) => /“proxy”|contains a password|absolute path|does not exist/.test(text)),
    ).toHaveLength(4);
    expect(configured('eu').entry).toMatchObject({
      proxy: 'http://ada@127.0.0.1:1',
      clientCertificate: { pkcs12File: thisFile },
    });
    expect(await parts.secrets.read('eu')).toEqual([
      { name: 'passphrase', origin: secure, value: 'correct horse' },
      { name: 'proxyPassword', origin: 'http://127.0.0.1:1', value: 'hunter2' },
    ]);
  });

  test('an address without encryption is asked about once', async () => {
    const remote = 'http://kratos.example.org';
    const use = choose('Connect Without Encryption');
    await addBy(type('a'), type(remote), choose(undefined), type(remote), use, leave('escape'));
    expect(person.seen.filter((text) => text === `The connection to ${remote} is not encrypted.`)).toHaveLength(2);
    await addBy(type('a'), type(remote), leave('escape'));
  });
});

describe('a check that fails', () => {
  test('can be tried again', async () => {
    server.faults.add({ matching: /health/, times: 1, failing: { kind: 'html', status: 200, title: 'Sign in' } });
    await addBy(type('local'), type(gateway.url), ...plain, save, choose('Try Again'));
    expect(person.seen.slice(-2)).toEqual([
      `No Kratos admin API could be reached at ${gateway.url}.`,
      expect.stringContaining('“Sign in”'),
    ]);
    expect(parts.connections.get('local')).toBeDefined();
  });

  test('for the server’s limits says how long it waits', async () => {
    server.faults.add({ matching: /identities/, failing: { kind: 'status', status: 429, retryAfter: 2 } });
    await addBy(type('local'), type(gateway.url), ...plain, save);
    expect(person.seen).toContainEqual(expect.stringMatching(/^Waiting [23] s for the rate limit$/));
    expect(person.seen.at(-1)).toBe('');
  });

  test('leads back to all that was typed', async () => {
    const closed = await startDemoServer({ identities: 0 });
    await closed.close();
    await addBy(
      type('local'),
      type(closed.url),
      ...plain,
      save,
      choose('Edit'),
      pick('Address'),
      type(gateway.url),
      save,
    );
    expect(person.seen).toContain(`step 1 with "${closed.url}"`);
    expect(settings.connections()).toEqual([{ name: 'local', url: gateway.url }]);
  });

  test('may be saved all the same, or not at all', async () => {
    server.faults.add({ matching: /health/, times: 100, failing: { kind: 'status', status: 404 } });
    const key = [pick('API key'), type('ory_pat_planted'), pick('None'), save];
    expect(await addBy(type('left'), type(gateway.url), ...key, choose(undefined))).toBeUndefined();
    expect(settings.connections()).toEqual([]);
    expect(storage.text).toBe('');
    await addBy(type('kept'), type(gateway.url), ...key, choose('Save Anyway'));
    expect(parts.connections.get('kept')).toBeDefined();
  });

  test('and was cancelled leads back', async () => {
    server.faults.add({ failing: { kind: 'hang' } });
    await addBy(type('local'), type(gateway.url), ...plain, save, { on: 'progress', press: 'cancel' }, leave('escape'));
    expect(settings.connections()).toEqual([]);
  });
});

describe('a server that is reached and gives no access', () => {
  let guarded: Gateway;

  beforeEach(async () => {
    guarded = await startKeyGateway(server.url, { wants: { bearer: 'ory_pat_right' } });
  });

  afterEach(() => guarded.close());

  const addWithWrongKey = (...acts: Act[]) =>
    addBy(type('acme'), type(guarded.url), pick('API key'), type('ory_pat_wrong'), pick('None'), save, ...acts);

  test('leads to another key after a 403, and is checked with that one', async () => {
    await addWithWrongKey(choose('Enter Another Key'), type('ory_pat_right'));
    expect(person.seen).toContain('The server was reached, but access is forbidden.');
    expect(person.choices).toEqual(['Enter Another Key', 'Try Again', 'Edit', 'Save Anyway']);
    expect(guarded.requests.filter(({ headers }) => headers.authorization === 'Bearer ory_pat_wrong')).toHaveLength(1);
    expect(await parts.secrets.of('acme').get('bearer', guarded.url)).toBe('ory_pat_right');
  });

  test('leads to the authentication after a 401 without a key', async () => {
    const key = [pick('API key'), type('ory_pat_right')];
    await addBy(type('acme'), type(guarded.url), ...plain, save, choose('Change Authentication'), ...key);
    expect(person.seen).toContain('The server was reached, but authentication failed.');
    expect(configured('acme').entry.authentication).toEqual({ type: 'bearer' });
  });

  test('is not asked again with the refused key when no other one is entered', async () => {
    await addWithWrongKey(choose('Enter Another Key'), press('escape'), leave('escape'));
    expect(guarded.requests).toHaveLength(1);
    expect(settings.connections()).toEqual([]);
  });
});

describe('editing', () => {
  const acme = () => ({ name: 'acme', url: gateway.url, authentication: { type: 'bearer' } });
  const keyFor = (origin: string) => ({ name: 'bearer', origin, value: 'ory_pat_planted' }) as const;

  beforeEach(async () => {
    begin([acme()]);
    await parts.secrets.write('acme', [keyFor(gateway.url)]);
  });

  const editBy = (...acts: Act[]) => by(() => editConnection(parts, configured('acme')), ...acts);

  test('keeps the secret of the same origin without showing or asking for it', async () => {
    await editBy(pick('Changes'), pick('Writable'), save);
    expect(settings.connections()).toEqual([{ ...acme(), writable: true }]);
    expect(await parts.secrets.read('acme')).toEqual([keyFor(gateway.url)]);
    await editBy(pick('Authentication'), pick('API key'), type(''), save);
    expect(person.seen).toContain('step 2 with ""');
    expect(await parts.secrets.read('acme')).toEqual([keyFor(gateway.url)]);
  });

  test('asks for the secret again when the origin is another, and never sends the old one there', async () => {
    const other = await startKeyGateway(server.url, {});
    await editBy(pick('Address'), type(other.url), save, type('ory_pat_other'));
    expect(other.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer ory_pat_other',
      'Bearer ory_pat_other',
    ]);
    expect(await parts.secrets.read('acme')).toEqual([{ ...keyFor(other.url), value: 'ory_pat_other' }]);
    await other.close();
  });

  test('takes the secret along to another name', async () => {
    await editBy(pick('Name'), type('renamed'), save);
    expect(settings.connections()).toEqual([{ ...acme(), name: 'renamed' }]);
    expect(await storage.keys()).toEqual(['connection/renamed']);
    await parts.connections.directory('renamed')?.identities.open();
    expect(sentHeader('authorization')).toBe('Bearer ory_pat_planted');
  });

  test('sends nothing to an address that was written by hand before the person agreed to it', async () => {
    settings.edit([{ ...acme(), url: 'http://kratos.example.org', authentication: { type: 'none' } }]);
    await editBy(pick('Changes'), pick('Writable'), save, choose(undefined), choose('Save Anyway'));
    expect(person.seen).toContain('The connection to http://kratos.example.org is not encrypted.');
    expect(person.seen.at(-1)).toContain('Nothing was sent to http://kratos.example.org');
  });

  test('forgets a secret that is not needed any more', async () => {
    await editBy(pick('Authentication'), pick('None'), save);
    expect(await storage.keys()).toEqual([]);
  });

  test('that is left changes nothing', async () => {
    expect(await editBy(pick('Name'), type('renamed'), pick('Authentication'), leave('back'), leave('escape'))).toBe(
      undefined,
    );
    expect(settings.connections()).toEqual([acme()]);
    expect(await parts.secrets.read('acme')).toEqual([keyFor(gateway.url)]);
  });

  test('puts the secrets back when the settings cannot be written', async () => {
    settings.writeConnections = () => Promise.reject(new Error('settings.json is read-only'));
    await expect(editBy(pick('Authentication'), pick('API key'), type('ory_pat_new'), save)).rejects.toThrow(
      'read-only',
    );
    expect(await parts.secrets.read('acme')).toEqual([keyFor(gateway.url)]);
  });

  test('a duplicate has the secret of the same origin, and none for another', async () => {
    const duplicate = (...acts: Act[]) => by(() => duplicateConnection(parts, configured('acme')), ...acts);
    await duplicate(type('same'), save);
    expect(await parts.secrets.read('same')).toEqual([keyFor(gateway.url)]);
    expect(await duplicate(type('other'), pick('Address'), type('https://other.test'), save, press('escape'))).toBe(
      undefined,
    );
    expect(person.read).toContain(
      `API key for https://other.test, e.g. from an Ory Network project (ory_pat_…). ${storageNote}`,
    );
    expect(parts.connections.get('other')).toBeUndefined();
  });

  test('secrets are entered and forgotten on their own', async () => {
    await by(() => enterSecrets(parts.secrets, settings, configured('acme')), type('ory_pat_new'));
    expect(await parts.secrets.read('acme')).toEqual([{ ...keyFor(gateway.url), value: 'ory_pat_new' }]);
    await parts.secrets.write('of-old', [keyFor(gateway.url)]);
    const forget = (...acts: Act[]) => by(() => forgetSecrets(parts.secrets, parts.connections, undefined), ...acts);
    await forget(pick('acme'), choose(undefined));
    expect(person.seen).toContain('of-old | connection no longer exists');
    expect(await storage.keys()).toEqual(['connection/acme', 'connection/of-old']);
    await forget(pick('of-old'), choose('Forget'));
    expect(await storage.keys()).toEqual(['connection/acme']);
    await forget(choose('Forget'));
    expect(await storage.keys()).toEqual([]);
    await forget();
    expect(person.seen.at(-1)).toBe('No keys or passwords are stored.');
  });

  test('the password of a proxy that VS Code’s settings name is kept for that proxy', async () => {
    const network = { ...settings.network(), proxy: 'http://ada@proxy.example.org:3128' };
    const behindProxy = { timeoutMs: () => 30_000, network: () => network };
    settings.edit([{ ...acme(), url: 'https://kratos.example.org' }]);
    await by(() => enterSecrets(parts.secrets, behindProxy, configured('acme')), type('ory_pat_new'), type('hunter2'));
    expect(await parts.secrets.of('acme').get('proxyPassword', 'http://proxy.example.org:3128')).toBe('hunter2');
  });
});

describe('the log-in at a proxy whose address names no user', () => {
  const login = { username: 'marie.curie', password: 'planted: word' };
  const entered = 'marie.curie:planted: word';
  let proxy: Gateway;

  beforeEach(async () => {
    proxy = await startProxy(login, new Map([[beyond, gateway.url]]));
  });

  afterEach(() => proxy.close());

  /** The gateway, as the proxy alone knows it. */
  const beyond = 'http://kratos.example.org';

  function begun(entry: object, network: object): void {
    begin([{ name: 'acme', url: beyond, ...entry }]);
    set(network);
  }

  function set(network: object): void {
    const now = { ...settings.network(), ...network };
    settings.network = () => now;
  }

  const enter = (...acts: Act[]) => by(() => enterSecrets(parts.secrets, settings, configured('acme')), ...acts);
  const identities = () => {
    const directory = parts.connections.directory('acme');
    if (directory === undefined) {
      throw new Error('acme is no connection');
    }
    return directory.identities;
  };
  const phase = () => identities().state.phase;

  test.each<[string, () => { entry?: object; network?: object; variable?: string }]>([
    ['http.proxy', () => ({ network: { proxy: proxy.url } })],
    ['the environment', () => ({ variable: proxy.url })],
    ['the connection', () => ({ entry: { proxy: proxy.url } })],
  ])('of %s is asked for and kept for that proxy, and counts at the next request', async (_source, way) => {
    const { entry = {}, network = {}, variable } = way();
    vi.stubEnv('http_proxy', variable);
    vi.stubEnv('no_proxy', undefined);
    vi.stubEnv('NO_PROXY', undefined);
    onTestFinished(() => void vi.unstubAllEnvs());
    begun(entry, network);
    await by(() => identities().open(), choose('Connect Without Encryption'));
    expect(phase()).toMatchObject({ kind: 'failed', failure: { kind: 'proxyLogin', proxy: proxy.url } });

    expect(await enter(type('marie:curie'), type(login.username), type(''), type(login.password))).toBe(true);
    expect(await parts.secrets.read('acme')).toEqual([{ name: 'proxyLogin', origin: proxy.url, value: entered }]);
    await expect.poll(() => identities().state.items).not.toEqual([]);
    expect(person.inputs).toEqual([
      { text: 'marie:curie', hidden: false },
      { text: login.username, hidden: false },
      { text: '', hidden: true },
      { text: login.password, hidden: true },
    ]);
    expect(person.read).toContain(
      `User name for the proxy ${proxy.url} (leave empty if it requires no login). ${storageNote}`,
    );
    expect(person.read).toContain(`Password for the proxy ${proxy.url}. ${storageNote}`);
    const shown = [JSON.stringify(settings.connections()), ...person.seen, ...person.read, ...logged].join('\n');
    expect(shown).not.toMatch(/marie|planted|bWFyaWUu/);
  });

  test('is changed, kept where nothing is entered, and forgotten with the other secrets', async () => {
    begun({ authentication: { type: 'bearer' } }, { proxy: proxy.url });
    await enter(type('ory_pat_planted'), type('marie'), press('back'), type('irene'), type('joliot'));
    const both = [
      { name: 'bearer', origin: beyond, value: 'ory_pat_planted' },
      { name: 'proxyLogin', origin: proxy.url, value: 'irene:joliot' },
    ];
    expect(await parts.secrets.read('acme')).toEqual(both);
    await enter(type(''), type(''));
    expect(await parts.secrets.read('acme')).toEqual(both);
    expect(await enter(type(''), type('marie'), press('escape'))).toBe(false);
    expect(await parts.secrets.read('acme')).toEqual(both);
    await by(() => forgetSecrets(parts.secrets, parts.connections, 'acme'), choose('Forget'));
    expect(await storage.keys()).toEqual([]);
  });

  const add = [type('acme'), type(beyond), choose('Connect Without Encryption'), ...plain];

  test('is asked for right where a connection is added, which is then checked again and saved with it', async () => {
    begin([]);
    set({ proxy: proxy.url });
    await addBy(...add, save, type(login.username), type(login.password));
    expect(person.inputs.slice(-2)).toEqual([
      { text: login.username, hidden: false },
      { text: login.password, hidden: true },
    ]);
    expect(await parts.secrets.read('acme')).toEqual([{ name: 'proxyLogin', origin: proxy.url, value: entered }]);
    await identities().open();
    expect(phase()).toEqual({ kind: 'ready' });
  });

  test('that is wrong is said to be, and asked for once more by Try Again', async () => {
    begin([]);
    const through = [pick('Proxy'), pick('Specific proxy…'), type(proxy.url)];
    const wrong = [type(login.username), type('wrong')];
    const right = [type(login.username), type(login.password)];
    await addBy(...add, ...through, save, ...wrong, choose('Try Again'), ...right);
    expect(person.seen).toContainEqual(expect.stringContaining(`The proxy ${proxy.url}`));
    expect(await parts.secrets.of('acme').get('proxyLogin', proxy.url)).toBe(entered);
  });

  test('may be left: the choice is then as after any failure', async () => {
    begin([]);
    const through = [pick('Proxy'), pick('Specific proxy…'), type(proxy.url)];
    await addBy(...add, ...through, save, type(''), choose('Try Again'), press('escape'), choose('Save Anyway'));
    expect(configured('acme').entry.proxy).toBe(proxy.url);
    expect(await storage.keys()).toEqual([]);
  });

  test('stays where other secrets are entered while that proxy is not on the way', async () => {
    begun({ authentication: { type: 'bearer' } }, { proxy: proxy.url });
    await enter(type('ory_pat_planted'), type(login.username), type(login.password));
    set({ proxy: undefined });
    await enter(type('ory_pat_new'));
    expect(await parts.secrets.of('acme').get('bearer', beyond)).toBe('ory_pat_new');
    expect(await parts.secrets.of('acme').get('proxyLogin', proxy.url)).toBe(entered);
  });

  test('may be left out where the proxy wants none', async () => {
    begun({}, { proxy: proxy.url });
    await enter(type(''));
    expect(await storage.keys()).toEqual([]);
  });

  test.each<[string, object]>([
    ['the connection takes no proxy', { proxy: 'none' }],
    ['the server is on this machine', { url: 'http://127.0.0.1:4434' }],
  ])('is not asked for where %s', async (_why, entry) => {
    begun(entry, { proxy: proxy.url });
    await enter();
    expect(person.seen.at(-1)).toMatch(/uses no keys or passwords/);
  });

  test.each<[string, () => { entry?: object; network?: object }]>([
    ['http.proxy', () => ({ network: { proxy: proxy.url } })],
    ['the connection', () => ({ entry: { proxy: proxy.url } })],
  ])('of %s stays when the connection is edited', async (_source, way) => {
    const { entry = {}, network = {} } = way();
    begun(entry, network);
    await enter(type(login.username), type(login.password));
    await by(
      () => editConnection(parts, configured('acme')),
      pick('Changes'),
      pick('Writable'),
      save,
      choose('Connect Without Encryption'),
    );
    expect(configured('acme').writable).toBe(true);
    expect(await parts.secrets.of('acme').get('proxyLogin', proxy.url)).toBe(entered);
  });
});

const storageNote =
  process.platform === 'linux'
    ? 'It is stored in VS Code’s secret storage, which protects it only weakly if there is no keyring.'
    : 'It is stored in VS Code’s secret storage.';

describe('removing', () => {
  test('happens only after it was confirmed', async () => {
    settings.edit([{ name: 'local', url: gateway.url }]);
    person.acts.push(choose(undefined), choose('Remove'));
    expect(await removeConnection(parts.connections, 'local')).toBe(false);
    expect(parts.connections.get('local')).toBeDefined();
    expect(await removeConnection(parts.connections, 'local')).toBe(true);
    expect(settings.connections()).toEqual([]);
  });

  test('takes the demo like any other, and asks nothing about an unknown connection', async () => {
    await parts.connections.addDemo();
    person.acts.push(choose('Remove'));
    expect(await removeConnection(parts.connections, 'demo')).toBe(true);
    expect(await removeConnection(parts.connections, 'demo')).toBe(false);
    expect(parts.connections.list).toEqual([]);
  });
});

test('whatever the secrets are, nothing of them is in the settings, on the screen or in the log', async () => {
  const secret = fc.string({ unit: fc.constantFrom(...'abcXYZ0189_-+/=!$%&'), minLength: 12, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(secret, secret, fc.constantFrom('answers', 'refuses', 'cancelled'), async (key, header, mood) => {
      begin([]);
      if (mood === 'refuses') {
        server.faults.add({ times: 1, failing: { kind: 'status', status: 401 } });
      }
      const after: Record<typeof mood, Act[]> = {
        answers: [],
        refuses: [choose('Save Anyway')],
        cancelled: [{ on: 'progress', press: 'cancel' }, save],
      };
      await addBy(
        type('basic'),
        type(gateway.url),
        pick('User name and password'),
        type('ada'),
        type(key),
        pick('None'),
        save,
        ...after[mood],
      );
      await addBy(
        type('headers'),
        type(gateway.url),
        pick('Headers'),
        type('X-Api-Key'),
        type(header),
        pick('None'),
        save,
      );
      await by(() => editConnection(parts, configured('basic')), pick('Changes'), pick('Writable'), save);
      await parts.connections.directory('basic')?.identities.open();
      expect(storage.text).toContain(JSON.stringify(key));
      expect(storage.text).toContain(JSON.stringify(header));
      const shown = [JSON.stringify(settings.connections()), ...person.seen, ...person.read, ...logged].join('\n');
      expect(shown).not.toContain(key);
      expect(shown).not.toContain(header);
      expect(person.inputs.filter(({ text, hidden }) => hidden !== [key, header].includes(text))).toEqual([]);
      parts.connections.dispose();
    }),
    { numRuns: 20 },
  );
});
