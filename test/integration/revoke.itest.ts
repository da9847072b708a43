import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { commandIds } from '../../src/commands/ids.ts';
import { AuditLog } from '../../src/core/containment/auditLog.ts';
import type { IntentRecord } from '../../src/core/containment/auditRecord.ts';
import { type DemoServer, startDemoServer } from '../../src/demo/demoServer.ts';
import { eventually } from './eventually.ts';
import { setConnections } from './settings.ts';

const connectionId = 'containment';
const replaced = ['showInformationMessage', 'showWarningMessage', 'showErrorMessage', 'showInputBox'] as const;

describe('revoking sessions', () => {
  const real = replaced.map((name) => [name, vscode.window[name]] as const);
  const questions: string[] = [];
  const messages: string[] = [];
  let server: DemoServer;
  let isUnlocking = true;

  const connect = (writable: boolean) => setConnections([{ name: connectionId, url: server.url, writable }]);
  const sessions = () => server.data.sessionsOf(server.people.threeSessions);
  const writes = () => server.requests.filter(({ method }) => method !== 'GET').map(({ target }) => target);
  const row = (sessionId: string) => ({
    kind: 'session',
    ref: { connectionId, identityId: server.people.threeSessions, sessionId },
  });
  const revoke = (sessionId = '') => vscode.commands.executeCommand(commandIds.revokeSessions, row(sessionId));
  const documents = () => vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === 'kratos-report');

  before(async () => {
    server = await startDemoServer({ identities: 20 });
    // VS Code cannot press the buttons of its own modal in a test.
    const answer = async (text: string, ...rest: unknown[]) => {
      const isModal = typeof rest[0] === 'object';
      (isModal ? questions : messages).push(text);
      return isModal ? rest.slice(1).find((button) => `${button}`.startsWith('Revoke')) : undefined;
    };
    for (const name of replaced.slice(0, 3)) {
      Reflect.set(vscode.window, name, answer);
    }
    Reflect.set(vscode.window, 'showInputBox', async () => (isUnlocking ? '' : undefined));
  });

  beforeEach(() => {
    questions.length = 0;
    messages.length = 0;
    server.requests.length = 0;
  });

  after(async () => {
    for (const [name, show] of real) {
      Reflect.set(vscode.window, name, show);
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await setConnections([]);
    await server.close();
  });

  it('says how a read-only connection can be unlocked, and sends nothing', async () => {
    await connect(false);
    await revoke(sessions()[0]?.id);
    assert.deepEqual(questions, []);
    assert.equal(messages.length, 1);
    assert.match(messages[0] ?? '', /^“containment” is read-only\. Edit the connection/);
    assert.deepEqual(server.requests, []);
  });

  it('sends nothing when the user does not unlock the connection', async () => {
    await connect(true);
    isUnlocking = false;
    await revoke(sessions()[0]?.id);
    isUnlocking = true;
    assert.deepEqual([questions, messages, server.requests], [[], [], []]);
  });

  it('unlocks the connection, shows the plan, revokes one session and shows that it ended', async () => {
    const [first, ...others] = sessions();
    await revoke(first?.id);
    assert.deepEqual(questions, ['Revoke 1 of 3 sessions of drew@example.org on containment?']);
    assert.deepEqual(writes(), [`/admin/sessions/${first?.id}`]);
    assert.deepEqual([first?.active, ...others.map(({ active }) => active)], [false, true, true]);
    await eventually(() => assert.deepEqual(messages, ['1 of 1 session of drew@example.org ended.']));
    const texts = () => documents().map((document) => document.getText());
    assert.ok(texts().some((text) => text.includes('Revoked (1)') && text.includes('Kept (2)')));
    // VS Code opens the results for their preview.
    await eventually(() => assert.ok(texts().some((text) => text.includes('ended and verified'))));
  });

  it('writes results and an incident note whose preview has no link', async () => {
    const pick = vscode.window.showQuickPick;
    Reflect.set(vscode.window, 'showQuickPick', async (items: readonly unknown[]) => items[1]);
    await vscode.commands.executeCommand(commandIds.copyIncidentNote, row(''));
    Reflect.set(vscode.window, 'showQuickPick', pick);
    const note = await vscode.env.clipboard.readText();
    const results = documents().find((document) => document.getText().includes('ended and verified'));
    for (const text of [note, results?.getText() ?? '']) {
      assert.match(text, /drew@example\.org/);
      assert.doesNotMatch(await vscode.commands.executeCommand<string>('markdown.api.render', text), /<a\b/);
    }
  });

  it('opens the results of two unfinished changes in one column, where they stay when Markdown is in front', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'kratos-unfinished-'));
    await mkdir(path.join(folder, 'audit'));
    const append = (line: string) => appendFile(path.join(folder, 'audit', 'closed-window.jsonl'), line);
    const log = new AuditLog(async () => ({ append }));
    const began: Omit<IntentRecord, 'identity' | 'targets'> = {
      ...{ kind: 'intent', time: new Date().toISOString(), action: { kind: 'revokeSessions' }, serverDateOffset: 0 },
      ...{ tool: '', osUser: '', host: '', reason: undefined, kept: [], reread: undefined },
      connection: { name: connectionId, origin: server.url, environment: undefined, serverVersion: undefined },
      ...{ planSha256: '', evidence: { file: '', sha256: '' } },
    };
    for (const identity of [server.people.threeSessions, server.people.twoSessions]) {
      await log.append({ ...began, identity, targets: server.data.sessionsOf(identity).map(({ id }) => id) });
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const markdown = await vscode.workspace.openTextDocument({ language: 'markdown', content: '# Another' });
    await vscode.window.showTextDocument(markdown, { preview: false });
    const settings = vscode.workspace.getConfiguration('kratosExplorer');
    await settings.update('evidenceFolder', folder, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand(commandIds.checkUnfinished);
    await settings.update('evidenceFolder', undefined, vscode.ConfigurationTarget.Global);
    await rm(folder, { recursive: true });

    const areBeside = () => {
      const names = vscode.window.tabGroups.all.map(({ tabs }) => tabs.map(({ label }) => label.slice(0, 11)));
      assert.equal(names[0]?.length, 1);
      assert.deepEqual(names.slice(1), [['Results for', 'Results for']]);
    };
    await eventually(areBeside);
    await vscode.window.showTextDocument(markdown, { viewColumn: vscode.ViewColumn.One });
    areBeside();
  });

  it('exports all sessions of an identity as CSV without personal data', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'kratos-export-'));
    const file = path.join(folder, 'sessions.csv');
    const { showQuickPick, showSaveDialog } = vscode.window;
    Reflect.set(vscode.window, 'showQuickPick', async (items: readonly unknown[]) => items[0]);
    Reflect.set(vscode.window, 'showSaveDialog', async () => vscode.Uri.file(file));
    const ref = { connectionId, identityId: server.people.threeSessions };
    await vscode.commands.executeCommand(commandIds.exportSessions, { kind: 'identity', ref });
    Object.assign(vscode.window, { showQuickPick, showSaveDialog });
    const text = await readFile(file, 'utf8');
    await rm(folder, { recursive: true });
    assert.match(text, /^id,identity,state,signedIn,expires,aal,methods,device,network,country\r\n/);
    assert.deepEqual(
      sessions().filter(({ id }) => !text.includes(id)),
      [],
    );
    assert.doesNotMatch(text, /Berlin|203\.0\.113\.24"|Mozilla/);
    assert.deepEqual(writes(), []);
  });

  it('sends nothing more after the connection was locked', async () => {
    await vscode.commands.executeCommand(commandIds.lockConnection, { connectionId });
    isUnlocking = false;
    await revoke(sessions()[1]?.id);
    isUnlocking = true;
    assert.deepEqual(server.requests, []);
    assert.equal(sessions()[1]?.active, true);
  });
});
