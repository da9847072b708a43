import { afterEach, beforeEach, expect, test } from 'vitest';
import { DemoDirectory } from './demoDirectory.ts';

let demo: DemoDirectory;

beforeEach(async () => {
  demo = await DemoDirectory.start();
});

afterEach(() => demo.close());

test('replaces the row of a session that was read again, and keeps its list', async () => {
  const identityId = await demo.addReadIdentity(3);
  const list = demo.directory.sessionsOf(identityId);
  const before = await demo.openSessions(identityId);
  const id = before[1] ?? '';
  demo.server.data.revokeSession(id);
  demo.takeChanges();
  const session = await demo.directory.readSession(id);
  expect(session.active).toBe(false);
  expect(demo.directory.sessionsOf(identityId)).toBe(list);
  expect(list.state.items.map((item) => item.id)).toEqual(before);
  expect(list.state.items[1]).toBe(session);
  expect(demo.directory.knownSession(id)).toBe(session);
  expect(demo.takeChanges()).toEqual([`sessions ${identityId}`, `session ${id} of ${identityId}`]);
});

test('removes a session that no longer exists from its list and from the total, and announces it', async () => {
  const identityId = await demo.addReadIdentity(3);
  const before = await demo.openSessions(identityId);
  const id = before[1] ?? '';
  demo.server.data.deleteSession(id);
  demo.takeChanges();
  await expect(demo.directory.readSession(id)).rejects.toMatchObject({
    failure: { kind: 'notFound', resource: 'session', id },
  });
  expect(demo.directory.knownSession(id)).toBeUndefined();
  expect(demo.directory.sessionsOf(identityId).state.items.map((item) => item.id)).toEqual(before.toSpliced(1, 1));
  expect(demo.directory.sessionsOf(identityId).state.total).toBe(2);
  expect(demo.takeChanges()).toEqual([`sessions ${identityId}`, `session ${id} of ${identityId}`]);
});

test('keeps a known session when reading it again fails', async () => {
  const identityId = await demo.addReadIdentity(2);
  const [id = ''] = await demo.openSessions(identityId);
  const known = demo.directory.knownSession(id);
  demo.server.faults.add({ times: 10, failing: { kind: 'status', status: 500 } });
  await expect(demo.directory.readSession(id)).rejects.toMatchObject({ failure: { kind: 'serverError' } });
  expect(demo.directory.knownSession(id)).toBe(known);
  expect(await demo.openSessions(identityId)).toHaveLength(2);
});

test('sends one request when a session is read twice at the same time, although one caller aborts', async () => {
  const identityId = await demo.addReadIdentity(1);
  const [id = ''] = await demo.openSessions(identityId);
  demo.takeRequests();
  const leaving = new AbortController();
  const left = demo.directory.readSession(id, leaving.signal);
  const stayed = demo.directory.readSession(id);
  leaving.abort();
  await expect(left).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
  expect((await stayed).id).toBe(id);
  expect(demo.takeRequests()).toHaveLength(1);
});

test('returns known sessions and identities without a request', async () => {
  const identityId = await demo.addReadIdentity(1);
  const [id = ''] = await demo.openSessions(identityId);
  demo.takeRequests();
  expect((await demo.directory.session(id)).id).toBe(id);
  expect((await demo.directory.identity(identityId)).id).toBe(identityId);
  expect(demo.takeRequests()).toEqual([]);
});

test('returns the state of an identity that was read last, alone or inside a session', async () => {
  const identityId = await demo.addReadIdentity(1);
  const [id = ''] = await demo.openSessions(identityId);
  expect(demo.directory.identityState(identityId)).toBe('active');
  demo.server.data.setState(identityId, 'inactive');
  demo.takeChanges();
  await demo.directory.readSession(id);
  expect(demo.directory.identityState(identityId)).toBe('inactive');
  expect(demo.takeChanges()).toContain(`identity ${identityId}`);
  demo.server.data.setState(identityId, 'active');
  await demo.directory.readIdentity(identityId);
  expect(demo.directory.identityState(identityId)).toBe('active');
});

test('replaces an identity that was read again in the list and among the found identities', async () => {
  demo.pageSize = 250;
  await demo.directory.identities.open();
  const { ada } = demo.server.people;
  demo.directory.pinFound(await demo.directory.identity(ada));
  demo.server.data.setState(ada, 'inactive');
  demo.takeChanges();
  const identity = await demo.directory.readIdentity(ada);
  expect(identity.state).toBe('inactive');
  expect(demo.directory.found).toEqual([identity]);
  expect(demo.directory.identities.state.items.find(({ id }) => id === ada)).toBe(identity);
  expect(demo.takeChanges()).toEqual(['identities', `identity ${ada}`]);
});

test('removes an identity that no longer exists from the list and from the found identities', async () => {
  demo.pageSize = 250;
  await demo.directory.identities.open();
  const { ada } = demo.server.people;
  demo.directory.pinFound(await demo.directory.identity(ada));
  demo.server.data.deleteIdentity(ada);
  await expect(demo.directory.readIdentity(ada)).rejects.toMatchObject({ failure: { kind: 'notFound' } });
  expect(demo.directory.found).toEqual([]);
  expect(demo.directory.identities.state.items.some(({ id }) => id === ada)).toBe(false);
  expect(demo.directory.knownIdentity(ada)).toBeUndefined();
});

test('pins a found identity only once, and unpins it', async () => {
  const identity = await demo.directory.readIdentity(demo.server.people.ada);
  demo.takeChanges();
  demo.directory.pinFound(identity);
  demo.directory.pinFound(identity);
  expect(demo.directory.found).toEqual([identity]);
  demo.directory.unpinFound(identity.id);
  demo.directory.unpinFound(identity.id);
  expect(demo.directory.found).toEqual([]);
  expect(demo.takeChanges()).toEqual(['identities', 'identities', 'identities']);
});

test('sends one request for a search, remembers the result, and does not change the list', async () => {
  const found = await demo.directory.searchIdentities({ by: 'identifierPrefix', prefix: 'ada@' }, 5);
  expect(found.map(({ id }) => id)).toEqual([demo.server.people.ada]);
  expect(demo.directory.knownIdentity(demo.server.people.ada)).toBe(found[0]);
  expect(demo.directory.identities.state.phase).toEqual({ kind: 'idle' });
  expect(demo.takeRequests()).toHaveLength(1);
});

test('finds an identity by its external id', async () => {
  const identity = await demo.directory.identityByExternalId('crm-1815');
  expect(identity.id).toBe(demo.server.people.ada);
  expect(demo.directory.knownIdentity(demo.server.people.ada)).toBe(identity);
});
