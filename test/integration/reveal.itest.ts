import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/commands/ids.ts';
import { connectionId, useDemo } from './demoConnection.ts';
import { drawnTree } from './drawnTree.ts';
import { eventually } from './eventually.ts';
import { setConnections, setSetting } from './settings.ts';

const tree = drawnTree();

describe('a look-up', () => {
  const demo = useDemo();
  let picks: vscode.QuickPick<vscode.QuickPickItem>[] = [];
  const { createQuickPick } = vscode.window;

  before(() => {
    Reflect.set(vscode.window, 'createQuickPick', () => {
      const pick = createQuickPick();
      picks.push(pick);
      return pick;
    });
  });

  beforeEach(async () => {
    picks = [];
    await tree.empty();
    await setConnections([{ name: connectionId, url: demo.server.url }]);
    demo.server.requests.length = 0;
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await setSetting('pageSize', undefined);
  });

  after(async () => {
    Reflect.set(vscode.window, 'createQuickPick', createQuickPick);
    await tree.hide();
  });

  it('opens a session and selects its row', async () => {
    const { fiftyOneSessions: mary } = demo.server.people;
    const id = newestFirst(mary)[50] ?? '';
    await find(commandIds.findSession, `GET /sessions/${id} 200 31ms`);
    assert.equal(activeFile(), `kratos://${connectionId}/identities/${mary}/sessions/${id}.json`);
    await eventually(() => assert.deepEqual(tree.selectedIds, [`${connectionId}/${mary}/${id}`]));
  });

  it('adds a row for a session beyond the first page above the others and selects it', async () => {
    const { ada } = demo.server.people;
    const id = newestFirst(ada)[1000] ?? '';
    await find(commandIds.findSession, id);
    assert.equal(activeFile(), `kratos://${connectionId}/identities/${ada}/sessions/${id}.json`);
    const row = `${connectionId}/${ada}/${id}`;
    await eventually(() => assert.deepEqual(tree.selectedIds, [row]));
    assert.equal(tree.rows(`${connectionId}/${ada}`)[0]?.node.id, row);
    assert.equal(tree.rows(`${connectionId}/${ada}`).length, 102);
  });

  it('expands the row of an identity with this external id', async () => {
    const { takenOver: emmy } = demo.server.people;
    await find(commandIds.findIdentity, 'crm-2207');
    await eventually(() => assert.deepEqual(tree.selectedIds, [`${connectionId}/${emmy}`]));
    await eventually(() =>
      assert.equal(tree.row(`${connectionId}/${emmy}`).description, '24 of 24 · emmy@example.net'),
    );
  });

  it('expands the row of a loaded identity that has this name, which the server does not search', async () => {
    const { takenOver: emmy } = demo.server.people;
    await eventually(() => assert.match(tree.texts(connectionId).join(), /Emmy Ritter/));
    await find(commandIds.findIdentity, 'ritter');
    assert.equal(picks[0]?.items[0]?.label, 'Loaded, with this name');
    await eventually(() => assert.deepEqual(tree.selectedIds, [`${connectionId}/${emmy}`]));
  });

  it('adds a row at the top for an identity that is not in the list yet, until it is unpinned', async () => {
    await setConnections([]);
    await setSetting('pageSize', 10);
    await setConnections([{ name: connectionId, url: demo.server.url }]);
    await eventually(() => assert.equal(tree.texts(connectionId).at(-1), 'Load more | 10 shown'));
    const last = demo.server.data.ids.at(-1) ?? '';
    await find(commandIds.findIdentity, last);
    await eventually(() => assert.equal(tree.rows(connectionId)[0]?.node.id, `${connectionId}/${last}`));
    assert.equal(tree.rows(connectionId).length, 12);
    await vscode.commands.executeCommand(commandIds.unpinIdentity, tree.rows(connectionId)[0]?.node);
    await eventually(() => assert.equal(tree.rows(connectionId).length, 11));
  });

  it('shows a row and opens nothing when it finds nothing', async () => {
    const none = '00000000-0000-4000-8000-000000000000';
    const run = vscode.commands.executeCommand(commandIds.findSession, none);
    await eventually(() =>
      assert.match(picks[0]?.items.map(({ label }) => label).join() ?? '', /^No session or identity has this id$/),
    );
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await run;
    assert.equal(activeFile(), undefined);
  });

  /** Looks up `text` and presses Enter on the only result once it is found. */
  async function find(command: string, text: string): Promise<void> {
    const run = vscode.commands.executeCommand(command, text);
    await eventually(() => {
      assert.equal(picks[0]?.busy, false);
      assert.deepEqual(
        picks[0].items
          .filter(({ kind }) => kind !== vscode.QuickPickItemKind.Separator)
          .map((item) => 'found' in item && item.found !== undefined),
        [true],
        picks[0].items.map(({ label }) => label).join(),
      );
    });
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await run;
  }

  function newestFirst(identityId: string): readonly string[] {
    return [...demo.server.data.sessionsOf(identityId)].sort((a, b) => b.createdAt - a.createdAt).map(({ id }) => id);
  }
});

function activeFile(): string | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom ? input.uri.toString() : undefined;
}
