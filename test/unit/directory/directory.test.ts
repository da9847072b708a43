import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DemoServer, startDemoServer } from '../../../src/demo/demoServer.ts';
import type { Directory, DirectoryChange } from '../../../src/directory/directory.ts';
import { defaultOptions } from '../../../src/http/connectionOptions.ts';
import { UndiciTransport } from '../../../src/http/undiciTransport.ts';
import { exactText } from '../../../src/kratos/json/exactJson.ts';
import { directoryOver } from './directoryOver.ts';

const nobody = '00000000-0000-4000-8000-000000000000';

const notFound = {
  kind: 'status',
  status: 404,
  message: 'Unable to locate the resource',
} as const;

let server: DemoServer;
let directory: Directory;
let changes: DirectoryChange[];
let pageSize = 10;
let now: number;

beforeEach(async () => {
  server = await startDemoServer({ identities: 60 });
  pageSize = 10;
  now = Date.now();
  directory = directoryOver(new UndiciTransport(defaultOptions(new URL(server.url))), {
    pageSize: () => pageSize,
    now: () => now,
  });
  changes = [];
  directory.onDidChange((change) => changes.push(change));
});

afterEach(async () => {
  directory.dispose();
  await server.close();
});

/** What was asked since the last time, without the address. */
function asked(): string[] {
  return server.requests.splice(0).map(({ target }) => target);
}

/** Kinds and ids of what was told since the last time, one line for each. */
function told(): string[] {
  return changes.splice(0).map(lineOf);
}

function lineOf(change: DirectoryChange): string {
  switch (change.kind) {
    case 'identities':
      return 'identities';
    case 'sessions':
    case 'identity':
      return `${change.kind} ${change.identityId}`;
    case 'session':
      return `session ${change.sessionId} of ${change.identityId}`;
    case 'waiting':
      return 'waiting';
  }
}

function person(count: number): string {
  return server.data.addIdentity({ count }).id;
}

async function openedSessions(identityId: string): Promise<string[]> {
  const list = directory.sessionsOf(identityId);
  await list.open();
  expect(list.state.phase).toEqual({ kind: 'ready' });
  return list.state.items.map(({ id }) => id);
}

async function listedPerson(count: number): Promise<string> {
  const identityId = person(count);
  await directory.readIdentity(identityId);
  asked();
  told();
  return identityId;
}

test('nothing is asked before someone looks', () => {
  expect(directory.identities.state.phase).toEqual({ kind: 'idle' });
  expect(directory.sessionsOf(nobody).state.phase).toEqual({ kind: 'idle' });
  expect(asked()).toEqual([]);
});

test('the list of identities makes its rows known', async () => {
  await directory.identities.open();
  const [first] = directory.identities.state.items;
  expect(directory.identities.state.items).toHaveLength(10);
  expect(directory.knownIdentity(first?.id ?? '')).toBe(first);
  expect(told()).toEqual(['identities', 'identities']);
  await directory.identity(first?.id ?? '');
  expect(asked()).toHaveLength(1);
});

test('the page size is asked for when a list is read from the start', async () => {
  await directory.identities.open();
  pageSize = 20;
  await directory.identities.refresh();
  expect(directory.identities.state.items).toHaveLength(20);
});

test('a filter makes a new list of identities, and the same filter does not', async () => {
  const all = directory.identities;
  await all.open();
  directory.identityFilter = 'ada@';
  const filtered = directory.identities;
  expect(filtered).not.toBe(all);
  directory.identityFilter = 'ada@';
  expect(directory.identities).toBe(filtered);
  told();
  await filtered.open();
  expect(filtered.state.items.map(({ id }) => id)).toEqual([server.people.ada]);
  // She was known from the list, and is told of once more: a filtered answer knows her credentials, too.
  expect(told()).toEqual(['identities', 'identities', `identity ${server.people.ada}`]);
});

test('sessions of a known identity cost one request, also when there are none', async () => {
  const identityId = await listedPerson(0);
  expect(await openedSessions(identityId)).toEqual([]);
  expect(asked()).toHaveLength(1);
  expect(new Set(told())).toEqual(new Set([`sessions ${identityId}`]));
});

test('an identity that nothing has shown is asked for when its sessions are empty', async () => {
  const identityId = person(0);
  expect(await openedSessions(identityId)).toEqual([]);
  expect(asked().filter((target) => target === `/admin/identities/${identityId}`)).toHaveLength(1);
  expect(directory.knownIdentity(identityId)?.id).toBe(identityId);
});

test('an identity that was shown a while ago is asked for when its sessions are empty, for it may be gone with them', async () => {
  await directory.identities.open();
  const { noSessions } = server.people;
  now += 59_000;
  asked();
  await directory.sessionsOf(noSessions).open();
  expect(asked()).toHaveLength(1);

  now += 1_000;
  server.data.deleteIdentity(noSessions);
  await directory.sessionsOf(noSessions).refresh();
  expect(directory.knownIdentity(noSessions)).toBeUndefined();
  expect(directory.identities.state.items.map(({ id }) => id)).not.toContain(noSessions);
});

test('an unknown identity is told to be gone before its list is shown as empty', async () => {
  const phases: string[] = [];
  directory.onDidChange((change) => {
    if (change.kind === 'identity' && change.identityId === nobody) {
      phases.push(directory.sessionsOf(nobody).state.phase.kind);
    }
  });
  expect(await openedSessions(nobody)).toEqual([]);
  expect(phases).toEqual(['loading']);
  expect(directory.knownIdentity(nobody)).toBeUndefined();
});

test('when that look-up fails, the list has failed, and retry asks for the identity alone', async () => {
  const identityId = person(0);
  server.faults.add({
    matching: new RegExp(`/admin/identities/${identityId}$`),
    times: 10,
    failing: { kind: 'reset' },
  });
  const list = directory.sessionsOf(identityId);
  await list.open();
  expect(list.state.phase).toMatchObject({ kind: 'failed', at: 'first' });
  server.faults.clear();
  asked();
  await list.retry();
  expect(list.state.phase).toEqual({ kind: 'ready' });
  expect(asked()).toEqual([`/admin/identities/${identityId}`]);
});

test('an identity whose sessions are all gone is asked for, for it may be gone with them', async () => {
  const identityId = await listedPerson(2);
  await openedSessions(identityId);
  server.data.deleteIdentity(identityId);
  await directory.sessionsOf(identityId).refresh();
  expect(directory.sessionsOf(identityId).state.items).toEqual([]);
  expect(directory.knownIdentity(identityId)).toBeUndefined();
  expect(told()).toContain(`identity ${identityId}`);
});

test('an identity that was gone and is there again is told of', async () => {
  const identityId = person(0);
  server.faults.add({ matching: new RegExp(`/admin/identities/${identityId}$`), failing: notFound });
  await openedSessions(identityId);
  expect(directory.knownIdentity(identityId)).toBeUndefined();
  told();
  await directory.readIdentity(identityId);
  expect(directory.knownIdentity(identityId)?.id).toBe(identityId);
  expect(told()).toEqual([`identity ${identityId}`]);
});

test('what failed is done again in every list, and nothing else is', async () => {
  const [failed, cutShort, whole] = [await listedPerson(3), await listedPerson(15), await listedPerson(2)];
  await openedSessions(whole);
  await openedSessions(cutShort);
  server.faults.add({ matching: /\/sessions\?/, times: 2, failing: { kind: 'status', status: 401 } });
  await directory.sessionsOf(failed).open();
  await directory.sessionsOf(cutShort).more();
  expect(directory.sessionsOf(failed).state.phase).toMatchObject({ kind: 'failed', at: 'first' });
  expect(directory.sessionsOf(cutShort).state.phase).toMatchObject({ kind: 'failed', at: 'more' });
  asked();

  await directory.retryFailed();

  expect(directory.sessionsOf(failed).state.items).toHaveLength(3);
  expect(directory.sessionsOf(cutShort).state.items).toHaveLength(15);
  expect(asked().filter((target) => target.includes(whole))).toEqual([]);
});

test('what a person gave up is not done again', async () => {
  const identityId = await listedPerson(3);
  const list = directory.sessionsOf(identityId);
  void list.open();
  list.cancel();
  asked();

  await directory.retryFailed();

  expect(list.state.phase).toEqual({ kind: 'failed', at: 'first', failure: { kind: 'cancelled' } });
  expect(asked()).toEqual([]);
});

test('what is on its way, and fails, is done once more', async () => {
  const identityId = person(3);
  const transport = new UndiciTransport(defaultOptions(new URL(server.url)));
  const { promise: sent, resolve: send } = Promise.withResolvers<void>();
  const held = directoryOver(
    {
      send: (request) => sent.then(() => transport.send(request)),
      close: () => transport.close(),
    },
    { pageSize: () => pageSize },
  );
  server.faults.add({ failing: { kind: 'status', status: 401 } });
  const list = held.sessionsOf(identityId);
  const opened = list.open();
  const again = held.retryFailed();
  send();
  await opened;
  expect(list.state.phase.kind).toBe('loading');

  await again;

  expect(list.state.phase).toEqual({ kind: 'ready' });
  expect(list.state.items).toHaveLength(3);
  held.dispose();
});

test('the sessions of all identities but some are marked as outdated, where they were read, without a request', async () => {
  const [folded, unfolded, unread] = [await listedPerson(3), await listedPerson(3), await listedPerson(3)];
  await openedSessions(folded);
  await openedSessions(unfolded);
  asked();
  told();
  directory.outdateSessions(new Set([unfolded]));
  expect(directory.sessionsState(folded)?.outdated).toBe(true);
  expect(directory.sessionsState(unfolded)?.outdated).toBe(false);
  expect(directory.sessionsState(unread)).toBeUndefined();
  expect(told()).toEqual([`sessions ${folded}`]);
  expect(asked()).toEqual([]);
});

test('a session filter makes a new list for one identity only', async () => {
  const [one, other] = [await listedPerson(3), await listedPerson(3)];
  const [lists, otherList] = [directory.sessionsOf(one), directory.sessionsOf(other)];
  const [revoked] = await openedSessions(one);
  server.data.revokeSession(revoked ?? '');
  told();
  directory.setSessionFilter(one, 'inactive');
  expect(told()).toEqual([`sessions ${one}`]);
  expect(directory.sessionsOf(one)).not.toBe(lists);
  expect(directory.sessionsOf(other)).toBe(otherList);
  expect(await openedSessions(one)).toEqual([revoked]);
  expect(directory.sessionFilter(other)).toBe('all');
});

test('a session that was read again takes the place of its row, and its list stays the same', async () => {
  const identityId = await listedPerson(3);
  const list = directory.sessionsOf(identityId);
  const before = await openedSessions(identityId);
  const id = before[1] ?? '';
  server.data.revokeSession(id);
  told();
  const session = await directory.readSession(id);
  expect(session.active).toBe(false);
  expect(directory.sessionsOf(identityId)).toBe(list);
  expect(list.state.items.map((item) => item.id)).toEqual(before);
  expect(list.state.items[1]).toBe(session);
  expect(directory.knownSession(id)).toBe(session);
  expect(told()).toEqual([`sessions ${identityId}`, `session ${id} of ${identityId}`]);
});

test('a session that is gone leaves its list and its count, and is told of', async () => {
  const identityId = await listedPerson(3);
  const before = await openedSessions(identityId);
  const id = before[1] ?? '';
  server.data.deleteSession(id);
  told();
  await expect(directory.readSession(id)).rejects.toMatchObject({
    failure: { kind: 'notFound', resource: 'session', id },
  });
  expect(directory.knownSession(id)).toBeUndefined();
  expect(directory.sessionsOf(identityId).state.items.map((item) => item.id)).toEqual(before.toSpliced(1, 1));
  expect(directory.sessionsOf(identityId).state.total).toBe(2);
  expect(told()).toEqual([`sessions ${identityId}`, `session ${id} of ${identityId}`]);
});

test('a failed reading leaves what was known', async () => {
  const identityId = await listedPerson(2);
  const [id = ''] = await openedSessions(identityId);
  const known = directory.knownSession(id);
  server.faults.add({ times: 10, failing: { kind: 'status', status: 500 } });
  await expect(directory.readSession(id)).rejects.toMatchObject({ failure: { kind: 'serverError' } });
  expect(directory.knownSession(id)).toBe(known);
  expect(await openedSessions(identityId)).toHaveLength(2);
});

test('a refresh tells of each session that changed or is no longer listed, and of no other', async () => {
  const identityId = await listedPerson(4);
  const [, changed = '', gone = ''] = await openedSessions(identityId);
  server.data.revokeSession(changed);
  server.data.deleteSession(gone);
  told();
  await directory.sessionsOf(identityId).refresh();
  const sessions = told().filter((line) => line.startsWith('session '));
  expect(sessions.toSorted()).toEqual(
    [`session ${changed} of ${identityId}`, `session ${gone} of ${identityId}`].toSorted(),
  );
  expect(directory.knownSession(gone)).toBeUndefined();
});

test('two who read one session share the request; one may leave', async () => {
  const identityId = await listedPerson(1);
  const [id = ''] = await openedSessions(identityId);
  asked();
  const leaving = new AbortController();
  const left = directory.readSession(id, leaving.signal);
  const stayed = directory.readSession(id);
  leaving.abort();
  await expect(left).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
  expect((await stayed).id).toBe(id);
  expect(asked()).toHaveLength(1);
});

test('what is in memory is answered without a request', async () => {
  const identityId = await listedPerson(1);
  const [id = ''] = await openedSessions(identityId);
  asked();
  expect((await directory.session(id)).id).toBe(id);
  expect((await directory.identity(identityId)).id).toBe(identityId);
  expect(asked()).toEqual([]);
});

test('the state of an identity is the one that was read last, alone or inside a session', async () => {
  const identityId = await listedPerson(1);
  const [id = ''] = await openedSessions(identityId);
  expect(directory.identityState(identityId)).toBe('active');
  server.data.setState(identityId, 'inactive');
  told();
  await directory.readSession(id);
  expect(directory.identityState(identityId)).toBe('inactive');
  expect(told()).toContain(`identity ${identityId}`);
  server.data.setState(identityId, 'active');
  await directory.readIdentity(identityId);
  expect(directory.identityState(identityId)).toBe('active');
});

test('an identity that was read again is fresh in its row and among the found ones', async () => {
  pageSize = 250;
  await directory.identities.open();
  const { ada } = server.people;
  directory.pinFound(await directory.identity(ada));
  server.data.setState(ada, 'inactive');
  told();
  const identity = await directory.readIdentity(ada);
  expect(identity.state).toBe('inactive');
  expect(directory.found).toEqual([identity]);
  expect(directory.identities.state.items.find(({ id }) => id === ada)).toBe(identity);
  expect(told()).toEqual(['identities', `identity ${ada}`]);
});

test('an identity that is gone leaves the list and the found ones', async () => {
  pageSize = 250;
  await directory.identities.open();
  const { ada } = server.people;
  directory.pinFound(await directory.identity(ada));
  server.data.deleteIdentity(ada);
  await expect(directory.readIdentity(ada)).rejects.toMatchObject({ failure: { kind: 'notFound' } });
  expect(directory.found).toEqual([]);
  expect(directory.identities.state.items.some(({ id }) => id === ada)).toBe(false);
  expect(directory.knownIdentity(ada)).toBeUndefined();
});

test('found identities are pinned once and unpinned', async () => {
  const identity = await directory.readIdentity(server.people.ada);
  told();
  directory.pinFound(identity);
  directory.pinFound(identity);
  expect(directory.found).toEqual([identity]);
  directory.unpinFound(identity.id);
  directory.unpinFound(identity.id);
  expect(directory.found).toEqual([]);
  expect(told()).toEqual(['identities', 'identities', 'identities']);
});

test('a search asks once, makes known what it found, and leaves the list alone', async () => {
  const found = await directory.searchIdentities({ by: 'identifierPrefix', prefix: 'ada@' }, 5);
  expect(found.map(({ id }) => id)).toEqual([server.people.ada]);
  expect(directory.knownIdentity(server.people.ada)).toBe(found[0]);
  expect(directory.identities.state.phase).toEqual({ kind: 'idle' });
  expect(asked()).toHaveLength(1);
});

test('an identity is found by its external id', async () => {
  const identity = await directory.identityByExternalId('crm-1815');
  expect(identity.id).toBe(server.people.ada);
  expect(directory.knownIdentity(server.people.ada)).toBe(identity);
});

test('every session of a long list arrives, each once', async () => {
  pageSize = 250;
  const { ada } = server.people;
  await directory.sessionsOf(ada).all();
  const { items, total, end, phase } = directory.sessionsOf(ada).state;
  expect(phase).toEqual({ kind: 'ready' });
  expect(new Set(items.map(({ id }) => id)).size).toBe(1203);
  expect([items.length, total, end.kind]).toEqual([1203, 1203, 'complete']);
  const last = items.at(-1);
  expect(directory.knownSession(last?.id ?? '')).toBe(last);
  expect(last === undefined ? '' : exactText(last.json)).toContain(last?.id);
});

test('a listener that fails stops neither the others nor the list', async () => {
  const failures: unknown[] = [];
  const keep = (error: unknown) => failures.push(error);
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException').on('uncaughtException', keep);
  try {
    directory.onDidChange(() => {
      throw new Error('a defect');
    });
    const after: DirectoryChange[] = [];
    directory.onDidChange((change) => after.push(change));
    await directory.identities.open();
    expect(directory.identities.state.phase).toEqual({ kind: 'ready' });
    expect(after).toHaveLength(2);
    expect(failures).toHaveLength(2);
  } finally {
    process.removeAllListeners('uncaughtException');
    for (const other of others) {
      process.on('uncaughtException', other);
    }
  }
});

test('disposing ends what is under way and tells nobody', async () => {
  server.faults.add({ times: 10, failing: { kind: 'hang' } });
  const list = directory.sessionsOf(server.people.ada);
  const underWay = [list.open(), directory.readIdentity(server.people.ada).catch((error: unknown) => error)];
  told();
  directory.dispose();
  const [, failure] = await Promise.all(underWay);
  expect(failure).toMatchObject({ failure: { kind: 'cancelled' } });
  expect(list.state.phase).toMatchObject({ kind: 'failed', failure: { kind: 'cancelled' } });
  expect(told()).toEqual([]);
});
