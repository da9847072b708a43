import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/commands/ids.ts';
import { useAnsweringServer } from './answeringServer.ts';
import { until } from './eventually.ts';
import { setConnections } from './settings.ts';

const identityId = '9f8c2c1e-6b1f-4a53-9f0e-1f5a0c2b7d11';
const sessionId = '5f1e7f2c-9b60-4f43-9a53-4d0a4a1d6b9e';
const otherId = '6a2f8e3d-0c71-4054-8b64-5e1b5b2e7caf';
const connectionName = 'panel';

const file = (id: string) =>
  vscode.Uri.parse(`kratos://${connectionName}/identities/${identityId}/sessions/${id}.json`);

function sessionText(id: string, userAgent: string): string {
  return JSON.stringify({
    id,
    active: true,
    issued_at: '2026-11-23T16:41:25Z',
    authentication_methods: null,
    identity: { id: identityId, schema_id: 'default', state: 'active', traits: {} },
    devices: [{ id: otherId, ip_address: '203.0.113.7', user_agent: userAgent, location: '' }],
  });
}

/** The panel sets the title of its tab, which shows its content. */
describe('the session panel', () => {
  const { answers, requests, connect } = useAnsweringServer(connectionName);

  beforeEach(() => {
    answers.set(`/admin/sessions/${sessionId}`, sessionText(sessionId, 'curl/8.5.0'));
    answers.set(`/admin/sessions/${otherId}`, sessionText(otherId, 'Wget/1.25'));
  });

  it('opens in a preview tab that the next session reuses', async () => {
    await vscode.commands.executeCommand('vscode.open', file(sessionId));
    await titled('curl 8.5');
    await vscode.commands.executeCommand('vscode.open', file(otherId));
    await titled('Wget 1.25');
    assert.equal(tabs().length, 1);
    assert.equal(tabs()[0]?.isPreview, true);
  });

  it('stays when it is pinned, and Back and Forward return to it', async () => {
    await vscode.commands.executeCommand('vscode.open', file(sessionId));
    await titled('curl 8.5');
    await vscode.commands.executeCommand('workbench.action.keepEditor');
    await vscode.commands.executeCommand('vscode.open', file(otherId));
    await titled('Wget 1.25');
    assert.equal(tabs().length, 2);
    await vscode.commands.executeCommand('workbench.action.navigateBack');
    await until('the first again', () => activeTitle() === 'curl 8.5');
    await vscode.commands.executeCommand('workbench.action.navigateForward');
    await until('the second again', () => activeTitle() === 'Wget 1.25');
  });

  it('reads a session once for any number of panels', async () => {
    await vscode.commands.executeCommand('vscode.open', file(sessionId));
    await titled('curl 8.5');
    await vscode.commands.executeCommand('workbench.action.splitEditor');
    await until('two panels', () => tabs().length === 2 && tabs().every(({ label }) => label === 'curl 8.5'));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('vscode.open', file(sessionId));
    await titled('curl 8.5');
    assert.deepEqual(
      requests.filter((path) => path.includes('/sessions')),
      [`/admin/sessions/${sessionId}`],
    );
  });

  it('shows a newer reading in every panel of the session', async () => {
    await vscode.commands.executeCommand('vscode.open', file(sessionId));
    await titled('curl 8.5');
    await vscode.commands.executeCommand('workbench.action.splitEditor');
    answers.set(`/admin/sessions/${sessionId}`, sessionText(sessionId, 'curl/9.0.0'));
    await vscode.commands.executeCommand(commandIds.refreshSession, file(sessionId));
    await until('both panels fresh', () => tabs().length === 2 && tabs().every(({ label }) => label === 'curl 9.0'));
  });

  it('opens for a missing session and recovers when it is back', async () => {
    const answer = sessionText(sessionId, 'curl/8.5.0');
    answers.delete(`/admin/sessions/${sessionId}`);
    await vscode.commands.executeCommand('vscode.open', file(sessionId));
    await titled('Session 5f1e7f2c');
    await until('the question', () => requests.includes(`/admin/sessions/${sessionId}`));
    // The panel has this response, too, so that a later refresh sends a new request.
    await vscode.commands.executeCommand(commandIds.refreshSession, file(sessionId));
    answers.set(`/admin/sessions/${sessionId}`, answer);
    await vscode.commands.executeCommand(commandIds.refreshSession, file(sessionId));
    await titled('curl 8.5');
  });

  it('opens without its connection and recovers when that is back', async () => {
    await setConnections([]);
    await vscode.commands.executeCommand('vscode.open', file(sessionId));
    await titled('Session 5f1e7f2c');
    await connect();
    await titled('curl 8.5');
  });
});

function tabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs);
}

function activeTitle(): string | undefined {
  return vscode.window.tabGroups.activeTabGroup.activeTab?.label;
}

async function titled(title: string): Promise<void> {
  const wanted = ({ input, label }: vscode.Tab) =>
    input instanceof vscode.TabInputCustom && input.viewType === 'kratosExplorer.session' && label === title;
  await until(`a panel titled ${title}`, () => tabs().some(wanted));
}
