import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { env, workspace } from 'vscode';
import { sessionUri } from '../../../../src/files/uris.ts';
import { SessionDetails } from '../../../../src/pages/host/session/sessionDetails.ts';
import { SessionReading } from '../../../../src/pages/host/session/sessionReading.ts';
import type { HostMessage } from '../../../../src/pages/protocol/sessionMessages.ts';
import type { Log } from '../../../../src/platform/log.ts';
import { adaId } from '../../builders/identityBuilder.ts';
import { aSession, uuid } from '../../builders/sessionBuilder.ts';
import { FakeConnections } from '../../fakes/fakeConnections.ts';
import { FakeKratos } from '../../fakes/fakeKratos.ts';
import { stub } from '../../stubVscode.ts';

const clipboard = { writeText: async () => {} };

stub(env, { clipboard });
stub(workspace, {
  getConfiguration: () => ({ get: () => undefined }),
  onDidChangeConfiguration: () => ({ dispose: () => undefined }),
});

const ref = { connectionId: 'acme', identityId: adaId, sessionId: uuid(1) };

/** Fails five times as no server does, because a loop would otherwise never end. */
function brokenServer() {
  const server = new FakeKratos();
  const read = vi.spyOn(server, 'session');
  for (let time = 0; time < 5; time += 1) {
    read.mockRejectedValueOnce(new TypeError('a file is missing'));
  }
  server.put(aSession());
  return { server, read };
}

function detailsOf(server: FakeKratos) {
  const connections = new FakeConnections({ acme: server.open() });
  const reading = new SessionReading(ref, connections);
  const posted: HostMessage[] = [];
  const errors: unknown[] = [];
  const log = { error: (error: unknown) => errors.push(error) } as unknown as Log;
  const post = (message: HostMessage) => posted.push(message);
  const details = new SessionDetails({ uri: sessionUri(ref), reading, post, log });
  return { connections, details, posted, errors };
}

it('sends no request in a loop when reading the session ends with an unexpected error, which it shows', async () => {
  const { server, read } = brokenServer();
  const { connections, details, posted, errors } = detailsOf(server);
  await expect(details.listen()).rejects.toThrow('a file is missing');
  for (let turn = 0; turn < 20; turn += 1) {
    await nextTurn();
  }
  expect(read).toHaveBeenCalledOnce();
  expect(server.requests).toEqual([]);
  expect(posted.at(-1)).toMatchObject({
    type: 'show',
    model: { busy: undefined, notice: { action: 'retry', text: expect.stringContaining('a file is missing') } },
  });
  const other = brokenServer();
  connections.set('acme', other.server.open());
  await expect.poll(() => errors).toHaveLength(1);
  expect(other.read).toHaveBeenCalledOnce();
  expect(other.server.requests).toEqual([]);
});

it('posts nothing when it was closed while a value was copied', async () => {
  const { details, posted } = detailsOf(new FakeKratos());
  await details.listen();
  let finish = () => {};
  vi.spyOn(clipboard, 'writeText').mockReturnValue(new Promise((resolve) => (finish = resolve)));
  const copying = details.handlers.copyText({ type: 'copyText', text: 'a', button: 'b' });
  const before = posted.length;
  details.dispose();
  finish();
  await copying;
  expect(posted).toHaveLength(before);
});
