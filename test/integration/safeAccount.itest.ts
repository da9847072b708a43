import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/commands/ids.ts';
import { type DemoServer, startDemoServer } from '../../src/demo/demoServer.ts';
import { eventually } from './eventually.ts';
import { setConnections } from './settings.ts';

const connectionId = 'account';
const replaced = [
  ...(['showInformationMessage', 'showWarningMessage', 'showErrorMessage'] as const),
  ...(['showInputBox', 'showQuickPick'] as const),
];

describe('the steps back to a safe account', () => {
  const real = replaced.map((name) => [name, vscode.window[name]] as const);
  const modals: { readonly text: string; readonly detail: string }[] = [];
  const messages: string[] = [];
  let server: DemoServer;
  let picks = '';

  const emmy = () => server.people.takenOver;
  const identity = () => server.data.identity(emmy());
  const types = () => identity()?.credentials.map(({ type }) => type) ?? [];
  const writes = () =>
    server.requests.filter(({ method }) => method !== 'GET').map(({ method, target }) => `${method} ${target}`);
  const run = (command: string, sessionId?: string) =>
    vscode.commands.executeCommand(command, {
      kind: sessionId === undefined ? 'identity' : 'session',
      ref: { connectionId, identityId: emmy(), ...(sessionId === undefined ? {} : { sessionId }) },
    });
  const ends = (sentence: string) => eventually(() => assert.deepEqual(messages, [sentence]));

  before(async () => {
    server = await startDemoServer({ identities: 20 });
    // VS Code cannot press the buttons of its own modal in a test.
    const answer = async (text: string, ...rest: unknown[]) => {
      const [options] = rest as [{ readonly detail?: string } | string | undefined];
      if (typeof options !== 'object') {
        messages.push(text);
        return undefined;
      }
      modals.push({ text, detail: options.detail ?? '' });
      // The second button of a plan carries it out; the recovery is closed.
      return rest[1] === 'Review Plan' || rest[1] === 'Review List' ? rest[2] : undefined;
    };
    for (const name of replaced.slice(0, 3)) {
      Reflect.set(vscode.window, name, answer);
    }
    Reflect.set(vscode.window, 'showInputBox', async () => '');
    Reflect.set(vscode.window, 'showQuickPick', async (rows: readonly vscode.QuickPickItem[]) =>
      rows.find(({ label }) => label === picks),
    );
    await setConnections([{ name: connectionId, url: server.url, writable: true }]);
  });

  beforeEach(() => {
    modals.length = 0;
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

  it('disables the identity', async () => {
    await run(commandIds.disableIdentity);
    await ends('Disabling emmy@example.net: disabled and verified.');
    assert.equal(modals[0]?.text, 'Disable emmy@example.net on account?');
    assert.equal(identity()?.state, 'inactive');
    assert.deepEqual(writes(), [`PATCH /admin/identities/${emmy()}`]);
  });

  it('revokes its sessions while it is disabled', async () => {
    await run(commandIds.revokeAllSessions);
    await eventually(() => assert.match(messages[0] ?? '', /^\d+ of \d+ sessions of emmy@example\.net ended\.$/));
    const open = server.data
      .sessionsOf(emmy())
      .filter(({ active, expiresAt }) => active && expiresAt > Date.now() * 1000);
    assert.deepEqual(open, []);
  });

  it('removes its second factor, and keeps the last first factor with the server’s reason', async () => {
    picks = 'totp';
    await run(commandIds.removeCredential);
    await ends('Removing a credential of emmy@example.net: removed and verified.');
    assert.deepEqual(types(), ['password', 'code']);
    messages.length = 0;
    picks = 'password';
    await run(commandIds.removeCredential);
    await ends(
      'Removing a credential of emmy@example.net: failed: The server refused: “You cannot remove the last first factor credential”.',
    );
  });

  it('creates a recovery code, which is shown once and in no document', async () => {
    picks = 'Recovery Code';
    await run(commandIds.createRecovery);
    await ends('Creating a recovery code for emmy@example.net: created.');
    const [, shown] = modals;
    const code = /Code: (\d{6})/.exec(shown?.detail ?? '')?.[1] ?? '';
    assert.equal(code.length, 6);
    const documents = vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === 'kratos-report');
    await eventually(() => assert.ok(documents.length > 0));
    assert.ok(documents.every((document) => !document.getText().includes(code)));
  });

  it('enables the identity, whose revoked sessions do not come back', async () => {
    await run(commandIds.enableIdentity);
    await ends('Enabling emmy@example.net: enabled and verified.');
    assert.equal(identity()?.state, 'active');
  });

  it('extends a session only where the server moves its end, and says which', async () => {
    const id = server.data.addSession(emmy()).id;
    server.data.setExpiry(id, (Date.now() + 20 * 3_600_000) * 1000);
    await run(commandIds.extendSession, id);
    await ends(
      'Extending a session of emmy@example.net: accepted, but nothing moved: the session ends no later than before.',
    );
    messages.length = 0;
    server.data.setExpiry(id, (Date.now() + 10 * 60_000) * 1000);
    await run(commandIds.extendSession, id);
    await ends('Extending a session of emmy@example.net: extended and verified.');
  });
});
