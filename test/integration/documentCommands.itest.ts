import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { commandIds } from '../../src/commands/ids.ts';
import { useAnsweringServer } from './answeringServer.ts';
import { until } from './eventually.ts';
import { recordMessages } from './messages.ts';
import {
  activeInput,
  identityFile,
  identityId,
  otherId,
  rowsOf,
  sessionAnswers,
  sessionDocument,
  sessionFile,
  sessionId,
  sessionText,
  sessionUri,
} from './sessionFiles.ts';

describe('sessions in documents', () => {
  const { answers } = useAnsweringServer('files', sessionAnswers);

  it('are copied exactly: as JSON, without identity, as ids and several at once', async () => {
    const rows = rowsOf(sessionId, otherId);
    await vscode.commands.executeCommand(commandIds.copySessionJson, sessionFile);
    assert.equal(await vscode.env.clipboard.readText(), sessionDocument);
    await vscode.commands.executeCommand(commandIds.copySessionJsonWithoutIdentity, sessionFile);
    assert.doesNotMatch(await vscode.env.clipboard.readText(), /identity/);
    await vscode.commands.executeCommand(commandIds.copySessionJson, rows[0], rows);
    assert.deepEqual(
      JSON.parse(await vscode.env.clipboard.readText()).map(({ id }: { id: string }) => id),
      [sessionId, otherId],
    );
    await vscode.commands.executeCommand(commandIds.copySessionId, rows[0], rows);
    assert.equal(await vscode.env.clipboard.readText(), `${sessionId}\n${otherId}`);
    await vscode.commands.executeCommand(commandIds.copyIdentityId, rows[0], rows);
    assert.equal(await vscode.env.clipboard.readText(), identityId);
    await vscode.commands.executeCommand(commandIds.copyIdentityJson, identityFile);
    assert.match(await vscode.env.clipboard.readText(), /^\{\n {2}"id": /);
  });

  it('are the target of commands without arguments, as text, as panel and in a comparison', async () => {
    const copiedId = async () => {
      await vscode.env.clipboard.writeText('');
      await vscode.commands.executeCommand(commandIds.copySessionId);
      return vscode.env.clipboard.readText();
    };
    await vscode.commands.executeCommand('vscode.open', sessionFile);
    await until('the panel is open', () => activeInput() instanceof vscode.TabInputCustom);
    assert.equal(await copiedId(), sessionId);
    await vscode.commands.executeCommand(commandIds.openSessionJson);
    await until('the text is open', () => activeInput() instanceof vscode.TabInputText);
    assert.equal(await copiedId(), sessionId);
    await vscode.commands.executeCommand('vscode.diff', sessionFile, sessionUri(otherId));
    assert.equal(await copiedId(), otherId);
    await vscode.commands.executeCommand(commandIds.copyIdentityId);
    assert.equal(await vscode.env.clipboard.readText(), identityId);
  });

  it('are inserted at each cursor with the editor’s indentation, and undone in one step', async () => {
    const before = '  a: here\nb: old';
    const document = await vscode.workspace.openTextDocument({ content: before, language: 'plaintext' });
    const editor = await vscode.window.showTextDocument(document);
    editor.options = { insertSpaces: false, tabSize: 4 };
    editor.selections = [new vscode.Selection(0, 5, 0, 9), new vscode.Selection(1, 3, 1, 6)];
    await vscode.commands.executeCommand(commandIds.insertSessionJson, sessionFile);
    const tabbed = sessionDocument.trimEnd().replace(/^( {2})+/gm, (spaces) => '\t'.repeat(spaces.length / 2));
    assert.equal(document.getText(), `  a: ${tabbed.replaceAll('\n', '\n  ')}\nb: ${tabbed}`);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);

    editor.options = { insertSpaces: true, tabSize: 8, indentSize: 3 };
    editor.selections = [new vscode.Selection(1, 3, 1, 6)];
    await vscode.commands.executeCommand(commandIds.insertSessionJson, sessionFile);
    const spaced = sessionDocument.trimEnd().replace(/^( {2})+/gm, (spaces) => '   '.repeat(spaces.length / 2));
    assert.equal(document.getText(), `  a: here\nb: ${spaced}`);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('are inserted as elements of an array, two at once', async () => {
    const document = await vscode.workspace.openTextDocument({ content: '[]', language: 'json' });
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(0, 1, 0, 1);
    const rows = rowsOf(sessionId, otherId);
    await vscode.commands.executeCommand(commandIds.insertSessionJson, rows[0], rows);
    const inserted = JSON.parse(document.getText()) as { id: string }[];
    assert.deepEqual(
      inserted.map(({ id }) => id),
      [sessionId, otherId],
    );
  });

  it('are compared as text with the older session on the left', async () => {
    const rows = rowsOf(otherId, sessionId);
    answers.set(`/admin/sessions/${otherId}`, sessionText(otherId).replace('2026-11-23', '2026-11-24'));
    await vscode.workspace.openTextDocument(sessionFile);
    await vscode.workspace.openTextDocument(sessionUri(otherId));
    await vscode.commands.executeCommand(commandIds.compareSessions, rows[0], rows);
    const input = activeInput();
    assert.ok(input instanceof vscode.TabInputTextDiff);
    assert.equal(input.original.toString(), sessionFile.toString());
    assert.equal(input.modified.toString(), sessionUri(otherId).toString());
  });

  it('are compared with the session that was selected before, of another identity', async () => {
    const [one, other] = [
      { kind: 'session', ref: { connectionId: 'files', identityId, sessionId } },
      { kind: 'session', ref: { connectionId: 'files', identityId: otherId, sessionId: otherId } },
    ];
    await vscode.commands.executeCommand(commandIds.selectSessionForCompare, other);
    await vscode.commands.executeCommand(commandIds.compareWithSelectedSession, one);
    const input = activeInput();
    assert.ok(input instanceof vscode.TabInputTextDiff);
    const compared = [input.original, input.modified].map(({ path }) => path);
    assert.deepEqual(compared.sort(), [sessionFile.path, sessionUri(otherId).path.replace(identityId, otherId)].sort());
  });
});

describe('sessions that are saved', () => {
  useAnsweringServer('files', sessionAnswers);
  const messages = recordMessages();
  const { showSaveDialog, showQuickPick } = vscode.window;
  const actions: string[] = [];
  let folder: string;
  let proposed: vscode.Uri | undefined;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kratos-evidence-'));
  });

  after(async () => {
    Reflect.set(vscode.window, 'showSaveDialog', showSaveDialog);
    Reflect.set(vscode.window, 'showQuickPick', showQuickPick);
    await rm(folder, { recursive: true });
  });

  function chooseFile(name: string): string {
    const file = path.join(folder, name);
    Reflect.set(vscode.window, 'showSaveDialog', async ({ defaultUri }: vscode.SaveDialogOptions) => {
      proposed = defaultUri;
      return vscode.Uri.file(file);
    });
    return file;
  }

  it('are in one file in the server’s bytes, whose SHA-256 is copied from the confirmation', async () => {
    const rows = rowsOf(sessionId, otherId);
    const file = chooseFile('sessions.json');
    await vscode.commands.executeCommand(commandIds.saveSessionJson, undefined, rows);
    const content = await readFile(file);
    assert.equal(content.toString(), `[\n${sessionText(sessionId)},\n${sessionText(otherId)}\n]\n`);
    const hash = createHash('sha256').update(content).digest('hex');
    assert.deepEqual(messages, []);
    Reflect.set(
      vscode.window,
      'showQuickPick',
      async ([first]: readonly string[], options: vscode.QuickPickOptions) => {
        actions.push(`${options.title}, ${options.placeHolder}: ${first}`);
        return first;
      },
    );
    await vscode.commands.executeCommand('kratosExplorer.chooseDoneAction');
    assert.deepEqual(actions, [`Saved 2 sessions in sessions.json, SHA-256: ${hash}: Copy Hash`]);
    assert.equal(await vscode.env.clipboard.readText(), hash);
    assert.ok(proposed?.path.startsWith(`${vscode.workspace.workspaceFolders?.[0]?.uri.path}/kratos-9f8c2c1e-`));

    const lines = chooseFile('sessions.ndjson');
    await vscode.commands.executeCommand(commandIds.saveSessionJson, rows[0], rows);
    assert.equal(await readFile(lines, 'utf8'), `${sessionText(sessionId)}\n${sessionText(otherId)}\n`);
  });

  it('are reported as not saved where the file cannot be written', async () => {
    const file = chooseFile(path.join('sessions.json', 'inside a file.json'));
    await vscode.commands.executeCommand(commandIds.saveSessionJson, sessionFile);
    assert.equal(messages.length, 1);
    assert.ok(messages[0]?.startsWith(`${path.basename(file)} could not be saved: `), messages[0]);
  });
});
