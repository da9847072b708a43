import { describe, expect, test } from 'vitest';
import type { Session } from '../../../src/core/kratos/session.ts';
import { FileContents } from '../../../src/files/fileContents.ts';
import type { KratosFile } from '../../../src/files/uris.ts';
import { anIdentity, adaId as identityId, wireIdentity } from '../builders/identityBuilder.ts';
import { aSession, exactly, uuid } from '../builders/sessionBuilder.ts';
import { countListeners } from '../fakes/countListeners.ts';
import { FakeConnections } from '../fakes/fakeConnections.ts';
import { FakeKratos, refused } from '../fakes/fakeKratos.ts';

const [sessionId, otherSessionId] = [uuid(1), uuid(2)];
const file: KratosFile = { kind: 'session', form: 'whole', connectionId: 'acme', identityId, sessionId };
const bare: KratosFile = { ...file, form: 'withoutIdentity' };
const identityFile: KratosFile = { kind: 'identity', connectionId: 'acme', identityId };

function setup() {
  const server = new FakeKratos();
  const directory = server.open();
  const listeners = countListeners(directory);
  const connections = new FakeConnections({ acme: directory });
  const changed: string[] = [];
  const clock = { now: 1_000_000 };
  const contents = new FileContents(
    connections,
    (key) => changed.push(key),
    () => clock.now,
  );
  return { server, directory, listeners, connections, changed, clock, contents };
}

/** Opens the file of a session that is known without a request. */
async function setupKnown(session = aSession()) {
  const parts = setup();
  const { server, directory, contents } = parts;
  directory.pinFoundSession(identityId, session);
  const before = await contents.read('k', file);
  /** Reads a session again: in this state, or without one on a server that no longer has it. */
  const readAgain = async (fresh?: Session) => {
    server.sessionsHeld.clear();
    server.put(...(fresh === undefined ? [] : [fresh]));
    await directory.readSession(fresh?.id ?? sessionId).catch(() => undefined);
  };
  return { ...parts, before, readAgain };
}

describe('reading a file', () => {
  test('returns the exact text of a cached session without a request', async () => {
    const text = '{"n":12345678901234567890,"identity":{"id":"i"},"x":1}';
    const { server, before, contents } = await setupKnown({ ...aSession(), json: exactly(text) });
    expect(before.text).toBe('{\n  "n": 12345678901234567890,\n  "identity": {\n    "id": "i"\n  },\n  "x": 1\n}\n');
    expect((await contents.read('b', bare)).text).toBe('{\n  "n": 12345678901234567890,\n  "x": 1\n}\n');
    expect(server.requests).toEqual([]);
  });

  test('returns a problem when the text of a session cannot be made', async () => {
    const json = {
      get before(): string {
        throw new RangeError('Invalid string length');
      },
      identity: undefined,
      after: '',
    };
    const { before } = await setupKnown({ ...aSession(), json });
    expect(JSON.parse(before.text)).toEqual({
      problem: expect.stringMatching(/^Session .{8} could not be shown: RangeError: Invalid string length$/),
    });
  });

  test('sends one request for concurrent reads of an unknown session', async () => {
    const { server, contents } = setup();
    server.put(aSession());
    const [stat, read] = await Promise.all([contents.read('k', file), contents.read('k', file)]);
    const again = await contents.read('k', file);
    expect(server.requests).toEqual([`session ${sessionId}`]);
    expect(read).toEqual(stat);
    expect(again).toEqual(stat);
  });

  test('returns the text of an identity', async () => {
    const { server, contents } = setup();
    server.put(anIdentity());
    expect(JSON.parse((await contents.read('k', identityFile)).text)).toEqual(wireIdentity());
  });
});

describe('a session that is read again', () => {
  test('is announced with its new text and a greater mtime, also within one millisecond', async () => {
    const { before, contents, changed, readAgain } = await setupKnown();
    await readAgain({ ...aSession(), json: exactly('{"active":false}') });
    expect(changed).toEqual(['k']);
    const after = await contents.read('k', file);
    expect(after.text).toBe('{\n  "active": false\n}\n');
    expect(after.mtime).toBeGreaterThan(before.mtime);
  });

  test('does not announce files that were not read or are closed', async () => {
    const { contents, changed, readAgain } = await setupKnown();
    await readAgain(aSession({ id: otherSessionId }));
    contents.forget('k');
    await readAgain(aSession());
    expect(changed).toEqual([]);
  });
});

describe('a session that is gone', () => {
  test('is a JSON problem after one request, and is announced when it is known again', async () => {
    const { server, directory, contents, changed } = setup();
    const { text } = await contents.read('k', file);
    await contents.read('k', file);
    expect(JSON.parse(text).problem).toContain(`No session with the id ${sessionId} was found.`);
    expect(server.requests).toEqual([`session ${sessionId}`]);
    server.put(aSession());
    await directory.readSession(sessionId);
    expect(changed).toEqual(['k']);
    expect((await contents.read('k', file)).text).toContain('"active": true');
  });

  test('is announced once and becomes a JSON problem after one request', async () => {
    const { server, contents, changed, readAgain } = await setupKnown();
    await readAgain();
    await readAgain();
    expect(changed).toEqual(['k']);
    server.requests.length = 0;
    expect(JSON.parse((await contents.read('k', file)).text).problem).toContain('No session with the id');
    expect(server.requests).toEqual([`session ${sessionId}`]);
    await readAgain();
    expect(changed).toEqual(['k']);
  });
});

describe('a server that cannot be read', () => {
  test('gets a new request only after the failure expires', async () => {
    const { server, contents, clock } = setup();
    server.failure = refused;
    const first = await contents.read('k', file);
    expect(JSON.parse(first.text).problem).toContain('Nothing is listening at http://127.0.0.1:4434.');
    clock.now += 4_000;
    expect(await contents.read('k', file)).toEqual(first);
    expect(server.requests).toHaveLength(1);
    clock.now += 2_000;
    server.failure = undefined;
    server.put(aSession());
    expect((await contents.read('k', file)).text).toContain('"active": true');
    expect(server.requests).toHaveLength(2);
  });

  test('is announced when a list of the server is read', async () => {
    const { server, directory, contents, changed } = setup();
    server.failure = refused;
    await contents.read('k', file);
    await directory.identities.open();
    expect(changed).toEqual([]);
    server.failure = undefined;
    await directory.identities.retry();
    expect(changed).toEqual(['k']);
    server.put(aSession());
    expect((await contents.read('k', file)).text).toContain('"active": true');
  });

  test('does not announce a file for its own failed request', async () => {
    const { server, directory, contents, changed } = setup();
    server.failure = { kind: 'serverError', status: 500, reason: undefined };
    await contents.read('k', file);
    server.failure = undefined;
    await directory.readSession(sessionId).catch(() => undefined);
    expect(changed).toEqual([]);
  });
});

describe('a connection that is gone', () => {
  test('makes its file a JSON problem until the connection is back', async () => {
    const { before, listeners, connections, contents, changed } = await setupKnown();
    connections.set('acme', undefined);
    expect(changed).toEqual(['k']);
    expect(listeners()).toBe(0);
    expect(JSON.parse((await contents.read('k', file)).text).problem).toContain(
      'The connection of this file no longer exists.',
    );

    const returned = new FakeKratos();
    const again = returned.open();
    again.pinFoundSession(identityId, aSession());
    connections.set('acme', again);
    expect(changed).toEqual(['k', 'k']);
    const after = await contents.read('k', file);
    expect(after.text).toBe(before.text);
    returned.put(aSession({ active: false }));
    await again.readSession(sessionId);
    expect(changed).toEqual(['k', 'k', 'k']);
  });

  test('does not announce files of other connections', async () => {
    const { connections, changed } = await setupKnown();
    connections.set('other', new FakeKratos().open());
    connections.set('other', undefined);
    expect(changed).toEqual([]);
  });
});

test('stops listening after dispose', async () => {
  const { listeners, connections, contents, changed, readAgain } = await setupKnown();
  contents.dispose();
  await readAgain();
  connections.set('acme', undefined);
  expect(listeners()).toBe(0);
  expect(changed).toEqual([]);
});
