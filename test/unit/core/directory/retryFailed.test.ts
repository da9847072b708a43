import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultOptions } from '../../../../src/core/http/connectionOptions.ts';
import { UndiciTransport } from '../../../../src/core/http/undiciTransport.ts';
import { DemoDirectory } from './demoDirectory.ts';
import { directoryOver } from './directoryOver.ts';

let demo: DemoDirectory;

beforeEach(async () => {
  demo = await DemoDirectory.start();
});

afterEach(() => demo.close());

test('repeats the failed request of every list, and no other request', async () => {
  const [failed, cutShort, whole] = [
    await demo.addReadIdentity(3),
    await demo.addReadIdentity(15),
    await demo.addReadIdentity(2),
  ];
  await demo.openSessions(whole);
  await demo.openSessions(cutShort);
  demo.server.faults.add({ matching: /\/sessions\?/, times: 2, failing: { kind: 'status', status: 401 } });
  await demo.directory.sessionsOf(failed).open();
  await demo.directory.sessionsOf(cutShort).more();
  expect(demo.directory.sessionsOf(failed).state.phase).toMatchObject({ kind: 'failed', at: 'first' });
  expect(demo.directory.sessionsOf(cutShort).state.phase).toMatchObject({ kind: 'failed', at: 'more' });
  demo.takeRequests();

  await demo.directory.retryFailed();

  expect(demo.directory.sessionsOf(failed).state.items).toHaveLength(3);
  expect(demo.directory.sessionsOf(cutShort).state.items).toHaveLength(15);
  expect(demo.takeRequests().filter((target) => target.includes(whole))).toEqual([]);
});

test('does not repeat a request that the user cancelled', async () => {
  const identityId = await demo.addReadIdentity(3);
  const list = demo.directory.sessionsOf(identityId);
  void list.open();
  list.cancel();
  demo.takeRequests();

  await demo.directory.retryFailed();

  expect(list.state.phase).toEqual({ kind: 'failed', at: 'first', failure: { kind: 'cancelled' } });
  expect(demo.takeRequests()).toEqual([]);
});

test('repeats a request once that fails after the retry was requested', async () => {
  const identityId = demo.addIdentity(3);
  const transport = new UndiciTransport(defaultOptions(new URL(demo.server.url)));
  const { promise: sent, resolve: send } = Promise.withResolvers<void>();
  const held = directoryOver(
    {
      send: (request) => sent.then(() => transport.send(request)),
      close: () => transport.close(),
    },
    { pageSize: () => demo.pageSize },
  );
  demo.server.faults.add({ failing: { kind: 'status', status: 401 } });
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
