import { describe, expect, it, test, vi } from 'vitest';
import type { Connection } from '../../../../src/connections/connection.ts';
import type { ListState } from '../../../../src/core/directory/listState.ts';
import type { SessionFilter } from '../../../../src/core/kratos/createKratosClient.ts';
import type { ListEnd } from '../../../../src/core/kratos/listReader.ts';
import type { Session } from '../../../../src/core/kratos/session.ts';
import { SessionReading } from '../../../../src/pages/host/session/sessionReading.ts';
import { aConnection } from '../../builders/connectionBuilder.ts';
import { adaId, anIdentity, wireIdentityInSession } from '../../builders/identityBuilder.ts';
import { aSession, uuid } from '../../builders/sessionBuilder.ts';
import { FakeConnections } from '../../files/fakeConnections.ts';
import { FakeDirectory, refused } from '../../files/fakeDirectory.ts';

const id = uuid(1);
const ref = { connectionId: 'acme', identityId: adaId, sessionId: id };

function reading({ known = false } = {}) {
  const directory = new FakeDirectory();
  const session = aSession();
  directory.sessionAnswers.set(id, session);
  if (known) {
    directory.sessionsKnown.set(id, session);
  }
  const connections = new FakeConnections({ acme: directory });
  return { directory, connections, session, reading: new SessionReading(ref, connections) };
}

describe('opening a session', () => {
  it('sends no request when the session is known', async () => {
    const { directory, reading: opened, session } = reading({ known: true });
    await opened.open();
    expect(directory.requests).toEqual([]);
    expect(opened.session).toBe(session);
    expect(opened.phase).toEqual({ kind: 'ready' });
    expect(opened.readAt).toBeUndefined();
  });

  it('reads an unknown session once for all panels', async () => {
    const { directory, reading: opened, session } = reading();
    expect(opened.phase).toEqual({ kind: 'unread' });
    const both = [opened.open(), opened.open()];
    expect(opened.phase).toEqual({ kind: 'reading' });
    await Promise.all(both);
    expect(directory.requests).toEqual([`session ${id}`]);
    expect(opened.session).toBe(session);
    expect(opened.readAt).toBeInstanceOf(Date);
  });

  it('reports the session as gone when the server has no session with its id', async () => {
    const { directory, reading: opened } = reading();
    directory.sessionAnswers.delete(id);
    await opened.open();
    expect(opened.phase).toEqual({ kind: 'gone' });
    expect(opened.session).toBeUndefined();
  });
});

describe('a session that waits for the rate limit', () => {
  it('reports changes of the wait only while the session is read', async () => {
    const { directory, reading: opened } = reading();
    const waits: (number | undefined)[] = [];
    directory.waits.set('item', 12);
    expect(opened.waiting).toBeUndefined();
    const end = opened.open();
    opened.onDidChange(() => waits.push(opened.waiting));
    directory.waits.set('item', 11);
    directory.change({ kind: 'waiting' });
    directory.change({ kind: 'waiting' });
    expect(waits).toEqual([11]);
    await end;
    directory.change({ kind: 'waiting' });
    expect(waits).toEqual([11, undefined]);
  });

  it('can be cancelled and read again', async () => {
    const { directory, reading: opened, session } = reading();
    const end = opened.open();
    opened.cancel();
    expect(opened.phase).toEqual({ kind: 'failed', failure: { kind: 'cancelled' } });
    expect(directory.signals[0]?.aborted).toBe(true);
    await end;
    expect(opened.phase.kind).toBe('failed');
    await opened.refresh();
    expect(opened.session).toBe(session);
  });
});

describe('refreshing a session', () => {
  it('reads a known session again and records the time', async () => {
    const { directory, reading: opened } = reading({ known: true });
    const fresh = aSession({ active: false });
    directory.sessionAnswers.set(id, fresh);
    await opened.refresh();
    expect(opened.session).toBe(fresh);
    expect(opened.readAt).toBeInstanceOf(Date);
  });

  it('keeps the session when a refresh fails, and recovers with the next one', async () => {
    const { directory, reading: opened, session } = reading({ known: true });
    directory.sessionAnswers.set(id, refused());
    await opened.refresh();
    expect(opened.phase).toMatchObject({ kind: 'failed', failure: { kind: 'refused' } });
    expect(opened.session).toBe(session);
    directory.sessionAnswers.set(id, session);
    await opened.open();
    expect(opened.phase).toEqual({ kind: 'ready' });
  });
});

test('requests consent again when the user retries, but not on open or refresh', async () => {
  const { connections, reading: opened } = reading({ known: false });
  await opened.open();
  await opened.refresh();
  expect(connections.askedAgain).toEqual([]);
  await opened.tryAgain();
  expect(connections.askedAgain).toEqual(['acme']);
});

describe('a session that is read elsewhere', () => {
  it('is updated when the directory reads it again', () => {
    const { directory, reading: opened } = reading({ known: true });
    const phases: string[] = [];
    opened.onDidChange(() => phases.push(opened.phase.kind));
    const fresh = aSession({ active: false });
    directory.hold(id, fresh);
    expect(opened.session).toBe(fresh);
    expect(phases).toEqual(['ready']);
  });

  it('replaces a failure when the directory reads it', async () => {
    const { directory, reading: opened } = reading();
    directory.sessionAnswers.set(id, refused());
    await opened.open();
    directory.hold(id, aSession());
    expect(opened.phase).toEqual({ kind: 'ready' });
  });

  it('does not change when another session or list is read', () => {
    const { directory, reading: opened } = reading({ known: true });
    const changed = vi.fn();
    opened.onDidChange(changed);
    directory.hold(uuid(2), aSession({ id: uuid(2) }));
    directory.change({ kind: 'sessions', identityId: adaId, rows: 'all', edges: true });
    directory.change({ kind: 'identities', rows: 'all', edges: true });
    expect(changed).not.toHaveBeenCalled();
  });

  it('updates its identity when a list of identities contains it', () => {
    const { directory, reading: opened } = reading({ known: true });
    const changed = vi.fn();
    opened.onDidChange(changed);
    const disabled = anIdentity({ state: 'inactive' });
    directory.identitiesKnown.set(adaId, disabled);
    directory.change({ kind: 'identities', rows: 'all', edges: true });
    directory.change({ kind: 'identity', identityId: adaId });
    expect(changed).toHaveBeenCalledOnce();
    expect(opened.identity).toBe(disabled);
    expect(opened.identityState).toBe('inactive');
  });

  it('becomes unread when its disabled identity is enabled again', async () => {
    const { directory, reading: opened } = reading({ known: true });
    directory.identitiesKnown.set(adaId, anIdentity({ state: 'inactive' }));
    directory.hold(id, aSession({ active: false, identity: wireIdentityInSession({ state: 'inactive' }) }));
    expect(opened.phase).toEqual({ kind: 'ready' });

    directory.identitiesKnown.set(adaId, anIdentity({ state: 'active' }));
    directory.change({ kind: 'identity', identityId: adaId });
    expect(opened.phase).toEqual({ kind: 'unread' });
    await opened.open();
    expect(opened.session?.active).toBe(true);
    directory.change({ kind: 'identities', rows: 'all', edges: true });
    expect(opened.phase).toEqual({ kind: 'ready' });
  });

  it('becomes unread when a list no longer has it, then gone, then ready when it is back', async () => {
    const { directory, reading: opened, session } = reading({ known: true });
    directory.sessionAnswers.delete(id);
    directory.hold(id, undefined);
    expect(opened.phase).toEqual({ kind: 'unread' });
    expect(opened.session).toBe(session);
    await opened.open();
    expect(opened.phase).toEqual({ kind: 'gone' });
    expect(opened.session).toBe(session);
    directory.hold(id, aSession());
    expect(opened.phase).toEqual({ kind: 'ready' });
  });
});

describe('the other sessions of the identity', () => {
  class CountedDirectory extends FakeDirectory {
    total: number | undefined;
    items: readonly Session[] | undefined;
    filter: SessionFilter = 'all';
    outdated = false;
    override sessionsState(): ListState<Session> {
      const end: ListEnd = this.items === undefined ? { kind: 'more' } : { kind: 'complete', by: 'count' };
      return {
        phase: { kind: 'ready' },
        items: this.items ?? [],
        total: this.total,
        end,
        readAt: undefined,
        outdated: this.outdated,
      };
    }
    override sessionFilter() {
      return this.filter as 'all';
    }
  }

  it('are counted from the total of the tree without this session', () => {
    const directory = new CountedDirectory();
    const opened = new SessionReading(ref, new FakeConnections({ acme: directory }));
    const counts: (number | undefined)[] = [opened.otherSessions];
    opened.onDidChange(() => counts.push(opened.otherSessions));
    for (const total of [51, 51, 52]) {
      directory.total = total;
      directory.change({ kind: 'sessions', identityId: adaId, rows: 'all', edges: true });
    }
    expect(counts).toEqual([undefined, 50, 51]);
    expect(directory.requests).toEqual([]);
  });

  it('are not counted from an outdated list', () => {
    const directory = new CountedDirectory();
    directory.total = 51;
    directory.outdated = true;
    const opened = new SessionReading(ref, new FakeConnections({ acme: directory }));
    expect(opened.otherSessions).toBeUndefined();
    directory.outdated = false;
    expect(opened.otherSessions).toBe(50);
  });

  it('are counted from the items of a complete list, with or without this session', () => {
    const directory = new CountedDirectory();
    const opened = new SessionReading(ref, new FakeConnections({ acme: directory }));
    const others: (number | undefined)[] = [];
    for (const items of [[aSession(), aSession({ id: uuid(2) })], [aSession({ id: uuid(2) })], [aSession()], []]) {
      directory.items = items;
      directory.total = items.length;
      others.push(opened.otherSessions);
    }
    expect(others).toEqual([1, 1, 0, undefined]);
  });

  it('are not counted when this session is gone and may be part of the total', async () => {
    const directory = new CountedDirectory();
    directory.total = 1;
    const opened = new SessionReading(ref, new FakeConnections({ acme: directory }));
    expect(opened.otherSessions).toBe(0);
    await opened.open();
    expect(opened.phase).toEqual({ kind: 'gone' });
    expect(opened.otherSessions).toBeUndefined();
  });

  it('are not counted from a filtered list', () => {
    const directory = new CountedDirectory();
    directory.total = 7;
    directory.filter = 'active';
    expect(new SessionReading(ref, new FakeConnections({ acme: directory })).otherSessions).toBeUndefined();
  });
});

test('shows changed facts of the connection without a request', () => {
  class DescribedConnections extends FakeConnections {
    described = aConnection();
    override get() {
      return this.described;
    }
  }
  const directory = new FakeDirectory();
  const connections = new DescribedConnections({ acme: directory });
  const opened = new SessionReading(ref, connections);
  const shown: (Connection | undefined)[] = [];
  opened.onDidChange(() => shown.push(opened.connection));
  connections.set('elsewhere', new FakeDirectory());
  connections.described = aConnection({ production: true });
  connections.set('acme', directory);
  expect(shown).toEqual([connections.described]);
  expect(directory.requests).toEqual([]);
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
    const returned = new FakeDirectory();
    const fresh = aSession({ active: false });
    returned.sessionAnswers.set(id, fresh);
    connections.set('acme', returned);
    expect(opened.phase).toEqual({ kind: 'unread' });
    await opened.open();
    expect(opened.session).toBe(fresh);
  });

  it('drops the session of the previous server when the connection leads to another one', async () => {
    const { connections, reading: opened } = reading({ known: true });
    connections.urls.set('acme', new URL('http://elsewhere.test:4434'));
    connections.set('acme', new FakeDirectory());
    expect(opened.session).toBeUndefined();
    await opened.open();
    expect(opened.phase).toEqual({ kind: 'gone' });
    expect(opened.session).toBeUndefined();
  });

  it('ignores changes of other connections', () => {
    const { connections, reading: opened } = reading({ known: true });
    connections.set('other', new FakeDirectory());
    expect(opened.phase).toEqual({ kind: 'ready' });
  });
});

describe('closing a session', () => {
  it('aborts the request and stops listening', async () => {
    const { directory, reading: opened } = reading();
    let answer: (session: ReturnType<typeof aSession>) => void = () => {};
    directory.sessionAnswers.set(
      id,
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    const opening = opened.open();
    opened.dispose();
    expect(directory.signals[0]?.aborted).toBe(true);
    expect(directory.listeners).toBe(0);
    answer(aSession());
    await opening;
    expect(opened.session).toBeUndefined();
  });

  it('sends no request afterwards', async () => {
    const { directory, reading: opened } = reading({ known: true });
    opened.dispose();
    await opened.tryAgain();
    expect(directory.requests).toEqual([]);
  });
});
