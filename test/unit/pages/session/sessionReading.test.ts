import { describe, expect, it, test, vi } from 'vitest';
import type { Connection } from '../../../../src/connections/connection.ts';
import { SessionReading } from '../../../../src/pages/host/session/sessionReading.ts';
import { aConnection } from '../../builders/connectionBuilder.ts';
import { adaId, anIdentity, wireIdentityInSession } from '../../builders/identityBuilder.ts';
import { aSession, sessionsOf, uuid } from '../../builders/sessionBuilder.ts';
import { countListeners } from '../../fakes/countListeners.ts';
import { FakeConnections } from '../../fakes/fakeConnections.ts';
import { FakeKratos, refused } from '../../fakes/fakeKratos.ts';
import { FakeWaits } from '../../fakes/fakeWaits.ts';

const id = uuid(1);
const ref = { connectionId: 'acme', identityId: adaId, sessionId: id };

/** Opens a session that the server has, and that is known without a request if `known`. */
function reading({ known = false, session = aSession() } = {}) {
  const server = new FakeKratos();
  server.put(session);
  const waits = new FakeWaits();
  const directory = server.open({ pageSize: 10, waits });
  const listeners = countListeners(directory);
  if (known) {
    directory.pinFoundSession(adaId, session);
  }
  const connections = new FakeConnections({ acme: directory });
  return { server, waits, directory, listeners, connections, session, reading: new SessionReading(ref, connections) };
}

describe('opening a session', () => {
  it('sends no request when the session is known', async () => {
    const { server, reading: opened, session } = reading({ known: true });
    await opened.open();
    expect(server.requests).toEqual([]);
    expect(opened.session).toBe(session);
    expect(opened.phase).toEqual({ kind: 'ready' });
    expect(opened.readAt).toBeUndefined();
  });

  it('reads an unknown session once for all panels', async () => {
    const { server, reading: opened, session } = reading();
    expect(opened.phase).toEqual({ kind: 'unread' });
    const both = [opened.open(), opened.open()];
    expect(opened.phase).toEqual({ kind: 'reading' });
    await Promise.all(both);
    expect(server.requests).toEqual([`session ${id}`]);
    expect(opened.session).toBe(session);
    expect(opened.readAt).toBeInstanceOf(Date);
  });

  it('reports the session as gone when the server has no session with its id', async () => {
    const { server, reading: opened } = reading();
    server.sessionsHeld.clear();
    await opened.open();
    expect(opened.phase).toEqual({ kind: 'gone' });
    expect(opened.session).toBeUndefined();
  });
});

describe('a session that waits for the rate limit', () => {
  it('reports changes of the wait only while the session is read', async () => {
    const { waits, reading: opened } = reading();
    const shown: (number | undefined)[] = [];
    waits.set('item', 12);
    expect(opened.waiting).toBeUndefined();
    const end = opened.open();
    opened.onDidChange(() => shown.push(opened.waiting));
    waits.set('item', 11);
    waits.set('item', 11);
    expect(shown).toEqual([11]);
    await end;
    waits.set('item', 11);
    expect(shown).toEqual([11, undefined]);
  });

  it('can be cancelled and read again', async () => {
    const { server, reading: opened, session } = reading();
    server.answersAfter = () => Promise.withResolvers<void>().promise;
    const end = opened.open();
    await expect.poll(() => server.signals).toHaveLength(1);
    opened.cancel();
    expect(opened.phase).toEqual({ kind: 'failed', failure: { kind: 'cancelled' } });
    await end;
    expect(server.signals[0]?.aborted).toBe(true);
    expect(opened.phase.kind).toBe('failed');
    server.answersAfter = undefined;
    await opened.refresh();
    expect(opened.session).toBe(session);
  });
});

describe('refreshing a session', () => {
  it('reads a known session again and records the time', async () => {
    const { server, reading: opened } = reading({ known: true });
    const fresh = aSession({ active: false });
    server.put(fresh);
    await opened.refresh();
    expect(opened.session).toBe(fresh);
    expect(opened.readAt).toBeInstanceOf(Date);
  });

  it('keeps the session when a refresh fails, and recovers with the next one', async () => {
    const { server, reading: opened, session } = reading({ known: true });
    server.failure = refused;
    await opened.refresh();
    expect(opened.phase).toMatchObject({ kind: 'failed', failure: { kind: 'refused' } });
    expect(opened.session).toBe(session);
    server.failure = undefined;
    await opened.open();
    expect(opened.phase).toEqual({ kind: 'ready' });
  });
});

test('requests consent again when the user retries, but not on open or refresh', async () => {
  const { connections, reading: opened } = reading({ known: false });
  await opened.open();
  await opened.refresh();
  expect(connections.consentResets).toEqual([]);
  await opened.tryAgain();
  expect(connections.consentResets).toEqual(['acme']);
});

describe('a session that is read elsewhere', () => {
  it('is updated when the directory reads it again', async () => {
    const { server, directory, reading: opened } = reading({ known: true });
    const phases: string[] = [];
    opened.onDidChange(() => phases.push(opened.phase.kind));
    const fresh = aSession({ active: false });
    server.put(fresh);
    await directory.readSession(id);
    expect(opened.session).toBe(fresh);
    expect(phases).toEqual(['ready']);
  });

  it('replaces a failure when the directory reads it', async () => {
    const { server, directory, reading: opened } = reading();
    server.failure = refused;
    await opened.open();
    server.failure = undefined;
    await directory.readSession(id);
    expect(opened.phase).toEqual({ kind: 'ready' });
  });

  it('does not change when another session or list is read', async () => {
    const { server, directory, reading: opened } = reading({ known: true });
    const changed = vi.fn();
    opened.onDidChange(changed);
    server.put(aSession({ id: uuid(2) }));
    await directory.readSession(uuid(2));
    directory.setSessionFilter(adaId, 'active');
    await directory.sessionsOf(adaId).open();
    await directory.identities.open();
    expect(changed).not.toHaveBeenCalled();
  });

  it('updates its identity when a list of identities contains it', async () => {
    const { server, directory, reading: opened } = reading({ known: true });
    const changed = vi.fn();
    opened.onDidChange(changed);
    const disabled = anIdentity({ state: 'inactive' });
    server.put(disabled);
    await directory.identities.open();
    expect(changed).toHaveBeenCalledOnce();
    expect(opened.identity).toBe(disabled);
    expect(opened.identityState).toBe('inactive');
  });

  it('becomes unread when its disabled identity is enabled again', async () => {
    const session = aSession({ active: false, identity: wireIdentityInSession({ state: 'inactive' }) });
    const { server, directory, reading: opened } = reading({ known: true, session });
    expect(opened.phase).toEqual({ kind: 'ready' });

    server.put(anIdentity({ state: 'active' }), aSession());
    await directory.readIdentity(adaId);
    expect(opened.phase).toEqual({ kind: 'unread' });
    await opened.open();
    expect(opened.session?.active).toBe(true);
    await directory.identities.open();
    expect(opened.phase).toEqual({ kind: 'ready' });
  });

  it('becomes unread when a list no longer has it, then gone, then ready when it is back', async () => {
    const { server, directory, reading: opened, session } = reading({ known: true });
    server.sessionsHeld.clear();
    server.put(anIdentity());
    await directory.sessionsOf(adaId).open();
    expect(opened.phase).toEqual({ kind: 'unread' });
    expect(opened.session).toBe(session);
    await opened.open();
    expect(opened.phase).toEqual({ kind: 'gone' });
    expect(opened.session).toBe(session);
    server.put(aSession());
    await directory.readSession(id);
    expect(opened.phase).toEqual({ kind: 'ready' });
  });
});

describe('the other sessions of the identity', () => {
  it('are counted from the total of the tree without this session', async () => {
    const { server, directory, reading: opened } = reading();
    const counts: (number | undefined)[] = [opened.otherSessions];
    opened.onDidChange(() => counts.push(opened.otherSessions));
    for (const total of [51, 51, 52]) {
      // This session is the last one, so that no page that is read holds it.
      server.sessionsHeld.set(adaId, sessionsOf(total).toReversed());
      await directory.sessionsOf(adaId).refresh();
    }
    expect(counts).toEqual([undefined, 50, 51]);
    expect(server.requests).toEqual(Array(3).fill('all sessions 0'));
  });

  it('are not counted from an outdated list', async () => {
    const { server, directory, reading: opened } = reading();
    server.sessionsHeld.set(adaId, sessionsOf(51));
    await directory.sessionsOf(adaId).open();
    directory.outdateSessions(new Set());
    expect(opened.otherSessions).toBeUndefined();
    await directory.sessionsOf(adaId).refresh();
    expect(opened.otherSessions).toBe(50);
  });

  it('are counted from the items of a complete list, with or without this session', async () => {
    const { server, directory, reading: opened } = reading();
    const others: (number | undefined)[] = [];
    for (const items of [[aSession(), aSession({ id: uuid(2) })], [aSession({ id: uuid(2) })], [aSession()], []]) {
      server.sessionsHeld.set(adaId, items);
      await directory.sessionsOf(adaId).refresh();
      others.push(opened.otherSessions);
    }
    expect(others).toEqual([1, 1, 0, undefined]);
  });

  it('are not counted when this session is gone and may be part of the total', async () => {
    const { server, directory, reading: opened } = reading();
    server.sessionsHeld.set(adaId, sessionsOf(20).slice(1));
    await directory.sessionsOf(adaId).open();
    expect(opened.otherSessions).toBe(18);
    await opened.open();
    expect(opened.phase).toEqual({ kind: 'gone' });
    expect(opened.otherSessions).toBeUndefined();
  });

  it('are not counted from a filtered list', async () => {
    const { server, directory, reading: opened } = reading();
    server.sessionsHeld.set(adaId, sessionsOf(7));
    directory.setSessionFilter(adaId, 'active');
    await directory.sessionsOf(adaId).open();
    expect(opened.otherSessions).toBeUndefined();
  });
});

test('shows changed facts of the connection without a request', () => {
  class DescribedConnections extends FakeConnections {
    described = aConnection();
    override get() {
      return this.described;
    }
  }
  const server = new FakeKratos();
  const directory = server.open();
  const connections = new DescribedConnections({ acme: directory });
  const opened = new SessionReading(ref, connections);
  const shown: (Connection | undefined)[] = [];
  opened.onDidChange(() => shown.push(opened.connection));
  connections.set('elsewhere', new FakeKratos().open());
  connections.described = aConnection({ production: true });
  connections.set('acme', directory);
  expect(shown).toEqual([connections.described]);
  expect(server.requests).toEqual([]);
});

describe('a connection that is gone', () => {
  it('is reported without a request when a file is opened', async () => {
    const opened = new SessionReading(ref, new FakeConnections());
    await opened.open();
    expect(opened.phase).toEqual({ kind: 'noConnection' });
  });

  it('keeps the session and the name, and reads again when the connection is back', async () => {
    const { connections, reading: opened, session } = reading({ known: true });
    await connections.remove('acme');
    expect(opened.phase).toEqual({ kind: 'noConnection' });
    expect(opened.session).toBe(session);
    expect(opened.connection?.name).toBe('Name of acme');
    const returned = new FakeKratos();
    const fresh = aSession({ active: false });
    returned.put(fresh);
    connections.set('acme', returned.open());
    expect(opened.phase).toEqual({ kind: 'unread' });
    await opened.open();
    expect(opened.session).toBe(fresh);
  });

  it('drops the session of the previous server when the connection leads to another one', async () => {
    const { connections, reading: opened } = reading({ known: true });
    connections.urls.set('acme', new URL('http://elsewhere.test:4434'));
    connections.set('acme', new FakeKratos().open());
    expect(opened.session).toBeUndefined();
    await opened.open();
    expect(opened.phase).toEqual({ kind: 'gone' });
    expect(opened.session).toBeUndefined();
  });

  it('ignores changes of other connections', () => {
    const { connections, reading: opened } = reading({ known: true });
    connections.set('other', new FakeKratos().open());
    expect(opened.phase).toEqual({ kind: 'ready' });
  });
});

describe('closing a session', () => {
  it('aborts the request and stops listening', async () => {
    const { server, listeners, reading: opened } = reading();
    const answer = Promise.withResolvers<void>();
    server.answersAfter = () => answer.promise;
    const opening = opened.open();
    await expect.poll(() => server.signals).toHaveLength(1);
    opened.dispose();
    expect(listeners()).toBe(0);
    answer.resolve();
    await opening;
    expect(server.signals[0]?.aborted).toBe(true);
    expect(opened.session).toBeUndefined();
  });

  it('sends no request afterwards', async () => {
    const { server, reading: opened } = reading({ known: true });
    opened.dispose();
    await opened.tryAgain();
    expect(server.requests).toEqual([]);
  });
});
