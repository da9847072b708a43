import { describe, expect, test } from 'vitest';
import { KratosError } from '../../../src/core/kratos/failure.ts';
import { FileContents } from '../../../src/files/fileContents.ts';
import type { KratosFile } from '../../../src/files/uris.ts';
import { FakeConnections } from './fakeConnections.ts';
import { FakeDirectory, refused } from './fakeDirectory.ts';
import { anIdentity, aSession, identityId, otherSessionId, sessionId } from './items.ts';

const file: KratosFile = { kind: 'session', form: 'whole', connectionId: 'acme', identityId, sessionId };
const bare: KratosFile = { ...file, form: 'withoutIdentity' };
const identityFile: KratosFile = { kind: 'identity', connectionId: 'acme', identityId };

function setup() {
  const directory = new FakeDirectory();
  const connections = new FakeConnections({ acme: directory });
  const changed: string[] = [];
  const clock = { now: 1_000_000 };
  const contents = new FileContents(
    connections,
    (key) => changed.push(key),
    () => clock.now,
  );
  return { directory, connections, changed, clock, contents };
}

describe('reading a file', () => {
  test('returns the exact text of a cached session without a request', async () => {
    const { directory, contents } = setup();
    directory.sessionsKnown.set(sessionId, aSession({}, '{"n":12345678901234567890,"identity":{"id":"i"},"x":1}'));
    expect((await contents.read('k', file)).text).toBe(
      '{\n  "n": 12345678901234567890,\n  "identity": {\n    "id": "i"\n  },\n  "x": 1\n}\n',
    );
    expect((await contents.read('b', bare)).text).toBe('{\n  "n": 12345678901234567890,\n  "x": 1\n}\n');
    expect(directory.requests).toEqual([]);
  });

  test('returns a problem when the text of a session cannot be made', async () => {
    const { directory, contents } = setup();
    const json = {
      get before(): string {
        throw new RangeError('Invalid string length');
      },
      identity: undefined,
      after: '',
    };
    directory.sessionsKnown.set(sessionId, { ...aSession(), json });
    expect(JSON.parse((await contents.read('k', file)).text)).toEqual({
      problem: expect.stringMatching(/^Session .{8} could not be shown: RangeError: Invalid string length$/),
    });
  });

  test('sends one request for concurrent reads of an unknown session', async () => {
    const { directory, contents } = setup();
    const session = aSession();
    directory.sessionAnswers.set(sessionId, Promise.resolve(session));
    const [stat, read] = await Promise.all([contents.read('k', file), contents.read('k', file)]);
    directory.sessionsKnown.set(sessionId, session);
    const again = await contents.read('k', file);
    expect(directory.requests).toEqual([`session ${sessionId}`]);
    expect(read).toEqual(stat);
    expect(again).toEqual(stat);
  });

  test('returns the text of an identity', async () => {
    const { directory, contents } = setup();
    directory.identityAnswers.set(identityId, anIdentity());
    expect(JSON.parse((await contents.read('k', identityFile)).text)).toEqual({ id: identityId, state: 'active' });
  });
});

describe('a session that is read again', () => {
  test('is announced with its new text and a greater mtime, also within one millisecond', async () => {
    const { directory, contents, changed } = setup();
    directory.sessionsKnown.set(sessionId, aSession());
    const before = await contents.read('k', file);
    directory.hold(sessionId, aSession({ active: false }, '{"active":false}'));
    expect(changed).toEqual(['k']);
    const after = await contents.read('k', file);
    expect(after.text).toBe('{\n  "active": false\n}\n');
    expect(after.mtime).toBeGreaterThan(before.mtime);
  });

  test('does not announce files that were not read or are closed', async () => {
    const { directory, contents, changed } = setup();
    directory.sessionsKnown.set(sessionId, aSession());
    await contents.read('k', file);
    directory.hold(otherSessionId, aSession({ id: otherSessionId }));
    contents.forget('k');
    directory.hold(sessionId, aSession());
    expect(changed).toEqual([]);
  });
});

describe('a session that is gone', () => {
  test('is a JSON problem after one request, and is announced when it is known again', async () => {
    const { directory, contents, changed } = setup();
    const { text } = await contents.read('k', file);
    await contents.read('k', file);
    expect(JSON.parse(text).problem).toContain(`No session with the id ${sessionId} was found.`);
    expect(directory.requests).toEqual([`session ${sessionId}`]);
    directory.hold(sessionId, aSession());
    expect(changed).toEqual(['k']);
    expect((await contents.read('k', file)).text).toContain('"active": true');
  });

  test('is announced once and becomes a JSON problem after one request', async () => {
    const { directory, contents, changed } = setup();
    directory.sessionsKnown.set(sessionId, aSession());
    await contents.read('k', file);
    directory.hold(sessionId, undefined);
    directory.hold(sessionId, undefined);
    expect(changed).toEqual(['k']);
    expect(JSON.parse((await contents.read('k', file)).text).problem).toContain('No session with the id');
    directory.hold(sessionId, undefined);
    expect(changed).toEqual(['k']);
    expect(directory.requests).toEqual([`session ${sessionId}`]);
  });
});

describe('a server that cannot be read', () => {
  test('gets a new request only after the failure expires', async () => {
    const { directory, contents, clock } = setup();
    directory.sessionAnswers.set(sessionId, refused());
    const first = await contents.read('k', file);
    expect(JSON.parse(first.text).problem).toContain('Nothing is listening at http://127.0.0.1:4434.');
    clock.now += 4_000;
    expect(await contents.read('k', file)).toEqual(first);
    expect(directory.requests).toHaveLength(1);
    clock.now += 2_000;
    directory.sessionAnswers.set(sessionId, aSession());
    expect((await contents.read('k', file)).text).toContain('"active": true');
    expect(directory.requests).toHaveLength(2);
  });

  test('is announced when a list of the server is read', async () => {
    const { directory, contents, changed } = setup();
    directory.sessionAnswers.set(sessionId, refused());
    await contents.read('k', file);
    directory.phase = { kind: 'failed', at: 'refresh', failure: refused().failure };
    directory.change({ kind: 'identities', rows: 'all', edges: true });
    expect(changed).toEqual([]);
    directory.phase = { kind: 'ready' };
    directory.change({ kind: 'identities', rows: 'all', edges: true });
    expect(changed).toEqual(['k']);
    directory.sessionAnswers.set(sessionId, aSession());
    expect((await contents.read('k', file)).text).toContain('"active": true');
  });

  test('does not announce a file for its own failed request', async () => {
    const { directory, contents, changed } = setup();
    directory.sessionAnswers.set(sessionId, new KratosError({ kind: 'serverError', status: 500, reason: undefined }));
    await contents.read('k', file);
    directory.change({ kind: 'session', sessionId, identityId });
    expect(changed).toEqual([]);
  });
});

describe('a connection that is gone', () => {
  test('makes its file a JSON problem until the connection is back', async () => {
    const { directory, connections, contents, changed } = setup();
    directory.sessionsKnown.set(sessionId, aSession());
    const before = await contents.read('k', file);
    connections.set('acme', undefined);
    expect(changed).toEqual(['k']);
    expect(directory.listeners).toBe(0);
    expect(JSON.parse((await contents.read('k', file)).text).problem).toContain(
      'The connection of this file no longer exists.',
    );

    const again = new FakeDirectory();
    again.sessionsKnown.set(sessionId, aSession());
    connections.set('acme', again);
    expect(changed).toEqual(['k', 'k']);
    const after = await contents.read('k', file);
    expect(after.text).toBe(before.text);
    again.hold(sessionId, aSession({ active: false }));
    expect(changed).toEqual(['k', 'k', 'k']);
  });

  test('does not announce files of other connections', async () => {
    const { directory, connections, contents, changed } = setup();
    directory.sessionsKnown.set(sessionId, aSession());
    await contents.read('k', file);
    connections.set('other', new FakeDirectory());
    connections.set('other', undefined);
    expect(changed).toEqual([]);
  });
});

test('stops listening after dispose', async () => {
  const { directory, connections, contents, changed } = setup();
  directory.sessionsKnown.set(sessionId, aSession());
  await contents.read('k', file);
  contents.dispose();
  directory.hold(sessionId, undefined);
  connections.set('acme', undefined);
  expect(directory.listeners).toBe(0);
  expect(changed).toEqual([]);
});
