import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Directory } from '../../../../src/core/directory/directory.ts';
import type { DirectoryChange } from '../../../../src/core/directory/directoryChange.ts';
import { defaultOptions } from '../../../../src/core/http/connectionOptions.ts';
import { UndiciTransport } from '../../../../src/core/http/undiciTransport.ts';
import { type DemoServer, startDemoServer } from '../../../../src/demo/demoServer.ts';
import { directoryOver } from './directoryOver.ts';

let server: DemoServer;
let directory: Directory;
let changes: DirectoryChange[];
let identityId: string;
/** Newest first, as the server lists them. */
let ids: string[];

beforeEach(async () => {
  server = await startDemoServer({ identities: 1 });
  directory = directoryOver(new UndiciTransport(defaultOptions(new URL(server.url))), {
    pageSize: () => 10,
  });
  identityId = server.people.fiftyOneSessions;
  ids = server.data
    .sessionsOf(identityId)
    .toSorted((a, b) => b.createdAt - a.createdAt)
    .map(({ id }) => id);
  await directory.readIdentity(identityId);
  changes = [];
  directory.onDidChange((change) => changes.push(change));
});

afterEach(async () => {
  directory.dispose();
  await server.close();
});

function at(place: number): string {
  const id = ids[place];
  if (id === undefined) {
    throw new Error(`there is no session ${place}`);
  }
  return id;
}

/** Looks the session at this place of the list up, and pins it. */
async function find(place: number): Promise<string> {
  const id = at(place);
  directory.pinFoundSession(identityId, await directory.readSession(id));
  return id;
}

function found(): string[] {
  return directory.foundSessions(identityId).map(({ id }) => id);
}

test('returns the state of a list of sessions without creating the list', async () => {
  expect(directory.sessionsState(identityId)).toBeUndefined();
  await directory.sessionsOf(identityId).open();
  expect(directory.sessionsState(identityId)).toBe(directory.sessionsOf(identityId).state);
});

test('pins a found session only once, announces it, and sends no request', async () => {
  const session = await directory.readSession(at(40));
  server.requests.length = 0;
  changes.length = 0;
  directory.pinFoundSession(identityId, session);
  expect(changes).toEqual([{ kind: 'sessions', identityId, rows: 'all', edges: false }]);
  directory.pinFoundSession(identityId, session);
  expect(directory.foundSessions(identityId)).toEqual([session]);
  expect(directory.sessionsState(identityId)).toBeUndefined();
  expect(server.requests).toEqual([]);
});

test('does not list a found session separately when its list contains it', async () => {
  await directory.sessionsOf(identityId).open();
  await find(3);
  expect(found()).toEqual([]);
});

test('returns the loaded sessions of all identities, each once, with the found ones and without a request', async () => {
  await find(40);
  await find(3);
  await directory.sessionsOf(identityId).open();
  const other = server.people.twoSessions;
  await directory.readIdentity(other);
  await directory.sessionsOf(other).open();
  server.requests.length = 0;
  const loaded = directory.loadedSessions();
  expect(server.requests).toEqual([]);
  const idsOf = (owner: string) => loaded.flatMap((one) => (one.identityId === owner ? [one.session.id] : []));
  expect(idsOf(identityId)).toEqual([at(40), ...ids.slice(0, 10)]);
  expect(idsOf(other)).toHaveLength(2);
});

test('moves a found session into the list when the list has loaded that far', async () => {
  const id = await find(14);
  const list = directory.sessionsOf(identityId);
  await list.open();
  expect(found()).toEqual([id]);
  await list.more();
  expect(found()).toEqual([]);
  expect(list.state.items.filter((item) => item.id === id)).toHaveLength(1);
  expect(list.state.items).toHaveLength(20);
});

test('lists a found session separately again when a refreshed list no longer contains it', async () => {
  const list = directory.sessionsOf(identityId);
  await list.open();
  const id = at(9);
  const session = directory.knownSession(id);
  if (session === undefined) {
    throw new Error('the first page holds ten sessions');
  }
  directory.pinFoundSession(identityId, session);
  server.data.addSession(identityId);
  await list.refresh();
  expect(list.state.items.some((item) => item.id === id)).toBe(false);
  expect(found()).toEqual([id]);
});

test('replaces a found session that was read again', async () => {
  const id = await find(40);
  server.data.revokeSession(id);
  const session = await directory.readSession(id);
  expect(session.active).toBe(false);
  expect(directory.foundSessions(identityId)).toEqual([session]);
});

test('removes a found session that no longer exists when it is read', async () => {
  const id = await find(40);
  server.data.deleteSession(id);
  changes.length = 0;
  await expect(directory.readSession(id)).rejects.toMatchObject({ failure: { kind: 'notFound' } });
  expect(found()).toEqual([]);
  expect(changes).toEqual([
    { kind: 'sessions', identityId, rows: 'all', edges: false },
    { kind: 'session', sessionId: id, identityId },
  ]);
});

test('removes and forgets a found session when the complete list does not contain it', async () => {
  const id = await find(40);
  server.data.deleteSession(id);
  changes.length = 0;
  await directory.sessionsOf(identityId).all();
  expect(directory.sessionsState(identityId)?.end).toEqual({ kind: 'complete', by: 'count' });
  expect(found()).toEqual([]);
  expect(directory.knownSession(id)).toBeUndefined();
  expect(changes).toContainEqual({ kind: 'session', sessionId: id, identityId });
});

test('removes and forgets a found session when the identity has no sessions any more', async () => {
  const id = await find(40);
  for (const one of ids) {
    server.data.deleteSession(one);
  }
  await directory.sessionsOf(identityId).open();
  expect(directory.sessionsState(identityId)?.end).toEqual({ kind: 'complete', by: 'count' });
  expect(found()).toEqual([]);
  expect(directory.knownSession(id)).toBeUndefined();
});

test('keeps a found session that is newer than the complete list until the list is refreshed', async () => {
  const list = directory.sessionsOf(identityId);
  await list.all();
  const { id } = server.data.addSession(identityId);
  directory.pinFoundSession(identityId, await directory.readSession(id));
  expect(found()).toEqual([id]);
  await list.refresh();
  expect(found()).toEqual([]);
  expect(list.state.items[0]?.id).toBe(id);
});

test('removes the found sessions of an identity when its session filter changes', async () => {
  await find(40);
  changes.length = 0;
  directory.setSessionFilter(identityId, 'active');
  expect(found()).toEqual([]);
  expect(changes).toEqual([{ kind: 'sessions', identityId, rows: 'all', edges: true }]);
});

test('keeps a found session that the filter excludes when the list is complete', async () => {
  directory.setSessionFilter(identityId, 'inactive');
  const active = server.data.addSession(identityId);
  directory.pinFoundSession(identityId, await directory.readSession(active.id));
  await directory.sessionsOf(identityId).all();
  expect(directory.sessionsState(identityId)?.end.kind).toBe('complete');
  expect(found()).toEqual([active.id]);
});

test('removes the found sessions of an identity that no longer exists', async () => {
  await find(40);
  server.data.deleteIdentity(identityId);
  await expect(directory.readIdentity(identityId)).rejects.toMatchObject({ failure: { kind: 'notFound' } });
  expect(found()).toEqual([]);
});
