import { afterEach, beforeEach, expect, test } from 'vitest';
import { DemoDirectory } from './demoDirectory.ts';

const unknownId = '00000000-0000-4000-8000-000000000000';

const notFound = {
  kind: 'status',
  status: 404,
  message: 'Unable to locate the resource',
} as const;

let demo: DemoDirectory;

beforeEach(async () => {
  demo = await DemoDirectory.start();
});

afterEach(() => demo.close());

test('requests an identity that was never read when its list of sessions is empty', async () => {
  const identityId = demo.addIdentity(0);
  expect(await demo.openSessions(identityId)).toEqual([]);
  expect(demo.takeRequests().filter((target) => target === `/admin/identities/${identityId}`)).toHaveLength(1);
  expect(demo.directory.knownIdentity(identityId)?.id).toBe(identityId);
});

test('requests an identity that was read a minute ago when its list of sessions is empty', async () => {
  await demo.directory.identities.open();
  const { noSessions } = demo.server.people;
  demo.now += 59_000;
  demo.takeRequests();
  await demo.directory.sessionsOf(noSessions).open();
  expect(demo.takeRequests()).toHaveLength(1);

  demo.now += 60_000;
  demo.server.data.deleteIdentity(noSessions);
  await demo.directory.sessionsOf(noSessions).refresh();
  expect(demo.directory.knownIdentity(noSessions)).toBeUndefined();
  expect(demo.directory.identities.state.items.map(({ id }) => id)).not.toContain(noSessions);
});

test('announces that an unknown identity is gone before its list of sessions is shown as empty', async () => {
  const phases: string[] = [];
  demo.directory.onDidChange((change) => {
    if (change.kind === 'identity' && change.identityId === unknownId) {
      phases.push(demo.directory.sessionsOf(unknownId).state.phase.kind);
    }
  });
  expect(await demo.openSessions(unknownId)).toEqual([]);
  expect(phases).toEqual(['loading']);
  expect(demo.directory.knownIdentity(unknownId)).toBeUndefined();
});

test('marks an empty list as failed when its identity cannot be read, and requests only the identity on retry', async () => {
  const identityId = demo.addIdentity(0);
  demo.server.faults.add({
    matching: new RegExp(`/admin/identities/${identityId}$`),
    times: 10,
    failing: { kind: 'reset' },
  });
  const list = demo.directory.sessionsOf(identityId);
  await list.open();
  expect(list.state.phase).toMatchObject({ kind: 'failed', at: 'first' });
  demo.server.faults.clear();
  demo.takeRequests();
  await list.retry();
  expect(list.state.phase).toEqual({ kind: 'ready' });
  expect(demo.takeRequests()).toEqual([`/admin/identities/${identityId}`]);
});

test('requests the identity after a refresh that lists none of its sessions any more', async () => {
  const identityId = await demo.addReadIdentity(2);
  await demo.openSessions(identityId);
  demo.server.data.deleteIdentity(identityId);
  await demo.directory.sessionsOf(identityId).refresh();
  expect(demo.directory.sessionsOf(identityId).state.items).toEqual([]);
  expect(demo.directory.knownIdentity(identityId)).toBeUndefined();
  expect(demo.takeChanges()).toContain(`identity ${identityId}`);
});

test('announces an identity that was gone and exists again', async () => {
  const identityId = demo.addIdentity(0);
  demo.server.faults.add({ matching: new RegExp(`/admin/identities/${identityId}$`), failing: notFound });
  await demo.openSessions(identityId);
  expect(demo.directory.knownIdentity(identityId)).toBeUndefined();
  demo.takeChanges();
  await demo.directory.readIdentity(identityId);
  expect(demo.directory.knownIdentity(identityId)?.id).toBe(identityId);
  expect(demo.takeChanges()).toEqual([`identity ${identityId}`]);
});
