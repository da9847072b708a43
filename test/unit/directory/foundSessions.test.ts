import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DemoServer, startDemoServer } from '../../../src/demo/demoServer.ts';
import type { Directory, DirectoryChange } from '../../../src/directory/directory.ts';
import { defaultOptions } from '../../../src/http/connectionOptions.ts';
import { UndiciTransport } from '../../../src/http/undiciTransport.ts';
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

test('looking at the sessions of an identity makes no list of them', async () => {
  expect(directory.sessionsState(identityId)).toBeUndefined();
  await directory.sessionsOf(identityId).open();
  expect(directory.sessionsState(identityId)).toBe(directory.sessionsOf(identityId).state);
});

test('a found session is pinned once, told of, and asks for nothing', async () => {
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

test('a found session that its list holds is no row of its own', async () => {
  await directory.sessionsOf(identityId).open();
  await find(3);
  expect(found()).toEqual([]);
});

test('a found session takes its place when the list reaches it', async () => {
  const id = await find(14);
  const list = directory.sessionsOf(identityId);
  await list.open();
  expect(found()).toEqual([id]);
  await list.more();
  expect(found()).toEqual([]);
  expect(list.state.items.filter((item) => item.id === id)).toHaveLength(1);
  expect(list.state.items).toHaveLength(20);
});

test('a found session is found again when the list no longer reaches it', async () => {
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

test('a found session that was read again is fresh', async () => {
  const id = await find(40);
  server.data.revokeSession(id);
  const session = await directory.readSession(id);
  expect(session.active).toBe(false);
  expect(directory.foundSessions(identityId)).toEqual([session]);
});

test('a found session goes when it is read and gone', async () => {
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

test('a found session goes when the list is proven whole without it, and is known no longer', async () => {
  const id = await find(40);
  server.data.deleteSession(id);
  changes.length = 0;
  await directory.sessionsOf(identityId).all();
  expect(directory.sessionsState(identityId)?.end).toEqual({ kind: 'complete', by: 'count' });
  expect(found()).toEqual([]);
  expect(directory.knownSession(id)).toBeUndefined();
  expect(changes).toContainEqual({ kind: 'session', sessionId: id, identityId });
});

test('a session that was created after the list was read whole stays found until that is read again', async () => {
  const list = directory.sessionsOf(identityId);
  await list.all();
  const { id } = server.data.addSession(identityId);
  directory.pinFoundSession(identityId, await directory.readSession(id));
  expect(found()).toEqual([id]);
  await list.refresh();
  expect(found()).toEqual([]);
  expect(list.state.items[0]?.id).toBe(id);
});

test('found sessions go with the filter that they were found under', async () => {
  await find(40);
  changes.length = 0;
  directory.setSessionFilter(identityId, 'active');
  expect(found()).toEqual([]);
  expect(changes).toEqual([{ kind: 'sessions', identityId, rows: 'all', edges: true }]);
});

test('a session that the filter leaves out stays found, however whole the list is', async () => {
  directory.setSessionFilter(identityId, 'inactive');
  const active = server.data.addSession(identityId);
  directory.pinFoundSession(identityId, await directory.readSession(active.id));
  await directory.sessionsOf(identityId).all();
  expect(directory.sessionsState(identityId)?.end.kind).toBe('complete');
  expect(found()).toEqual([active.id]);
});

test('found sessions go with their identity', async () => {
  await find(40);
  server.data.deleteIdentity(identityId);
  await expect(directory.readIdentity(identityId)).rejects.toMatchObject({ failure: { kind: 'notFound' } });
  expect(found()).toEqual([]);
});
