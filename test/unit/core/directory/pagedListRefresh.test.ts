import { expect, test } from 'vitest';
import { ids, question, settled } from './serverList.ts';
import { cancelledAt, failedAt, listOf, opened, shownIds } from './watchedList.ts';

test('reads as many items on refresh as were listed, and replaces the rows at the end', async () => {
  const { list, server } = await opened(35, 10);
  void list.more();
  await server.answerOne();
  server.ids = ['new', ...server.ids];
  void list.refresh();
  await server.answerOne();
  expect(list.state.phase).toEqual({ kind: 'loading', what: 'refresh' });
  expect(shownIds(list)).toEqual(ids(20));
  await server.answerOne();
  expect(shownIds(list)).toEqual(['new', ...ids(19)]);
  expect(list.state).toMatchObject({ phase: { kind: 'ready' }, total: 36, end: { kind: 'more' } });
  expect(server.asked).toBe(4);
});

test('reads a complete list to its end on refresh although it grew beyond its last page', async () => {
  const { list, server } = await opened(10, 10);
  server.ids = ids(11);
  void list.refresh();
  await server.answerAll();
  expect(shownIds(list)).toEqual(ids(11));
  expect(list.state.end).toEqual({ kind: 'complete', by: 'count' });
});

test('refreshes a complete list that fits one page with one request', async () => {
  const { list, server } = await opened(4, 10);
  void list.refresh();
  await server.answerAll();
  expect(server.asked).toBe(2);
});

test('keeps its rows when a refresh fails, and can load more after them', async () => {
  const { list, server } = await opened(25, 10);
  void list.refresh();
  await server.failOne();
  expect(list.state.phase).toEqual(failedAt('refresh'));
  expect(shownIds(list)).toEqual(ids(10));
  void list.more();
  await server.answerOne();
  expect(shownIds(list)).toEqual(ids(20));
});

test('aborts the page that is loading when a refresh starts, and ignores its response', async () => {
  const { list, server } = await opened(25, 10);
  const more = list.more();
  await settled();
  const old = question(server);
  void list.refresh();
  await more;
  expect(old.signal?.aborted).toBe(true);
  old.answer();
  await settled();
  expect(shownIds(list)).toEqual(ids(10));
  await server.answerAll();
  expect(list.state.items.map(({ reading }) => reading)).toEqual(Array(10).fill(2));
});

test('completes all() after a refresh that interrupted it', async () => {
  const { list, server } = await opened(35, 10);
  const all = list.all();
  await server.answerOne();
  void list.refresh();
  await server.answerAll();
  await all;
  expect(shownIds(list)).toEqual(ids(35));
  expect(new Set(list.state.items.map(({ reading }) => reading))).toEqual(new Set([2]));
});

test('sends one request when a list is refreshed twice at the same time', async () => {
  const { list, server } = await opened(5, 10);
  const both = Promise.all([list.refresh(), list.refresh(), list.open()]);
  await server.answerAll();
  await both;
  expect(server.asked).toBe(2);
});

test('sends no request for an outdated list until it is refreshed, and is up to date afterwards', async () => {
  const { list, server, states } = await opened(12, 10);
  list.markOutdated();
  list.markOutdated();
  expect(list.state).toMatchObject({ phase: { kind: 'ready' }, outdated: true });
  expect(states).toHaveLength(3);
  await list.open();
  expect(server.asked).toBe(1);
  const refreshed = list.refresh();
  expect(list.state.outdated).toBe(true);
  await server.answerAll();
  await refreshed;
  expect(list.state).toMatchObject({ phase: { kind: 'ready' }, outdated: false });
});

test('stays outdated when one more page is read, because the earlier pages are not read again', async () => {
  const { list, server } = await opened(12, 10);
  list.markOutdated();
  void list.more();
  await server.answerOne();
  expect(list.state).toMatchObject({ phase: { kind: 'ready' }, end: { kind: 'complete' }, outdated: true });
});

test('replaces the outdated mark with the failure when the refresh of an outdated list fails', async () => {
  const { list, server } = await opened(12, 10);
  list.markOutdated();
  void list.refresh();
  await server.failOne();
  expect(list.state).toMatchObject({ phase: failedAt('refresh'), outdated: false });
});

test('shows a cancelled refresh of an outdated list as failed, and keeps its rows', async () => {
  const { list, server } = await opened(12, 10);
  list.markOutdated();
  void list.refresh();
  list.cancel();
  expect(list.state).toMatchObject({ phase: cancelledAt('refresh'), outdated: false });
  expect(shownIds(list)).toEqual(ids(10));
  void list.retry();
  await server.answerAll();
  expect(list.state.phase).toEqual({ kind: 'ready' });
});

test('does not mark a list as outdated that was never read or is being read from its start', async () => {
  const { list, server } = listOf(12, 10);
  list.markOutdated();
  void list.open();
  list.markOutdated();
  await server.answerOne();
  void list.refresh();
  list.markOutdated();
  await server.answerAll();
  expect(list.state.outdated).toBe(false);
});
