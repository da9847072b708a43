import { expect, test } from 'vitest';
import { ids, settled } from './serverList.ts';
import { cancelledAt, failedAt, listOf, opened, shownIds } from './watchedList.ts';

test('refreshes again on retry() after a failed refresh', async () => {
  const { list, server } = await opened(5, 10);
  void list.refresh();
  await server.failOne();
  server.ids = ids(6);
  void list.retry();
  await server.answerAll();
  expect(shownIds(list)).toEqual(ids(6));
});

test('reads a failed first page again on an automatic retry', async () => {
  const { list, server } = listOf(12, 10);
  void list.open();
  await server.failOne();
  void list.retry({ automatic: true });
  await server.answerOne();
  expect(shownIds(list)).toEqual(ids(10));
});

test('sends no request on an automatic retry of an idle or a ready list', async () => {
  const idle = listOf(12, 10);
  await idle.list.retry({ automatic: true });
  expect(idle.server.asked).toBe(0);
  const { list, server } = await opened(12, 10);
  await list.retry({ automatic: true });
  expect(server.asked).toBe(1);
});

test('sends no request on an automatic retry after the user cancelled the first page', async () => {
  const { list, server } = listOf(12, 10);
  void list.open();
  await settled();
  list.cancel();
  await list.retry({ automatic: true });
  expect(list.state.phase).toEqual(cancelledAt('first'));
  expect(server.asked).toBe(1);
});

test('repeats a request once, not twice, when it fails after an automatic retry was requested', async () => {
  const { list, server } = listOf(12, 10);
  void list.open();
  const again = Promise.all([list.retry({ automatic: true }), list.retry({ automatic: true })]);
  await server.failOne();
  expect(list.state.phase).toEqual({ kind: 'loading', what: 'first' });
  await server.failOne();
  await again;
  expect(list.state.phase).toEqual(failedAt('first'));
  expect(server.asked).toBe(2);
});

test('does not repeat a request that succeeds after an automatic retry was requested', async () => {
  const { list, server } = listOf(12, 10);
  void list.open();
  const again = list.retry({ automatic: true });
  await server.answerOne();
  await again;
  expect(server.asked).toBe(1);
});

test('does not repeat a retry that the user cancelled, and keeps the earlier failure', async () => {
  const { list, server } = listOf(12, 10);
  void list.open();
  await server.failOne();
  void list.retry();
  const again = list.retry({ automatic: true });
  await settled();
  list.cancel();
  await again;
  expect(list.state.phase).toEqual(failedAt('first'));
  expect(server.asked).toBe(2);
});
