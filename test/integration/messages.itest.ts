import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/commands/ids.ts';
import { connectionId, useDemo } from './demoConnection.ts';
import { eventually } from './eventually.ts';
import { recordMessages } from './messages.ts';

const unknownId = '00000000-0000-4000-8000-000000000000';

describe('a command that cannot run', () => {
  const demo = useDemo();
  const messages = recordMessages();

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('asks for a cursor position when there is no editor to insert into', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await eventually(() => assert.equal(vscode.window.activeTextEditor, undefined));
    await vscode.commands.executeCommand(commandIds.insertSessionJson, sessionFile());
    assert.deepEqual(messages, [
      'No text editor is active. Place the cursor where the JSON should go, then try again.',
    ]);
  });

  it('reports a read-only file and does not change it', async () => {
    // Without a connection: VS Code keeps documents for minutes and would read the demo's again in later tests.
    const document = await vscode.workspace.openTextDocument(
      vscode.Uri.parse(`kratos://nowhere/identities/${unknownId}.json`),
    );
    await vscode.window.showTextDocument(document);
    const before = document.getText();
    await vscode.commands.executeCommand(commandIds.insertSessionJson, sessionFile());
    assert.equal(messages.length, 1);
    assert.match(messages[0] ?? '', /^The active editor is read-only\./);
    assert.equal(document.getText(), before);
  });

  it('explains how to select two sessions to compare', async () => {
    const { ada: identityId } = demo.server.people;
    const row = { kind: 'session', ref: { connectionId, identityId, sessionId: unknownId } };
    await vscode.commands.executeCommand(commandIds.compareSessions, row, [row]);
    assert.equal(messages.length, 1);
    assert.match(messages[0] ?? '', /^Select exactly two sessions in the tree/);
  });

  it('reports an unknown identity', async () => {
    await vscode.commands.executeCommand(commandIds.showIdentityInTree, identityFile(unknownId));
    assert.deepEqual(messages, [
      `No identity with the id ${unknownId} was found. It may have been deleted, or belong to another server.`,
    ]);
  });

  it('reports a failure of the server and does not change the clipboard', async () => {
    await vscode.env.clipboard.writeText('kept');
    demo.server.faults.add({ failing: { kind: 'status', status: 503 }, times: 9 });
    await vscode.commands.executeCommand(commandIds.copySessionJson, sessionFile());
    assert.equal(messages.length, 1);
    assert.match(messages[0] ?? '', /^The server reported an error \(503\)\. Try again/);
    assert.equal(await vscode.env.clipboard.readText(), 'kept');
  });

  function identityFile(id: string): vscode.Uri {
    return vscode.Uri.parse(`kratos://${connectionId}/identities/${id}.json`);
  }

  function sessionFile(): vscode.Uri {
    const { twoSessions: zoe } = demo.server.people;
    const [session] = demo.server.data.sessionsOf(zoe);
    return vscode.Uri.parse(`kratos://${connectionId}/identities/${zoe}/sessions/${session?.id}.json`);
  }
});
