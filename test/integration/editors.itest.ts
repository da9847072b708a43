import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/commands/ids.ts';
import { connectionId, useDemo } from './demoConnection.ts';
import { type DrawnRow, drawnTree } from './drawnTree.ts';
import { eventually } from './eventually.ts';

const tree = drawnTree();

describe('a session’s row', () => {
  const demo = useDemo();
  let rows: readonly DrawnRow[] = [];

  before(async () => {
    await tree.show();
    rows = tree.rows(await tree.unfold(demo.server.people.takenOver));
  });

  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));
  after(() => tree.hide());

  it('opens its panel in a preview tab, which the next row reuses and Keep Editor pins', async () => {
    await press(0);
    await opened(0);
    await press(1);
    await opened(1);
    assert.deepEqual(shown(), [file(1)]);
    await vscode.commands.executeCommand('workbench.action.keepEditor');
    await press(2);
    await opened(2);
    assert.deepEqual(shown(), [file(1), file(2)]);
  });

  it('opens its panel without a request', async () => {
    demo.server.requests.length = 0;
    await press(0);
    await opened(0);
    await eventually(() => assert.equal(activeTab()?.label, deviceOf(0)));
    assert.deepEqual(demo.server.requests, []);
  });

  it('opens to the side', async () => {
    await press(0);
    await opened(0);
    await vscode.commands.executeCommand(commandIds.openSessionToSide, rows[1]?.node, [rows[1]?.node]);
    await opened(1);
    assert.deepEqual(
      vscode.window.tabGroups.all.map(({ activeTab: tab }) => fileOf(tab)),
      [file(0), file(1)],
    );
  });

  it('opens its JSON from the panel by Reopen Editor With Text Editor', async () => {
    await press(0);
    await opened(0);
    await vscode.commands.executeCommand('workbench.action.reopenTextEditor');
    await eventually(() => assert.ok(activeTab()?.input instanceof vscode.TabInputText));
    assert.deepEqual(shown(), [file(0)]);
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.equal(`${connectionId}/${demo.server.people.takenOver}/${JSON.parse(text).id}`, rows[0]?.node.id);
  });

  it('opens a panel that can be closed and reopened (the UI stories reload the window)', async () => {
    await press(0);
    await opened(0);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await eventually(() => assert.deepEqual(shown(), []));
    await vscode.commands.executeCommand('workbench.action.reopenClosedEditor');
    await opened(0);
    await eventually(() => assert.equal(activeTab()?.label, deviceOf(0)));
  });

  it('is copied with all other selected rows', async () => {
    const nodes = rows.slice(0, 3).map(({ node }) => node);
    await vscode.commands.executeCommand(commandIds.copySessionJson, nodes[0], nodes);
    const copied: readonly { readonly id: string }[] = JSON.parse(await vscode.env.clipboard.readText());
    assert.deepEqual(
      copied.map(({ id }) => `${connectionId}/${demo.server.people.takenOver}/${id}`),
      nodes.map(({ id }) => id),
    );
  });

  function file(place: number): string {
    const [, identity, session] = rows[place]?.node.id.split('/') ?? [];
    return `kratos://${connectionId}/identities/${identity}/sessions/${session}.json`;
  }

  /** The device that a row names to screen readers: its label may be shortened. */
  function deviceOf(place: number): string | undefined {
    return rows[place]?.item.accessibilityInformation?.label.split(', ')[0];
  }

  async function press(place: number): Promise<void> {
    const command = rows[place]?.item.command;
    assert.ok(command);
    await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
  }

  async function opened(place: number): Promise<void> {
    await eventually(() => assert.equal(fileOf(activeTab()), file(place)));
  }
});

function activeTab(): vscode.Tab | undefined {
  return vscode.window.tabGroups.activeTabGroup.activeTab;
}

function shown(): readonly (string | undefined)[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(fileOf));
}

/** Returns the session file of a tab, as panel or as text. */
function fileOf(tab: vscode.Tab | undefined): string | undefined {
  const { input } = tab ?? {};
  return input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText
    ? input.uri.toString()
    : undefined;
}
