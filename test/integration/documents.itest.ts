import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { commandIds } from '../../src/commands/ids.ts';
import type { Session } from '../../src/core/kratos/session.ts';
import { openLastSeen } from '../../src/pages/host/session/sessionDetails.ts';
import { useAnsweringServer } from './answeringServer.ts';
import { until } from './eventually.ts';
import { hearMessages } from './messages.ts';
import { setConnections } from './settings.ts';

const identityId = '9f8c2c1e-6b1f-4a53-9f0e-1f5a0c2b7d11';
const sessionId = '5f1e7f2c-9b60-4f43-9a53-4d0a4a1d6b9e';
const otherId = '6a2f8e3d-0c71-4054-8b64-5e1b5b2e7caf';
const identityText = `{"id":"${identityId}","schema_id":"default","state":"active","traits":{"n":12345678901234567890}}`;
const sessionText = (id: string) =>
  `{"id":"${id}","active":true,"issued_at":"2026-11-23T16:41:25Z","authentication_methods":null,"identity":${identityText},"devices":null}`;
const pretty = `{
  "id": "${sessionId}",
  "active": true,
  "issued_at": "2026-11-23T16:41:25Z",
  "authentication_methods": null,
  "identity": {
    "id": "${identityId}",
    "schema_id": "default",
    "state": "active",
    "traits": {
      "n": 12345678901234567890
    }
  },
  "devices": null
}
`;

const uri = (id: string, folder = 'sessions') =>
  vscode.Uri.parse(`kratos://files/identities/${identityId}/${folder}/${id}.json`);
const sessionFile = uri(sessionId);
const identityFile = vscode.Uri.parse(`kratos://files/identities/${identityId}.json`);

describe('session files', () => {
  const { answers, requests, connect } = useAnsweringServer('files');

  beforeEach(() => {
    answers.set(`/admin/sessions/${sessionId}`, sessionText(sessionId));
    answers.set(`/admin/sessions/${otherId}`, sessionText(otherId));
    answers.set(`/admin/identities/${identityId}`, identityText);
  });

  it('contain the server’s JSON, are read-only and need one request', async () => {
    const document = await opened(sessionFile);
    assert.equal(document.getText(), pretty);
    assert.equal(document.languageId, 'json');
    assert.equal(vscode.workspace.fs.isWritableFileSystem('kratos'), false);
    await assert.rejects(async () => vscode.workspace.fs.writeFile(sessionFile, new Uint8Array()));
    assert.equal(requests.filter((path) => path.startsWith('/admin/sessions')).length, 1);
    assert.match((await opened(identityFile)).getText(), /12345678901234567890/);
  });

  it('open as text with openSessionJson, without the identity', async () => {
    await vscode.commands.executeCommand(commandIds.openSessionJson, sessionFile);
    assert.ok(activeInput() instanceof vscode.TabInputText);
    await vscode.commands.executeCommand('vscode.open', uri(sessionId, 'sessions-without-identity'));
    const input = activeInput();
    assert.ok(input instanceof vscode.TabInputText);
    const text = (await opened(input.uri)).getText();
    assert.doesNotMatch(text, /identity/);
    assert.match(text, /"devices": null/);
  });

  it('have tabs that are labelled by device or name and short id, one for each file', async () => {
    const device = '"devices":[{"id":"x","user_agent":"curl/8.5.0 \\u202e/../x"}]';
    answers.set(`/admin/sessions/${sessionId}`, sessionText(sessionId).replace('"devices":null', device));
    answers.set(`/admin/identities/${identityId}`, identityText.replace('"n"', '"name":"Ada Lovelace","n"'));
    // Opened by an older version, without a label.
    await vscode.commands.executeCommand('vscode.openWith', uri(otherId), 'default');
    await opened(sessionFile);
    await opened(identityFile);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.commands.executeCommand(commandIds.openSessionJson, uri(otherId));
    const labels = () => vscode.window.tabGroups.activeTabGroup.tabs.map(({ label }) => label);
    assert.deepEqual(labels(), [`${otherId}.json`]);

    await vscode.commands.executeCommand(commandIds.openSessionJsonWithoutIdentity, sessionFile);
    await vscode.commands.executeCommand('workbench.action.keepEditor');
    await vscode.commands.executeCommand(commandIds.openIdentityJson, identityFile);
    assert.deepEqual(labels(), [
      `${otherId}.json`,
      'curl 8.5.0 ⟨U+202E⟩ .. x 5f1e7f2c.json',
      'Ada Lovelace 9f8c2c1e.json',
    ]);
    const input = activeInput();
    assert.ok(input instanceof vscode.TabInputText);
    assert.match((await opened(input.uri)).getText(), /Ada Lovelace/);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    const renamed = input.uri.with({ path: input.uri.path.replace('Ada', 'Eve') });
    await vscode.commands.executeCommand('vscode.openWith', renamed, 'default');
    await vscode.commands.executeCommand(commandIds.openIdentityJson, identityFile);
    assert.deepEqual(labels().slice(2), ['Eve Lovelace 9f8c2c1e.json']);
  });

  it('describe each field on hover, without warnings', async () => {
    for (const [file, key, words] of [
      [sessionFile, '"issued_at"', 'When the session began'],
      [sessionFile, '"schema_id"', 'The id of the identity schema'],
      [uri(sessionId, 'sessions-without-identity'), '"issued_at"', 'When the session began'],
      [identityFile, '"schema_id"', 'The id of the identity schema'],
    ] as const) {
      const document = await opened(file);
      const at = document.positionAt(document.getText().indexOf(key) + 2);
      await until(`a hover over ${key} of ${file.path}`, async () => (await hoverText(file, at)).includes(words));
      assert.deepEqual(vscode.languages.getDiagnostics(file), []);
    }
  });

  it('cause no request to an address in "$schema"', async () => {
    const fetched: string[] = [];
    const elsewhere = createServer((request, response) => {
      fetched.push(request.url ?? '');
      response.end('{}');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
    const planted = (text: string, member: string, path: string) =>
      text.replace('{', `{"${member}":"${address}${path}",`);
    answers.set(`/admin/identities/${identityId}`, planted(identityText, '$schema', '/identity'));
    answers.set(`/admin/sessions/${sessionId}`, planted(sessionText(sessionId), '\\u0024schema', '/session'));
    answers.set(`/admin/sessions/${otherId}`, planted(sessionText(otherId), '$schema', '/compared'));
    // A hover requires the schema of the document.
    const hovered = (document: vscode.TextDocument) => hoverText(document.uri, document.positionAt(3));

    for (const file of [identityFile, sessionFile, uri(sessionId, 'sessions-without-identity')]) {
      const document = await opened(file);
      assert.equal(document.languageId, 'json');
      assert.ok(document.getText().includes(`schema": "${address}/`), document.getText());
      await hovered(document);
      assert.deepEqual(vscode.languages.getDiagnostics(file), []);
    }
    await vscode.commands.executeCommand('vscode.diff', sessionFile, uri(otherId));
    await hovered(await vscode.workspace.openTextDocument(uri(otherId)));
    await openLastSeen({ json: { before: planted('{"id":"x"}', '$schema', '/lastSeen') } } as Session);
    const lastSeen = vscode.window.activeTextEditor?.document;
    assert.ok(lastSeen);
    assert.match(lastSeen.getText(), /\/lastSeen/);
    await hovered(lastSeen);

    // The user's own files may cause requests: this one shows that VS Code sends them here.
    const own = await vscode.workspace.openTextDocument({
      language: 'json',
      content: planted('{"id":"x"}', '$schema', '/own'),
    });
    await until('the schema of the user’s own document is requested', async () => {
      await hovered(own);
      return fetched.includes('/own');
    });
    assert.deepEqual([...new Set(fetched)], ['/own']);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    elsewhere.closeAllConnections();
    elsewhere.close();
  });

  it('show that the session is gone, and show it again when it is back', async () => {
    const document = await opened(sessionFile);
    answers.delete(`/admin/sessions/${sessionId}`);
    await refresh();
    await until('the text says so', () => document.getText().includes('No session with the id'));
    assert.deepEqual(vscode.languages.getDiagnostics(sessionFile), []);
    answers.set(`/admin/sessions/${sessionId}`, sessionText(sessionId));
    await refresh();
    await until('the session is back', () => document.getText() === pretty);
  });

  it('are updated also in another language mode', async () => {
    const document = await opened(sessionFile);
    const plain = await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
    answers.set(`/admin/sessions/${sessionId}`, sessionText(sessionId).replace('"active":true', '"active":false'));
    await refresh();
    await until('the text is the new one', () => plain.getText().includes('"active": false'));
  });

  it('show that the server is unreachable, and show the session after a refresh', async () => {
    const dead = createServer();
    await new Promise<void>((resolve) => dead.listen(0, '127.0.0.1', resolve));
    const { port } = dead.address() as AddressInfo;
    await new Promise((resolve) => dead.close(resolve));
    await setConnections([{ name: 'files', url: `http://127.0.0.1:${port}` }]);
    const document = await vscode.workspace.openTextDocument(sessionFile);
    await vscode.window.showTextDocument(document);
    await until('the text says so', () =>
      document.getText().includes(`Nothing is listening at http://127.0.0.1:${port}`),
    );

    dead.on('request', (_request, response) => response.end(sessionText(sessionId)));
    await new Promise<void>((resolve, reject) => {
      // Another process may have taken the port.
      dead.once('error', reject);
      dead.listen(port, '127.0.0.1', resolve);
    });
    await refresh();
    await until('the session is there', () => document.getText() === pretty);
    dead.closeAllConnections();
    dead.close();
  });

  it('show that their connection is gone, and show the session when it is back', async () => {
    const document = await opened(sessionFile);
    await setConnections([]);
    await until('the text says so', () => document.getText().includes('The connection of this file no longer exists'));
    await connect();
    await until('the session is back', () => document.getText() === pretty);
  });

  it('are copied exactly: as JSON, without identity, as ids and several at once', async () => {
    const rows = [sessionId, otherId].map((id) => ({
      kind: 'session',
      ref: { connectionId: 'files', identityId, sessionId: id },
    }));
    await vscode.commands.executeCommand(commandIds.copySessionJson, sessionFile);
    assert.equal(await vscode.env.clipboard.readText(), pretty);
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
    await vscode.commands.executeCommand('vscode.diff', sessionFile, uri(otherId));
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
    const tabbed = pretty.trimEnd().replace(/^( {2})+/gm, (spaces) => '\t'.repeat(spaces.length / 2));
    assert.equal(document.getText(), `  a: ${tabbed.replaceAll('\n', '\n  ')}\nb: ${tabbed}`);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);

    editor.options = { insertSpaces: true, tabSize: 8, indentSize: 3 };
    editor.selections = [new vscode.Selection(1, 3, 1, 6)];
    await vscode.commands.executeCommand(commandIds.insertSessionJson, sessionFile);
    const spaced = pretty.trimEnd().replace(/^( {2})+/gm, (spaces) => '   '.repeat(spaces.length / 2));
    assert.equal(document.getText(), `  a: here\nb: ${spaced}`);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('are inserted as elements of an array, two at once', async () => {
    const document = await vscode.workspace.openTextDocument({ content: '[]', language: 'json' });
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(0, 1, 0, 1);
    const rows = [sessionId, otherId].map((id) => ({
      kind: 'session',
      ref: { connectionId: 'files', identityId, sessionId: id },
    }));
    await vscode.commands.executeCommand(commandIds.insertSessionJson, rows[0], rows);
    const inserted = JSON.parse(document.getText()) as { id: string }[];
    assert.deepEqual(
      inserted.map(({ id }) => id),
      [sessionId, otherId],
    );
  });

  it('are compared as text with the older session on the left', async () => {
    const rows = [otherId, sessionId].map((id) => ({
      kind: 'session',
      ref: { connectionId: 'files', identityId, sessionId: id },
    }));
    answers.set(`/admin/sessions/${otherId}`, sessionText(otherId).replace('2026-11-23', '2026-11-24'));
    await vscode.workspace.openTextDocument(sessionFile);
    await vscode.workspace.openTextDocument(uri(otherId));
    await vscode.commands.executeCommand(commandIds.compareSessions, rows[0], rows);
    const input = activeInput();
    assert.ok(input instanceof vscode.TabInputTextDiff);
    assert.equal(input.original.toString(), sessionFile.toString());
    assert.equal(input.modified.toString(), uri(otherId).toString());
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
    assert.deepEqual(compared.sort(), [sessionFile.path, uri(otherId).path.replace(identityId, otherId)].sort());
  });

  function refresh() {
    return vscode.commands.executeCommand(commandIds.refreshSession, sessionFile);
  }
});

describe('sessions that are saved', () => {
  const { answers } = useAnsweringServer('files');
  const messages = hearMessages();
  const { showSaveDialog, showQuickPick } = vscode.window;
  const actions: string[] = [];
  let folder: string;
  let proposed: vscode.Uri | undefined;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'kratos-evidence-'));
  });

  beforeEach(() => {
    answers.set(`/admin/sessions/${sessionId}`, sessionText(sessionId));
    answers.set(`/admin/sessions/${otherId}`, sessionText(otherId));
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
    const rows = [sessionId, otherId].map((id) => ({
      kind: 'session',
      ref: { connectionId: 'files', identityId, sessionId: id },
    }));
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

/** Opens the file with its current text: VS Code keeps documents of earlier tests for a while. */
async function opened(file: vscode.Uri): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(file);
  await vscode.window.showTextDocument(document);
  await until(`${file.path} holds no problem`, () => !document.getText().includes('"problem"'));
  return document;
}

function activeInput(): unknown {
  return vscode.window.tabGroups.activeTabGroup.activeTab?.input;
}

async function hoverText(file: vscode.Uri, at: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', file, at);
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n');
}
