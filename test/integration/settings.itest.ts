import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/commands/ids.ts';
import { connectionId, useDemo } from './demoConnection.ts';
import { drawnTree } from './drawnTree.ts';
import { eventually } from './eventually.ts';
import { setConnections, setSetting } from './settings.ts';

const tree = drawnTree();

describe('the settings', () => {
  const demo = useDemo();
  const connection = () => ({ name: connectionId, url: demo.server.url });

  beforeEach(async () => {
    await tree.empty();
    demo.server.requests.length = 0;
  });

  afterEach(async () => {
    await setSetting('pageSize', undefined);
    await setSetting('labelTraits', undefined);
  });

  after(() => tree.hide());

  it('of a workspace set neither an address nor a page size', async () => {
    const planted = vscode.workspace.getConfiguration('kratosExplorer');
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder, 'the tests run in a workspace of their own');
    const written = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder.uri, '.vscode/settings.json'));
    assert.match(new TextDecoder().decode(written), /Planted by the workspace/);
    assert.deepEqual(planted.get('connections'), []);
    assert.equal(planted.get('pageSize'), 100);
    assert.deepEqual(tree.texts(), []);
    await assert.rejects(async () => planted.update('connections', [], vscode.ConfigurationTarget.Workspace));
  });

  it('list each connection, and an invalid entry as a row with the reason', async () => {
    await setConnections([
      { name: '', url: demo.server.url },
      connection(),
      { name: 'FTP', url: 'ftp://example.org' },
      { name: connectionId, url: 'http://127.0.0.1:1' },
      { name: 'demo', url: demo.server.url },
    ]);
    await eventually(() =>
      assert.deepEqual(
        tree.rows().map(({ node }) => node.kind),
        ['invalidConnection', 'connection', 'invalidConnection', 'invalidConnection', 'invalidConnection'],
      ),
    );
    const [nameless, valid, ftp, twice, kept] = tree.texts();
    assert.match(nameless ?? '', /^Connection 1 \| The name is missing/);
    assert.equal(valid, `${connectionId} | ${new URL(demo.server.url).host}`);
    assert.match(ftp ?? '', /^FTP \| .*http/);
    assert.match(twice ?? '', /^demo-server \| Another connection is already called/);
    assert.match(kept ?? '', /^demo \| The name “demo” is reserved for the demo/);
    assert.equal(tree.rows()[0]?.item.command?.command, commandIds.openConnectionSettings);
    await vscode.commands.executeCommand(commandIds.refreshView);
    assert.deepEqual(demo.server.requests, []);
  });

  it('remove a connection with its rows and restore it, without new requests to the others', async () => {
    await setConnections([connection(), { name: 'second', url: demo.server.url }]);
    await eventually(() => assert.equal(tree.rows().length, 2));
    await tree.view.reveal(tree.row(connectionId).node, { expand: true });
    await eventually(() => assert.ok(tree.rows(connectionId).length > 20));
    demo.server.requests.length = 0;
    await setConnections([connection()]);
    await eventually(() => assert.equal(tree.rows().length, 1));
    await setConnections([connection(), { name: 'second', url: demo.server.url }]);
    await eventually(() => assert.equal(tree.rows().length, 2));
    assert.deepEqual(demo.server.requests, []);
    await setConnections([]);
    await eventually(() => assert.deepEqual(tree.texts(), []));
    await setConnections([connection()]);
    await eventually(() => assert.ok(tree.rows(connectionId).length > 20));
  });

  it('have a connection two places further up when Move Connection Up runs twice at once', async () => {
    const names = [connectionId, 'second', 'third'];
    await setConnections(names.map((name) => ({ ...connection(), name })));
    await eventually(() => assert.equal(tree.rows().length, 3));
    const { node } = tree.row('third');
    const move = () => vscode.commands.executeCommand(commandIds.moveConnectionUp, node);
    await Promise.all([move(), move()]);
    const listed = () => tree.texts().map((text) => text.replace(/ \|.*/, ''));
    await eventually(() => assert.deepEqual(listed(), ['third', connectionId, 'second']));
  });

  it('bound the page size', async () => {
    await setSetting('pageSize', 100_000);
    await setConnections([connection()]);
    await tree.unfold(demo.server.people.ada);
    await eventually(() => assert.equal(tree.texts(ada()).at(-1), 'Load more | 250 of 1,203'));
  });

  it('name the identities by labelTraits, without new requests', async () => {
    await setConnections([connection()]);
    await eventually(() => assert.equal(tree.row(ada()).label, 'Ada Lovelace'));
    demo.server.requests.length = 0;
    await setSetting('labelTraits', ['name.last']);
    await eventually(() => assert.equal(tree.row(ada()).label, 'Lovelace'));
    await setSetting('labelTraits', undefined);
    await eventually(() => assert.equal(tree.row(ada()).label, 'Ada Lovelace'));
    assert.deepEqual(demo.server.requests, []);
  });

  function ada(): string {
    return `${connectionId}/${demo.server.people.ada}`;
  }
});
