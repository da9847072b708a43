import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/commands/ids.ts';
import { type DemoServer, startDemoServer } from '../../src/demo/demoServer.ts';
import { drawnTree } from './drawnTree.ts';
import { eventually } from './eventually.ts';
import { setConnections } from './settings.ts';

const tree = drawnTree();

describe('a connection that may be unlocked', () => {
  const real = vscode.window.showInputBox;
  let demo: DemoServer;
  const entry = () => ({ name: 'changing', url: demo.url, writable: true });

  before(async () => {
    demo = await startDemoServer({ identities: 5 });
    Reflect.set(vscode.window, 'showInputBox', async () => 'INC-4711');
  });

  beforeEach(async () => {
    await tree.empty();
    await setConnections([entry()]);
    await tree.view.reveal((await eventually(() => tree.row('changing'))).node, { expand: true });
    await eventually(() => assert.notDeepEqual(identities(), []));
  });

  after(async () => {
    Reflect.set(vscode.window, 'showInputBox', real);
    await setConnections([]);
    await tree.hide();
    await demo.close();
  });

  const identities = () => tree.rows('changing').filter(({ node }) => node.kind === 'identity');

  /** Returns which of the connection and its first identity have the tag for menus that change something. */
  const tagged = () =>
    [tree.row('changing'), ...identities().slice(0, 1)]
      .filter(({ item }) => item.contextValue?.split('+').includes('unlocked'))
      .map(({ node }) => node.kind);

  async function unlock(): Promise<void> {
    await vscode.commands.executeCommand(commandIds.unlockConnection, tree.row('changing').node);
    await eventually(() => assert.deepEqual(tagged(), ['connection', 'identity']));
  }

  it('says in its row how long it is unlocked and why, until Lock Now', async () => {
    assert.match(tree.row('changing').description, /^may be unlocked · /);
    await unlock();
    assert.match(tree.row('changing').description, /^unlocked, 15 min · /);
    assert.match(await tree.tooltip('changing'), /^Reason: INC-4711$/m);
    await vscode.commands.executeCommand(commandIds.lockConnection, tree.row('changing').node);
    await eventually(() => assert.deepEqual(tagged(), []));
    assert.match(tree.row('changing').description, /^may be unlocked · /);
  });

  it('is locked when its settings change', async () => {
    await unlock();
    await setConnections([{ ...entry(), production: true }]);
    await eventually(() => assert.deepEqual(tagged(), []));
    assert.match(tree.row('changing').description, /^production · may be unlocked · /);
  });
});
