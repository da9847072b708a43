import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { useAnsweringServer } from './answeringServer.ts';
import { until } from './eventually.ts';
import { setConnections } from './settings.ts';

const emmyId = '9f8c2c1e-6b1f-4a53-9f0e-1f5a0c2b7d11';
const graceId = '6a2f8e3d-0c71-4054-8b64-5e1b5b2e7caf';
const connectionName = 'identities';

const file = (id: string) => vscode.Uri.parse(`kratos://${connectionName}/identities/${id}.json`);

function identityText(id: string, name: string): string {
  return JSON.stringify({ id, schema_id: 'default', state: 'active', traits: { name } });
}

/** The page sets the title of its tab to the name of the identity. */
describe('the page of an identity', () => {
  const { answers, requests, connect } = useAnsweringServer(connectionName);
  const open = (id: string) => vscode.commands.executeCommand('vscode.open', file(id));
  const requestsOf = (path: string) => requests.filter((requested) => requested === path).length;

  beforeEach(() => {
    for (const [id, name] of [
      [emmyId, 'Emmy'],
      [graceId, 'Grace'],
    ] as const) {
      answers.set(`/admin/identities/${id}`, identityText(id, name));
      answers.set(`/admin/identities/${id}/sessions`, '[]');
    }
  });

  it('opens in a preview tab that the next identity reuses', async () => {
    await open(emmyId);
    await titled('Emmy');
    await open(graceId);
    await titled('Grace');
    assert.deepEqual(
      tabs().map(({ label, isPreview }) => [label, isPreview]),
      [['Grace', true]],
    );
  });

  it('stays when it is pinned, and Back returns to it', async () => {
    await open(emmyId);
    await titled('Emmy');
    await vscode.commands.executeCommand('workbench.action.keepEditor');
    await open(graceId);
    await titled('Grace');
    assert.equal(tabs().length, 2);
    await vscode.commands.executeCommand('workbench.action.navigateBack');
    await until('the first again', () => activeTab()?.label === 'Emmy');
  });

  it('opens to the side without reading the identity or its sessions again', async () => {
    await open(emmyId);
    await titled('Emmy');
    await until('its sessions', () => requestsOf(`/admin/identities/${emmyId}/sessions`) > 0);
    const before = requestsOf(`/admin/identities/${emmyId}/sessions`);
    await vscode.commands.executeCommand('workbench.action.splitEditor');
    await until('two pages', () => tabs().length === 2 && tabs().every(({ label }) => label === 'Emmy'));
    assert.equal(requestsOf(`/admin/identities/${emmyId}`), 1);
    assert.equal(requestsOf(`/admin/identities/${emmyId}/sessions`), before);
  });

  it('opens the JSON of the identity in its place by Reopen Editor With Text Editor', async () => {
    await open(emmyId);
    await titled('Emmy');
    await vscode.commands.executeCommand('workbench.action.reopenTextEditor');
    await until('the text', () => activeTab()?.input instanceof vscode.TabInputText);
    assert.equal(tabs().length, 1);
    assert.equal(JSON.parse(vscode.window.activeTextEditor?.document.getText() ?? '').id, emmyId);
  });

  it('can be closed and opened again with Reopen Closed Editor (the UI stories reload the window)', async () => {
    await open(emmyId);
    await titled('Emmy');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await until('no tab', () => tabs().length === 0);
    await vscode.commands.executeCommand('workbench.action.reopenClosedEditor');
    await titled('Emmy');
  });

  it('opens for a missing identity, and shows it when it is opened again after that is back', async () => {
    const answer = identityText(emmyId, 'Emmy');
    answers.delete(`/admin/identities/${emmyId}`);
    await open(emmyId);
    await titled('Identity 9f8c2c1e');
    await until('the request', () => requestsOf(`/admin/identities/${emmyId}`) > 0);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    answers.set(`/admin/identities/${emmyId}`, answer);
    await open(emmyId);
    await titled('Emmy');
  });

  it('names the identity by its id while its connection is removed, and by its name when that is back', async () => {
    await open(emmyId);
    await titled('Emmy');
    await setConnections([]);
    await titled('Identity 9f8c2c1e');
    await connect();
    await titled('Emmy');
  });

  it('opens without its connection and recovers when that is added', async () => {
    await setConnections([]);
    await open(emmyId);
    await titled('Identity 9f8c2c1e');
    await connect();
    await titled('Emmy');
  });
});

function tabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs);
}

function activeTab(): vscode.Tab | undefined {
  return vscode.window.tabGroups.activeTabGroup.activeTab;
}

async function titled(title: string): Promise<void> {
  const wanted = ({ input, label }: vscode.Tab) =>
    input instanceof vscode.TabInputCustom && input.viewType === 'kratosExplorer.identity' && label === title;
  await until(`a page titled ${title}`, () => tabs().some(wanted));
}
