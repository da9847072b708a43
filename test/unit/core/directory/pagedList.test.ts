import { expect, test } from 'vitest';
import { PagedList } from '../../../../src/core/directory/pagedList.ts';
import type { ListStep } from '../../../../src/core/kratos/listReader.ts';
import { ids, question, type Row, ServerList, settled } from './serverList.ts';
import { cancelledAt, failedAt, listOf, opened, shownIds } from './watchedList.ts';

const row = (id: string): Row => ({ id, reading: 1 });

test('sends no request before the list is opened', () => {
  const { list, server } = listOf(3, 10);
  expect(list.state).toEqual({
    phase: { kind: 'idle' },
    items: [],
    total: undefined,
    end: { kind: 'more' },
    readAt: undefined,
    outdated: false,
  });
  expect(server.asked).toBe(0);
});

test('reads the first page once when the list is opened twice at the same time', async () => {
  const { list, server, states } = listOf(25, 10);
  const both = Promise.all([list.open(), list.open(), list.more()]);
  await server.answerOne();
  await both;
  expect(server.asked).toBe(1);
  expect(shownIds(list)).toEqual(ids(10));
  expect(list.state).toMatchObject({ phase: { kind: 'ready' }, total: 25, end: { kind: 'more' } });
  expect(states.map(({ phase }) => phase.kind)).toEqual(['loading', 'ready']);
});

test('sends no request when a list that has its first page is opened again', async () => {
  const { list, server } = await opened(25, 10);
  await list.open();
  expect(server.asked).toBe(1);
});

test('reads page after page with more(), and sends no request after the last page', async () => {
  const { list, server } = await opened(25, 10);
  for (const shown of [20, 25]) {
    void list.more();
    await server.answerOne();
    expect(shownIds(list)).toEqual(ids(shown));
  }
  expect(list.state.end).toEqual({ kind: 'complete', by: 'count' });
  await list.more();
  await list.all();
  expect(server.asked).toBe(3);
});

test('requests a failed first page again on retry() only, not on open()', async () => {
  const { list, server } = listOf(5, 10);
  void list.open();
  await server.failOne();
  expect(list.state.phase).toEqual(failedAt('first'));
  await list.open();
  expect(server.asked).toBe(1);
  void list.retry();
  expect(list.state.phase).toEqual({ kind: 'loading', what: 'first' });
  await server.answerOne();
  expect(shownIds(list)).toEqual(ids(5));
});

test('keeps its rows when a later page fails, and reads that page with the next more()', async () => {
  const { list, server } = await opened(25, 10);
  void list.more();
  await server.failOne();
  expect(list.state.phase).toEqual(failedAt('more'));
  expect(shownIds(list)).toEqual(ids(10));
  void list.more();
  await server.answerOne();
  expect(list.state.phase).toEqual({ kind: 'ready' });
  expect(shownIds(list)).toEqual(ids(20));
});

test('adds the rows of each page as it arrives while all() reads the rest', async () => {
  const { list, server, states } = await opened(35, 10);
  states.length = 0;
  const all = list.all();
  await server.answerAll();
  await all;
  expect(states.map(({ phase, items }) => [phase.kind, items.length])).toEqual([
    ['loading', 10],
    ['loading', 20],
    ['loading', 30],
    ['ready', 35],
  ]);
});

test('continues with all() after a page that is already loading', async () => {
  const { list, server } = listOf(25, 10);
  void list.open();
  const all = list.all();
  await server.answerAll();
  await all;
  expect(shownIds(list)).toEqual(ids(25));
  expect(server.asked).toBe(3);
});

test('stops all() at the page that fails, and continues from there on retry()', async () => {
  const { list, server } = await opened(35, 10);
  const all = list.all();
  await server.answerOne();
  await server.failOne();
  await all;
  expect(list.state.phase).toEqual(failedAt('all'));
  expect(shownIds(list)).toEqual(ids(20));
  void list.retry();
  await server.answerAll();
  expect(shownIds(list)).toEqual(ids(35));
});

test('keeps the pages that arrived before all() was aborted, and can load more', async () => {
  const { list, server } = await opened(35, 10);
  const enough = new AbortController();
  const all = list.all(enough.signal);
  await server.answerOne();
  await settled();
  enough.abort();
  await all;
  expect(list.state.phase).toEqual({ kind: 'ready' });
  expect(question(server).signal?.aborted).toBe(true);
  question(server).fail({ kind: 'cancelled' });
  await settled();
  expect(shownIds(list)).toEqual(ids(20));
  void list.more();
  await server.answerOne();
  expect(shownIds(list)).toEqual(ids(30));
});

test('completes all() for one caller after the other caller aborts', async () => {
  const { list, server } = await opened(35, 10);
  const enough = new AbortController();
  const leaving = list.all(enough.signal);
  const staying = list.all();
  await server.answerOne();
  enough.abort();
  await leaving;
  await server.answerAll();
  await staying;
  expect(shownIds(list)).toEqual(ids(35));
  expect(server.asked).toBe(4);
});

test('sends no request when all() gets a signal that is already aborted', async () => {
  const { list, server } = await opened(35, 10);
  await list.all(AbortSignal.abort());
  expect(server.asked).toBe(1);
});

test('ends the first page at once on cancel(), and does not read it again on open()', async () => {
  const { list, server } = listOf(25, 10);
  const open = list.open();
  await settled();
  list.cancel();
  await open;
  expect(list.state.phase).toEqual(cancelledAt('first'));
  await list.open();
  question(server).answer();
  await settled();
  expect(list.state.items).toEqual([]);
});

test('ends all() for every caller on cancel()', async () => {
  const { list, server } = await opened(35, 10);
  const all = Promise.all([list.all(), list.all()]);
  await server.answerOne();
  list.cancel();
  await all;
  expect(list.state.phase).toEqual({ kind: 'ready' });
  expect(shownIds(list)).toEqual(ids(20));
});

test('lists a page that arrives after its request was cancelled', async () => {
  const { list, server } = await opened(35, 10);
  void list.more();
  await settled();
  list.cancel();
  void list.more();
  expect(server.asked).toBe(2);
  question(server).answer();
  await settled();
  expect(shownIds(list)).toEqual(ids(20));
  void list.all();
  await server.answerAll();
  expect(shownIds(list)).toEqual(ids(35));
});

test('keeps its rows when its reader is cancelled from outside', async () => {
  const { list, server } = await opened(25, 10);
  const all = list.all();
  await server.failOne({ kind: 'cancelled' });
  await all;
  expect(list.state.phase).toEqual({ kind: 'ready' });
  expect(server.asked).toBe(2);
});

test('replaces the row of an item that was read again', async () => {
  const { list } = await opened(3, 10);
  expect(list.replaceItem({ id: 'id1', reading: 99 })).toBe(true);
  expect(list.replaceItem({ id: 'elsewhere', reading: 99 })).toBe(false);
  expect(list.state.items.map(({ reading }) => reading)).toEqual([1, 99, 1]);
});

test('removes a dropped item from the rows and from the total', async () => {
  const { list } = await opened(3, 10);
  expect(list.dropItem('id0')).toBe(true);
  expect(list.dropItem('id0')).toBe(false);
  expect(shownIds(list)).toEqual(['id1', 'id2']);
  expect(list.state.total).toBe(2);
  list.replaceItem({ id: 'id2', reading: 99 });
  expect(list.state.items.map(({ reading }) => reading)).toEqual([1, 99]);
});

test('keeps an item that was replaced during a refresh over the older one in the response', async () => {
  const { list, server } = await opened(3, 10);
  void list.refresh();
  await settled();
  list.replaceItem({ id: 'id1', reading: 99 });
  list.dropItem('id2');
  await server.answerOne();
  expect(list.state.items).toEqual([
    { id: 'id0', reading: 2 },
    { id: 'id1', reading: 99 },
  ]);
  expect(list.state.total).toBe(2);
  void list.refresh();
  await server.answerAll();
  expect(list.state.items.map(({ reading }) => reading)).toEqual([3, 3, 3]);
});

test('replaces all rows when the reader returns a replacing step', async () => {
  const moved: ListStep<Row> = {
    change: 'replace',
    items: [row('c'), row('a')],
    total: 2,
    end: { kind: 'complete', by: 'count' },
  };
  const steps: ListStep<Row>[] = [
    { change: 'append', items: [row('a'), row('b')], total: 3, end: { kind: 'more' } },
    moved,
  ];
  const gone: string[] = [];
  const list = new PagedList<Row>({
    read: () => ({
      next: async () => steps.shift() ?? moved,
      async *rest() {
        yield moved;
      },
    }),
    onChange: (items) => {
      gone.push(...items.gone.map(({ id }) => id));
    },
  });
  await list.open();
  await list.more();
  expect(shownIds(list)).toEqual(['c', 'a']);
  expect(list.state.total).toBe(2);
  expect(gone).toEqual(['b']);
});

test('loads every page when a listener calls more() during each change', async () => {
  const server = new ServerList(25, 10);
  const list: PagedList<Row> = new PagedList({
    read: () => server.read(),
    onChange: () => {
      if (list.state.phase.kind === 'ready' && list.state.end.kind === 'more') {
        void list.more();
      }
    },
  });
  void list.open();
  await server.answerAll();
  expect(shownIds(list)).toEqual(ids(25));
  expect(list.state.phase).toEqual({ kind: 'ready' });
});
