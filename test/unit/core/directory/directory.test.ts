import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DirectoryChange } from '../../../../src/core/directory/directoryChange.ts';
import { exactText } from '../../../../src/core/kratos/json/exactJson.ts';
import { DemoDirectory } from './demoDirectory.ts';

const unknownId = '00000000-0000-4000-8000-000000000000';

let demo: DemoDirectory;

beforeEach(async () => {
  demo = await DemoDirectory.start();
});

afterEach(() => demo.close());

test('sends no request before a list is opened', () => {
  expect(demo.directory.identities.state.phase).toEqual({ kind: 'idle' });
  expect(demo.directory.sessionsOf(unknownId).state.phase).toEqual({ kind: 'idle' });
  expect(demo.takeRequests()).toEqual([]);
});

test('remembers the identities that it listed', async () => {
  await demo.directory.identities.open();
  const [first] = demo.directory.identities.state.items;
  expect(demo.directory.identities.state.items).toHaveLength(10);
  expect(demo.directory.knownIdentity(first?.id ?? '')).toBe(first);
  expect(demo.takeChanges()).toEqual(['identities', 'identities']);
  await demo.directory.identity(first?.id ?? '');
  expect(demo.takeRequests()).toHaveLength(1);
});

test('uses the current page size each time that a list is read from its start', async () => {
  await demo.directory.identities.open();
  demo.pageSize = 20;
  await demo.directory.identities.refresh();
  expect(demo.directory.identities.state.items).toHaveLength(20);
});

test('creates a new list of identities for a new filter, and keeps the list for the same filter', async () => {
  const all = demo.directory.identities;
  await all.open();
  demo.directory.identityFilter = 'ada@';
  const filtered = demo.directory.identities;
  expect(filtered).not.toBe(all);
  demo.directory.identityFilter = 'ada@';
  expect(demo.directory.identities).toBe(filtered);
  demo.takeChanges();
  await filtered.open();
  expect(filtered.state.items.map(({ id }) => id)).toEqual([demo.server.people.ada]);
  // The identity changes once more because a filtered response includes its credentials.
  expect(demo.takeChanges()).toEqual(['identities', 'identities', `identity ${demo.server.people.ada}`]);
});

test('reads the sessions of an identity that was just read with one request, even when it has none', async () => {
  const identityId = await demo.addReadIdentity(0);
  expect(await demo.openSessions(identityId)).toEqual([]);
  expect(demo.takeRequests()).toHaveLength(1);
  expect(new Set(demo.takeChanges())).toEqual(new Set([`sessions ${identityId}`]));
});

test('marks every list of sessions that was read as outdated except the given ones, without a request', async () => {
  const [folded, unfolded, unread] = [
    await demo.addReadIdentity(3),
    await demo.addReadIdentity(3),
    await demo.addReadIdentity(3),
  ];
  await demo.openSessions(folded);
  await demo.openSessions(unfolded);
  demo.takeRequests();
  demo.takeChanges();
  demo.directory.outdateSessions(new Set([unfolded]));
  expect(demo.directory.sessionsState(folded)?.outdated).toBe(true);
  expect(demo.directory.sessionsState(unfolded)?.outdated).toBe(false);
  expect(demo.directory.sessionsState(unread)).toBeUndefined();
  expect(demo.takeChanges()).toEqual([`sessions ${folded}`]);
  expect(demo.takeRequests()).toEqual([]);
});

test('creates a new list for a session filter for one identity only', async () => {
  const [one, other] = [await demo.addReadIdentity(3), await demo.addReadIdentity(3)];
  const [lists, otherList] = [demo.directory.sessionsOf(one), demo.directory.sessionsOf(other)];
  const [revoked] = await demo.openSessions(one);
  demo.server.data.revokeSession(revoked ?? '');
  demo.takeChanges();
  demo.directory.setSessionFilter(one, 'inactive');
  expect(demo.takeChanges()).toEqual([`sessions ${one}`]);
  expect(demo.directory.sessionsOf(one)).not.toBe(lists);
  expect(demo.directory.sessionsOf(other)).toBe(otherList);
  expect(await demo.openSessions(one)).toEqual([revoked]);
  expect(demo.directory.sessionFilter(other)).toBe('all');
});

test('announces each session that a refresh changed or no longer lists, and no other session', async () => {
  const identityId = await demo.addReadIdentity(4);
  const [, changed = '', gone = ''] = await demo.openSessions(identityId);
  demo.server.data.revokeSession(changed);
  demo.server.data.deleteSession(gone);
  demo.takeChanges();
  await demo.directory.sessionsOf(identityId).refresh();
  const sessions = demo.takeChanges().filter((line) => line.startsWith('session '));
  expect(sessions.toSorted()).toEqual(
    [`session ${changed} of ${identityId}`, `session ${gone} of ${identityId}`].toSorted(),
  );
  expect(demo.directory.knownSession(gone)).toBeUndefined();
});

test('lists each of 1203 sessions exactly once', async () => {
  demo.pageSize = 250;
  const { ada } = demo.server.people;
  await demo.directory.sessionsOf(ada).all();
  const { items, total, end, phase } = demo.directory.sessionsOf(ada).state;
  expect(phase).toEqual({ kind: 'ready' });
  expect(new Set(items.map(({ id }) => id)).size).toBe(1203);
  expect([items.length, total, end.kind]).toEqual([1203, 1203, 'complete']);
  const last = items.at(-1);
  expect(demo.directory.knownSession(last?.id ?? '')).toBe(last);
  expect(last === undefined ? '' : exactText(last.json)).toContain(last?.id);
});

test('completes the list and calls the other listeners when a listener throws', async () => {
  const failures: unknown[] = [];
  const keep = (error: unknown) => failures.push(error);
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException').on('uncaughtException', keep);
  try {
    demo.directory.onDidChange(() => {
      throw new Error('a defect');
    });
    const after: DirectoryChange[] = [];
    demo.directory.onDidChange((change) => after.push(change));
    await demo.directory.identities.open();
    expect(demo.directory.identities.state.phase).toEqual({ kind: 'ready' });
    expect(after).toHaveLength(2);
    expect(failures).toHaveLength(2);
  } finally {
    process.removeAllListeners('uncaughtException');
    for (const other of others) {
      process.on('uncaughtException', other);
    }
  }
});

test('cancels open requests on dispose, and announces no change', async () => {
  demo.server.faults.add({ times: 10, failing: { kind: 'hang' } });
  const list = demo.directory.sessionsOf(demo.server.people.ada);
  const underWay = [list.open(), demo.directory.readIdentity(demo.server.people.ada).catch((error: unknown) => error)];
  demo.takeChanges();
  demo.directory.dispose();
  const [, failure] = await Promise.all(underWay);
  expect(failure).toMatchObject({ failure: { kind: 'cancelled' } });
  expect(list.state.phase).toMatchObject({ kind: 'failed', failure: { kind: 'cancelled' } });
  expect(demo.takeChanges()).toEqual([]);
});
