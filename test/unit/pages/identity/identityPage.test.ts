import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { EventEmitter, env, type Memento, Uri, type WebviewPanel, window, workspace } from 'vscode';
import { IpDatabases } from '../../../../src/ipDatabases/ipDatabases.ts';
import { IdentityPage } from '../../../../src/pages/host/identity/identityPage.ts';
import { IdentityReading } from '../../../../src/pages/host/identity/identityReading.ts';
import type { IdentityMessage } from '../../../../src/pages/protocol/identityMessages.ts';
import type { Log } from '../../../../src/platform/log.ts';
import { adaId, anIdentity } from '../../builders/identityBuilder.ts';
import { aMalformedSession, aSession, uuid } from '../../builders/sessionBuilder.ts';
import { FakeConnections } from '../../fakes/fakeConnections.ts';
import { FakeKratos } from '../../fakes/fakeKratos.ts';
import { stub } from '../../stubVscode.ts';

const clipboard = { writeText: async () => {} };

const onNothing = () => ({ dispose: () => undefined });

stub(env, { clipboard });
stub(window, { onDidChangeWindowState: onNothing });
stub(workspace, { getConfiguration: () => ({ get: () => undefined }), onDidChangeConfiguration: onNothing });

/** Opens the page of Ada, and returns it with what sends it a message of its webview. */
function openPage(server: FakeKratos) {
  const connections = new FakeConnections({ acme: server.open() });
  const reading = new IdentityReading({ connectionId: 'acme', identityId: adaId }, connections);
  const received = new EventEmitter<IdentityMessage>();
  const errors: string[] = [];
  let isClosed = false;
  const webview = {
    onDidReceiveMessage: received.event,
    postMessage: async () => true,
    asWebviewUri: (uri: Uri) => uri,
  };
  const panel = {
    visible: true,
    get webview() {
      if (isClosed) {
        throw new Error('Webview is disposed');
      }
      return webview;
    },
    onDidDispose: new EventEmitter<void>().event,
    onDidChangeViewState: new EventEmitter<void>().event,
  } as unknown as WebviewPanel;
  const page = new IdentityPage({
    panel,
    uri: Uri.parse(`kratos://acme/identities/${adaId}.json`),
    reading,
    connections,
    ipDatabases: new IpDatabases(),
    memory: { get: () => undefined, update: async () => undefined } as unknown as Memento,
    extensionUri: Uri.file('/extension'),
    log: {
      warn: () => undefined,
      error: (line: string) => errors.push(line),
      debug: () => undefined,
    } as unknown as Log,
    openRecent: async () => undefined,
  });
  const close = () => {
    isClosed = true;
  };
  return { page, reading, errors, close, send: (message: IdentityMessage) => received.fire(message) };
}

it('runs no command on a selected row that is no session', async () => {
  const server = new FakeKratos();
  server.identitiesHeld.push(anIdentity());
  const malformed = aMalformedSession({ id: uuid(2), expires_at: 5 });
  server.sessionsHeld.set(adaId, [aSession({ id: uuid(1) }), malformed]);
  const { page, reading, send } = openPage(server);
  send({ type: 'ready' });
  await expect.poll(() => reading.isSettled).toBe(true);
  send({ type: 'select', ids: [uuid(1), malformed.id] });
  expect(page.selection).toEqual([{ kind: 'session', connectionId: 'acme', identityId: adaId, sessionId: uuid(1) }]);
});

it('sends no request in a loop when reading the identity ends with an unexpected error', async () => {
  const server = new FakeKratos();
  const ada = anIdentity();
  server.sessionsHeld.set(adaId, [aSession()]);
  let requests = 0;
  server.identity = async () => {
    requests += 1;
    if (requests <= 5) {
      throw new TypeError('unexpected');
    }
    return ada;
  };
  const { send } = openPage(server);
  send({ type: 'ready' });
  await expect.poll(() => requests).toBeGreaterThan(0);
  for (let turn = 0; turn < 20; turn += 1) {
    await nextTurn();
  }
  expect(requests).toBe(1);
});

it('logs no error when it is closed while a value is copied', async () => {
  const { page, reading, send, close, errors } = openPage(new FakeKratos());
  send({ type: 'ready' });
  await expect.poll(() => reading.isSettled).toBe(true);
  let finish = () => {};
  vi.spyOn(clipboard, 'writeText').mockReturnValue(new Promise((resolve) => (finish = resolve)));
  send({ type: 'copyText', text: 'a', button: 'b' });
  page.dispose();
  close();
  finish();
  await nextTurn();
  expect(errors).toEqual([]);
});
