import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/commands/ids.ts';
import { connectionId, useDemo } from './demoConnection.ts';
import { eventually } from './eventually.ts';

describe('look-ups', () => {
  const demo = useDemo();
  const identityId = () => demo.server.people.takenOver;
  const sessionId = () => demo.server.data.sessionsOf(identityId())[0]?.id ?? '';
  const requests = () => demo.server.requests.map(({ target }) => target);
  const sessionAddress = () => `kratos://${connectionId}/identities/${identityId()}/sessions/${sessionId()}.json`;

  beforeEach(async () => {
    await vscode.env.clipboard.writeText('');
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('open the session whose id is in the selected log line', async () => {
    const content = `level=info identity_id=${identityId()} session_id=${sessionId().toUpperCase()} msg=done`;
    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content }));
    editor.selection = new vscode.Selection(0, 0, 0, content.length);
    await pick(commandIds.findSession);
    assert.equal(activeAddress(), sessionAddress());
    assertAsked((target) => target === `/admin/sessions/${sessionId()}?expand=identity&expand=devices`);
  });

  it('open the session whose id is on the clipboard, in any spelling', async () => {
    await vscode.env.clipboard.writeText(`{${sessionId().replaceAll('-', '')}}`);
    await pick(commandIds.findSession);
    assert.equal(activeAddress(), sessionAddress());
  });

  it('show the sessions of an identity for its id', async () => {
    await pick(commandIds.findSession, identityId());
    assertAsked((target) => target.startsWith(`/admin/identities/${identityId()}/sessions`));
  });

  it('find an identity by the beginning of its e-mail address', async () => {
    await pick(commandIds.findIdentity, 'emmy@');
    assertAsked((target) => target.includes('preview_credentials_identifier_similar=emmy%40'));
    assertAsked((target) => target.startsWith(`/admin/identities/${identityId()}/sessions`));
  });

  it('find a loaded session by its place, and open it without reading the list again', async () => {
    await pick(commandIds.findSession, sessionId());
    const [stranger] = demo.server.data
      .sessionsOf(identityId())
      .filter(({ devices }) => devices?.[0]?.location === 'Auckland, NZ')
      .sort((one, other) => other.createdAt - one.createdAt);
    demo.server.requests.length = 0;
    const row = { kind: 'identity', ref: { connectionId, identityId: identityId() } };
    await pick(commandIds.findInLoaded, row, 'place:auckland');
    assert.equal(activeAddress(), `kratos://${connectionId}/identities/${identityId()}/sessions/${stranger?.id}.json`);
    assert.deepEqual(
      requests().filter((target) => target.startsWith('/admin/identities/') || target.startsWith('/admin/sessions?')),
      [],
    );
  });

  function assertAsked(was: (target: string) => boolean): void {
    assert.ok(requests().some(was), requests().join('\n'));
  }

  /** Runs a look-up and presses Enter at once, which accepts a single result when it arrives. */
  async function pick(command: string, ...args: unknown[]): Promise<void> {
    let done = false;
    const run = vscode.commands.executeCommand(command, ...args).then(() => {
      done = true;
    });
    await eventually(async () => {
      if (!done) {
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      }
      assert.ok(done, `no row was taken; asked:\n${requests().join('\n')}`);
    });
    await run;
  }
});

function activeAddress(): string | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom ? input.uri.toString() : undefined;
}
