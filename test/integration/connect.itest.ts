import assert from 'node:assert/strict';
import http from 'node:http';
import https from 'node:https';
import tls from 'node:tls';
import * as vscode from 'vscode';
import { commandIds } from '../../src/commands/ids.ts';
import { connectionId } from '../../src/connections/connectionId.ts';
import { type DemoServer, startDemoServer } from '../../src/demo/demoServer.ts';
import { type Certificates, makeCertificates } from '../gateways/certificates.ts';
import type { Gateway } from '../gateways/gateway.ts';
import { startKeyGateway } from '../gateways/keyGateway.ts';
import { listen } from '../gateways/listening.ts';
import { startProxy } from '../gateways/proxy.ts';
import { startSocketGateway } from '../gateways/socketGateway.ts';
import { startTlsGateway } from '../gateways/tlsGateway.ts';
import { type Answer, answerInputs } from './answerInputs.ts';
import { drawnTree } from './drawnTree.ts';
import { eventually } from './eventually.ts';
import { recordMessages } from './messages.ts';
import { setConnections } from './settings.ts';

const tree = drawnTree();

const key = 'ory_pat_IntegrationKey';
const passphrase = 'integration horse';
const password = 'integration word';

const type = (text: string): Answer => ({ type: text });
const pick = (label: string): Answer => ({ pick: label });
const save = pick('Save');

describe('a connection that is added in the inputs', () => {
  const person = answerInputs();
  const messages = recordMessages();
  const gateways: Gateway[] = [];
  let demo: DemoServer;
  let certificates: Certificates;

  before(async () => {
    demo = await startDemoServer({ identities: 20 });
    certificates = await makeCertificates(passphrase);
  });

  beforeEach(() => tree.empty());

  afterEach(async () => {
    await setConnections([]);
    await Promise.all(gateways.splice(0).map((gateway) => gateway.close()));
  });

  after(async () => {
    await tree.hide();
    await certificates.close();
    await demo.close();
  });

  async function started<G extends Gateway>(starting: Promise<G>): Promise<G> {
    const gateway = await starting;
    gateways.push(gateway);
    return gateway;
  }

  /** Answers the inputs from the address to the name, then waits until the server's identities are in the tree. */
  async function add(
    name: string,
    url: string,
    ...answers: Answer[]
  ): Promise<readonly { readonly password: boolean }[]> {
    const added = vscode.commands.executeCommand(commandIds.addConnection);
    const asked = await person.answer(type(url), ...answers, type(name));
    await added;
    await browseAdded(name);
    return asked;
  }

  /** Answers the inputs of the list of properties, then waits until the server's identities are in the tree. */
  async function edit(name: string, url: string, ...answers: Answer[]): Promise<void> {
    await setConnections([{ name, url }]);
    await eventually(() => tree.row(connectionId(name)));
    const edited = vscode.commands.executeCommand(commandIds.editConnection);
    await person.answer(...answers, save);
    await edited;
    await browseAdded(name);
  }

  async function browseAdded(name: string): Promise<void> {
    await browse(name);
    assert.deepEqual(messages, []);
    assertNoSecretIn(vscode.workspace.getConfiguration('kratosExplorer').get('connections'));
  }

  async function browse(name: string): Promise<void> {
    const id = connectionId(name);
    await eventually(() => tree.row(id));
    await tree.view.reveal(tree.row(id).node, { expand: true });
    await eventually(() => assert.ok(tree.texts(id).some((text) => text.startsWith('Ada Lovelace'))));
  }

  function assertNoSecretIn(value: unknown): void {
    for (const secret of [key, passphrase, password]) {
      assert.ok(!JSON.stringify(value).includes(secret), `a secret is in ${JSON.stringify(value)}`);
    }
  }

  it('to a server without authentication is browsed at once', async () => {
    await add('Plain', demo.url);
  });

  it('beside another one is selected and expanded in the tree', async () => {
    await setConnections([{ name: 'Other', url: 'http://127.0.0.1:9' }]);
    await eventually(() => tree.row(connectionId('Other')));
    const added = vscode.commands.executeCommand(commandIds.addConnection);
    await person.answer(type(demo.url), type('Second'));
    await added;
    const id = connectionId('Second');
    assert.deepEqual(tree.selectedIds, [id]);
    await eventually(() => assert.ok(tree.texts(id).some((text) => text.startsWith('Ada Lovelace'))));
  });

  it('with an API key and a path prefix hides the key while it is typed and sends it with each request after the first', async () => {
    const gateway = await started(startKeyGateway(demo.url, { wants: { bearer: key }, prefix: '/kratos' }));
    const asked = await add('Bearer', gateway.url, type(key));
    assert.deepEqual(
      asked.map(({ password: hidden }) => hidden),
      [false, true, false],
    );
    const [first, ...others] = gateway.requests.map(({ headers }) => headers.authorization);
    assert.equal(first, undefined);
    assert.deepEqual([...new Set(others)], [`Bearer ${key}`]);
  });

  it('with a user name and a password', async () => {
    const wants = { username: 'on-call', password };
    const gateway = await started(startKeyGateway(demo.url, { wants }));
    await add('Basic', gateway.url, type('on-call'), type(password));
  });

  it('is changed to send a header that is a secret', async () => {
    const gateway = await started(startKeyGateway(demo.url, { wants: { header: 'X-Api-Key', value: key } }));
    await edit('Header', gateway.url, pick('Authentication'), pick('Headers'), type('X-Api-Key'), type(key));
  });

  it('over TLS of a private authority, with a client certificate', async () => {
    const { server, authority, files } = certificates;
    const gateway = await started(startTlsGateway(demo.url, { certificate: server, clientAuthority: authority }));
    await add(
      'Mutual',
      gateway.url,
      pick('Enter Path…'),
      type(files.authority),
      pick('PKCS#12'),
      pick('Enter Path…'),
      type(files.pkcs12),
      type(passphrase),
    );
  });

  it('is changed to use a proxy that requires a login', async () => {
    const proxy = await started(startProxy({ username: 'on-call', password }));
    const address = proxy.url.replace('//', '//on-call@');
    await edit('Proxied', demo.url, pick('Proxy'), pick('Specific proxy…'), type(address), type(password));
    assert.ok(proxy.requests.some(({ headers }) => headers['proxy-authorization'] !== undefined));
  });

  it('to a Unix socket', async function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    const gateway = await started(startSocketGateway(demo.url));
    await add('Socket', gateway.url);
  });

  it('ignores the address, proxy and timeout in workspace settings', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder, 'the tests run in a workspace of their own');
    const planted = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder.uri, '.vscode/settings.json'));
    assert.match(new TextDecoder().decode(planted), /"Redirected", "url": "http:\/\/127.0.0.1:9"/);
    const gateway = await started(startKeyGateway(demo.url, { wants: { bearer: key } }));
    await add('Redirected', gateway.url, type(key));
    assert.ok(gateway.requests.length > 0);
    assert.deepEqual(
      gateway.requests.map(({ headers }) => headers['proxy-authorization']),
      gateway.requests.map(() => undefined),
    );
  });

  it('reads again with a new key, and asks for it when it is deleted', async () => {
    const gateway = await started(startKeyGateway(demo.url, { wants: { bearer: key } }));
    await add('Renewed', gateway.url, type(key));
    const other = await started(startKeyGateway(demo.url, { wants: { bearer: `${key}2` } }));
    const id = connectionId('Renewed');
    await setConnections([{ name: 'Renewed', url: other.url, authentication: { type: 'bearer' } }]);
    // The stored key is for the other gateway's origin.
    await eventually(() => assert.deepEqual(tree.texts(id), ['Key missing']));
    assert.deepEqual(other.requests, []);
    const entered = vscode.commands.executeCommand(commandIds.enterSecrets, { id });
    await person.answer(type(`${key}2`));
    await entered;
    await browse('Renewed');
  });

  it('moves with one action to the address that the public API reveals, and sends the old key nowhere else', async () => {
    const admin = await started(startKeyGateway(demo.url, { wants: { bearer: key } }));
    const redirecting = http.createServer(({ url }, response) => {
      response.writeHead(307, { location: `${admin.url}${url}` }).end();
    });
    const { port, ...listening } = await listen(redirecting);
    const publicApi = { url: `http://127.0.0.1:${port}`, requests: [], ...listening };
    gateways.push(publicApi);
    const id = connectionId('Moved');
    await setConnections([{ name: 'Moved', url: publicApi.url, authentication: { type: 'bearer' } }]);
    await eventually(() => assert.deepEqual(tree.texts(id), ['Key missing']));
    await enterKey(id);
    await eventually(() => assert.deepEqual(tree.texts(id), [`Public API: wrong port | use ${admin.url}`]));
    await vscode.commands.executeCommand(commandIds.useSuggestedAddress, tree.rows(id)[0]?.node);
    await eventually(() => assert.deepEqual(tree.texts(id), ['Key missing']));
    assert.deepEqual(admin.requests, []);
    await enterKey(id);
    await browse('Moved');
  });

  async function enterKey(id: string): Promise<void> {
    const entered = vscode.commands.executeCommand(commandIds.enterSecrets, { id });
    await person.answer(type(key));
    await entered;
  }
});

describe('connecting', () => {
  it('leaves fetch, http, https, tls and undici as they were', () => {
    assert.deepEqual(changedParts(), []);
  });
});

const holders = { http, https, tls };
const undici = [Symbol.for('undici.globalDispatcher.1'), Symbol.for('undici.globalDispatcher.2')];

function parts(): ReadonlyMap<string, unknown> {
  return new Map([
    ['fetch', globalThis.fetch],
    ...undici.map((symbol) => [String(symbol), Reflect.get(globalThis, symbol)] as const),
    ...Object.entries(holders).flatMap(([holder, held]) =>
      Reflect.ownKeys(held).map((name) => [`${holder}.${String(name)}`, Reflect.get(held, name)] as const),
    ),
  ]);
}

/** Read while the tests are loaded, before activation. */
const untouched = parts();

function changedParts(): readonly string[] {
  return [...parts()].filter(([name, part]) => !Object.is(untouched.get(name), part)).map(([name]) => name);
}
