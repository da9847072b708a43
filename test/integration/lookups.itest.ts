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

  it('open the session whose id the bare cursor is in, with or without hyphens', async () => {
    for (const id of [sessionId(), sessionId().replaceAll('-', '')]) {
      await showText(`level=info session_id=${id} msg=done`, id, 3);
      await pick(commandIds.findSession);
      assert.equal(activeAddress(), sessionAddress());
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }
  });

  it('open the session whose id the bare cursor is in, in an output channel', async () => {
    const channel = vscode.window.createOutputChannel('Of a service');
    channel.appendLine(`level=info session_id=${sessionId()} msg=done`);
    channel.show();
    const editor = await eventually(() => {
      const shown = vscode.window.visibleTextEditors.find(({ document }) => document.getText().includes(sessionId()));
      assert.ok(shown, 'the channel is not shown');
      return shown;
    });
    putCursor(editor, sessionId(), 3);
    await vscode.commands.executeCommand('workbench.panel.output.focus');
    await eventually(() => assert.equal(vscode.window.activeTextEditor?.document, editor.document));
    await pick(commandIds.findSession);
    assert.equal(activeAddress(), sessionAddress());
    channel.dispose();
  });

  it('find in Kratos the very id that the cursor is in, of several in one word', async () => {
    const address = `https://kratos.example.org/admin/identities/${identityId()}/sessions/${sessionId()}`;
    await vscode.env.clipboard.writeText(sessionId());
    await showText(address, identityId(), 0);
    await pick(commandIds.findInKratos);
    assertAsked((target) => target.startsWith(`/admin/identities/${identityId()}/sessions`));
    assert.equal(activeAddress(), undefined);
    await showText(address, sessionId(), 36);
    await pick(commandIds.findInKratos);
    assert.equal(activeAddress(), sessionAddress());
  });

  it('find in Kratos the identity whose address the cursor is in', async () => {
    await showText('mail sent to emmy@example.net, done', 'emmy@', 2);
    await pick(commandIds.findInKratos);
    assertAsked((target) => target.includes('preview_credentials_identifier_similar=emmy%40example.net'));
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

  /** Shows a text with the cursor in one of its words. */
  async function showText(content: string, word: string, offset: number): Promise<void> {
    const document = await vscode.workspace.openTextDocument({ content });
    const cursor = document.positionAt(content.indexOf(word) + offset);
    // A selection that is set once the editor is open is lost if the first one is announced after it.
    await vscode.window.showTextDocument(document, { selection: new vscode.Selection(cursor, cursor) });
    await eventually(() => {
      assert.equal(vscode.window.activeTextEditor?.document, document);
      assert.deepEqual(vscode.window.activeTextEditor.selection.active, cursor);
    });
  }

  function putCursor(editor: vscode.TextEditor, word: string, offset: number): void {
    const cursor = editor.document.positionAt(editor.document.getText().indexOf(word) + offset);
    editor.selection = new vscode.Selection(cursor, cursor);
  }

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
