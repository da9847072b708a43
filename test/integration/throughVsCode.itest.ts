import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { connectionId } from '../../src/connections/connectionId.ts';
import { type DemoServer, startDemoServer } from '../../src/demo/demoServer.ts';
import type { Gateway } from '../gateways/gateway.ts';
import { startProxy } from '../gateways/proxy.ts';
import { drawnTree } from './drawnTree.ts';
import { eventually } from './eventually.ts';
import { recordMessages } from './messages.ts';
import { setConnections } from './settings.ts';

const tree = drawnTree();

/** Resolved only by the proxy: VS Code requests loopback addresses without one. */
const origin = 'http://kratos.example.org';
const id = connectionId('Through');

describe('a connection through VS Code', () => {
  const messages = recordMessages('Connect Without Encryption');
  let demo: DemoServer;
  let proxy: Gateway;

  before(async () => {
    demo = await startDemoServer({ identities: 20 });
  });

  beforeEach(() => tree.empty());

  afterEach(async () => {
    await setConnections([]);
    await setProxy(undefined);
    await proxy.close();
  });

  after(async () => {
    await tree.hide();
    await demo.close();
  });

  async function setProxy(address: string | undefined): Promise<void> {
    await vscode.workspace.getConfiguration('http').update('proxy', address, vscode.ConfigurationTarget.Global);
  }

  async function browse(): Promise<void> {
    await setConnections([{ name: 'Through', url: origin, proxy: 'vscode' }]);
    await eventually(() => tree.row(id));
    await tree.view.reveal(tree.row(id).node, { expand: true });
  }

  it('uses the proxy of VS Code’s settings', async () => {
    proxy = await startProxy(undefined, new Map([[origin, demo.url]]));
    await setProxy(proxy.url);
    await browse();
    await eventually(() => assert.ok(tree.texts(id).some((text) => text.startsWith('Ada Lovelace'))));
    assert.ok(proxy.requests.length > 0);
    assert.deepEqual(messages, [`The connection to ${origin} is not encrypted.`]);
  });

  it('uses the login in the proxy’s address', async () => {
    proxy = await startProxy({ username: 'on-call', password: 'word' }, new Map([[origin, demo.url]]));
    await setProxy(proxy.url.replace('//', '//on-call:word@'));
    await browse();
    await eventually(() => assert.ok(tree.texts(id).some((text) => text.startsWith('Ada Lovelace'))));
  });

  it('reports that the proxy requires a login', async () => {
    proxy = await startProxy({ username: 'on-call', password: 'word' }, new Map([[origin, demo.url]]));
    await setProxy(proxy.url);
    await browse();
    await eventually(() => assert.deepEqual(tree.texts(id), ['Proxy login required']));
  });
});
