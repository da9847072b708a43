import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { commandIds } from '../../src/commands/ids.ts';
import type { Session } from '../../src/core/kratos/session.ts';
import { openLastSeen } from '../../src/pages/host/session/sessionDetails.ts';
import { useAnsweringServer } from './answeringServer.ts';
import { until } from './eventually.ts';
import {
  activeInput,
  identityFile,
  identityId,
  identityText,
  opened,
  otherId,
  sessionAnswers,
  sessionDocument,
  sessionFile,
  sessionId,
  sessionText,
  sessionUri,
} from './sessionFiles.ts';
import { setConnections } from './settings.ts';

describe('session files', () => {
  const { answers, requests, connect } = useAnsweringServer('files', sessionAnswers);

  it('contain the server’s JSON, are read-only and need one request', async () => {
    // VS Code keeps the documents of other tests, and reads them again when their connection is there.
    const id = '0d4c7b1a-52f7-4b5e-8a41-7c1d9f3e6b20';
    answers.set(`/admin/sessions/${id}`, sessionText(id));
    const document = await opened(sessionUri(id));
    assert.equal(document.getText(), sessionDocument.replace(sessionId, id));
    assert.equal(document.languageId, 'json');
    assert.equal(vscode.workspace.fs.isWritableFileSystem('kratos'), false);
    await assert.rejects(async () => vscode.workspace.fs.writeFile(document.uri, new Uint8Array()));
    assert.equal(requests.filter((path) => path === `/admin/sessions/${id}`).length, 1);
    assert.match((await opened(identityFile)).getText(), /12345678901234567890/);
  });

  it('open as text with openSessionJson, without the identity', async () => {
    await vscode.commands.executeCommand(commandIds.openSessionJson, sessionFile);
    assert.ok(activeInput() instanceof vscode.TabInputText);
    await vscode.commands.executeCommand('vscode.open', sessionUri(sessionId, 'sessions-without-identity'));
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
    await vscode.commands.executeCommand('vscode.openWith', sessionUri(otherId), 'default');
    await opened(sessionFile);
    await opened(identityFile);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.commands.executeCommand(commandIds.openSessionJson, sessionUri(otherId));
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
      [sessionUri(sessionId, 'sessions-without-identity'), '"issued_at"', 'When the session began'],
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

    for (const file of [identityFile, sessionFile, sessionUri(sessionId, 'sessions-without-identity')]) {
      const document = await opened(file);
      assert.equal(document.languageId, 'json');
      assert.ok(document.getText().includes(`schema": "${address}/`), document.getText());
      await hovered(document);
      assert.deepEqual(vscode.languages.getDiagnostics(file), []);
    }
    await vscode.commands.executeCommand('vscode.diff', sessionFile, sessionUri(otherId));
    await hovered(await vscode.workspace.openTextDocument(sessionUri(otherId)));
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
    await until('the session is back', () => document.getText() === sessionDocument);
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
    await until('the session is there', () => document.getText() === sessionDocument);
    dead.closeAllConnections();
    dead.close();
  });

  it('show that their connection is gone, and show the session when it is back', async () => {
    const document = await opened(sessionFile);
    await setConnections([]);
    await until('the text says so', () => document.getText().includes('The connection of this file no longer exists'));
    await connect();
    await until('the session is back', () => document.getText() === sessionDocument);
  });

  function refresh() {
    return vscode.commands.executeCommand(commandIds.refreshSession, sessionFile);
  }
});

async function hoverText(file: vscode.Uri, at: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', file, at);
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n');
}
