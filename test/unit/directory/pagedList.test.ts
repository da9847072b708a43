import { describe, expect, test } from 'vitest';
import type { ListState } from '../../../src/directory/listState.ts';
import { PagedList } from '../../../src/directory/pagedList.ts';
import type { ListStep } from '../../../src/kratos/listReader.ts';
import { ids, question, type Row, refused, ServerList, settled } from './serverList.ts';

interface Watched {
  readonly list: PagedList<Row>;
  readonly server: ServerList;
  readonly states: ListState<Row>[];
}

function listOf(total: number, pageSize: number): Watched {
  const server = new ServerList(total, pageSize);
  const states: ListState<Row>[] = [];
  const list: PagedList<Row> = new PagedList({
    read: () => server.read(),
    onChange: () => {
      states.push(list.state);
    },
  });
  return { list, server, states };
}

async function opened(total: number, pageSize: number): Promise<Watched> {
  const watched = listOf(total, pageSize);
  void watched.list.open();
  await watched.server.answerOne();
  return watched;
}

const shownIds = (list: PagedList<Row>) => list.state.items.map(({ id }) => id);
const row = (id: string): Row => ({ id, reading: 1 });
const failedAt = (at: 'first' | 'more' | 'all' | 'refresh') => ({ kind: 'failed', at, failure: refused });
const givenUpAt = (at: 'first' | 'refresh') => ({ kind: 'failed', at, failure: { kind: 'cancelled' } });

test('nothing is asked before someone opens the list', () => {
  const { list, server } = listOf(3, 10);
  expect(list.state).toEqual({
    phase: { kind: 'idle' },
    items: [],
    total: undefined,
    end: { kind: 'more' },
    outdated: false,
  });
  expect(server.asked).toBe(0);
});

test('opening reads one page, and two askers share the request', async () => {
  const { list, server, states } = listOf(25, 10);
  const both = Promise.all([list.open(), list.open(), list.more()]);
  await server.answerOne();
  await both;
  expect(server.asked).toBe(1);
  expect(shownIds(list)).toEqual(ids(10));
  expect(list.state).toMatchObject({ phase: { kind: 'ready' }, total: 25, end: { kind: 'more' } });
  expect(states.map(({ phase }) => phase.kind)).toEqual(['loading', 'ready']);
});

test('opening again asks nothing', async () => {
  const { list, server } = await opened(25, 10);
  await list.open();
  expect(server.asked).toBe(1);
});

test('more reads page after page until the end, and then nothing', async () => {
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

test('a failed first page is not asked for again by drawing, only by retry', async () => {
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

test('a failed page keeps the rows before it and is read by the next more', async () => {
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

test('all shows each step as it arrives', async () => {
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

test('all goes on after a page that is already on its way', async () => {
  const { list, server } = listOf(25, 10);
  void list.open();
  const all = list.all();
  await server.answerAll();
  await all;
  expect(shownIds(list)).toEqual(ids(25));
  expect(server.asked).toBe(3);
});

test('all ends where a step fails, and retry goes on from there', async () => {
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

test('all ended by its signal keeps what arrived and is ready to go on', async () => {
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

test('one of two who want all may leave; the other still gets it', async () => {
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

test('an aborted signal asks for nothing', async () => {
  const { list, server } = await opened(35, 10);
  await list.all(AbortSignal.abort());
  expect(server.asked).toBe(1);
});

test('refresh reads as many items as were shown, and swaps at the end', async () => {
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

test('a list that was whole is whole again after it grew beyond its last page', async () => {
  const { list, server } = await opened(10, 10);
  server.ids = ids(11);
  void list.refresh();
  await server.answerAll();
  expect(shownIds(list)).toEqual(ids(11));
  expect(list.state.end).toEqual({ kind: 'complete', by: 'count' });
});

test('a whole list that fits a page is refreshed by one request', async () => {
  const { list, server } = await opened(4, 10);
  void list.refresh();
  await server.answerAll();
  expect(server.asked).toBe(2);
});

test('a failed refresh keeps the rows, which can go on', async () => {
  const { list, server } = await opened(25, 10);
  void list.refresh();
  await server.failOne();
  expect(list.state.phase).toEqual(failedAt('refresh'));
  expect(shownIds(list)).toEqual(ids(10));
  void list.more();
  await server.answerOne();
  expect(shownIds(list)).toEqual(ids(20));
});

test('retry after a failed refresh refreshes', async () => {
  const { list, server } = await opened(5, 10);
  void list.refresh();
  await server.failOne();
  server.ids = ids(6);
  void list.retry();
  await server.answerAll();
  expect(shownIds(list)).toEqual(ids(6));
});

test('a refresh aborts the page on its way and drops its answer', async () => {
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

test('all that a refresh interrupts is finished after it', async () => {
  const { list, server } = await opened(35, 10);
  const all = list.all();
  await server.answerOne();
  void list.refresh();
  await server.answerAll();
  await all;
  expect(shownIds(list)).toEqual(ids(35));
  expect(new Set(list.state.items.map(({ reading }) => reading))).toEqual(new Set([2]));
});

describe('a list that has grown old', () => {
  test('asks nothing by itself, and is fresh once it was refreshed', async () => {
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

  test('stays old when a page more is read: the pages before it are as old as they were', async () => {
    const { list, server } = await opened(12, 10);
    list.markOutdated();
    void list.more();
    await server.answerOne();
    expect(list.state).toMatchObject({ phase: { kind: 'ready' }, end: { kind: 'complete' }, outdated: true });
  });

  test('says of a refresh that fails just that', async () => {
    const { list, server } = await opened(12, 10);
    list.markOutdated();
    void list.refresh();
    await server.failOne();
    expect(list.state).toMatchObject({ phase: failedAt('refresh'), outdated: false });
  });

  test('is not called fresh when its refresh is cancelled', async () => {
    const { list, server } = await opened(12, 10);
    list.markOutdated();
    void list.refresh();
    list.cancel();
    expect(list.state).toMatchObject({ phase: givenUpAt('refresh'), outdated: false });
    expect(shownIds(list)).toEqual(ids(10));
    void list.retry();
    await server.answerAll();
    expect(list.state.phase).toEqual({ kind: 'ready' });
  });

  test('is none that nobody has read, or that is being read from its start', async () => {
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
});

describe('what failed, when requests are made in another way', () => {
  test('is done again', async () => {
    const { list, server } = listOf(12, 10);
    void list.open();
    await server.failOne();
    void list.retry({ automatic: true });
    await server.answerOne();
    expect(shownIds(list)).toEqual(ids(10));
  });

  test('is nothing in a list that is idle, or ready', async () => {
    const idle = listOf(12, 10);
    await idle.list.retry({ automatic: true });
    expect(idle.server.asked).toBe(0);
    const { list, server } = await opened(12, 10);
    await list.retry({ automatic: true });
    expect(server.asked).toBe(1);
  });

  test('is left alone when a person gave it up', async () => {
    const { list, server } = listOf(12, 10);
    void list.open();
    await settled();
    list.cancel();
    await list.retry({ automatic: true });
    expect(list.state.phase).toEqual(givenUpAt('first'));
    expect(server.asked).toBe(1);
  });

  test('is done once more after it failed under way, and not a third time', async () => {
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

  test('is nothing when what is under way succeeds', async () => {
    const { list, server } = listOf(12, 10);
    void list.open();
    const again = list.retry({ automatic: true });
    await server.answerOne();
    await again;
    expect(server.asked).toBe(1);
  });

  test('is left alone when what is under way is given up, also where an older failure stands', async () => {
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
});

test('two who refresh share it', async () => {
  const { list, server } = await opened(5, 10);
  const both = Promise.all([list.refresh(), list.refresh(), list.open()]);
  await server.answerAll();
  await both;
  expect(server.asked).toBe(2);
});

test('cancel ends a first page at once, and drawing does not read it again', async () => {
  const { list, server } = listOf(25, 10);
  const open = list.open();
  await settled();
  list.cancel();
  await open;
  expect(list.state.phase).toEqual(givenUpAt('first'));
  await list.open();
  question(server).answer();
  await settled();
  expect(list.state.items).toEqual([]);
});

test('cancel ends all for everyone', async () => {
  const { list, server } = await opened(35, 10);
  const all = Promise.all([list.all(), list.all()]);
  await server.answerOne();
  list.cancel();
  await all;
  expect(list.state.phase).toEqual({ kind: 'ready' });
  expect(shownIds(list)).toEqual(ids(20));
});

test('a page that arrived too late to be shown is not lost', async () => {
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

test('a reader that was closed from outside leaves the list as it stood', async () => {
  const { list, server } = await opened(25, 10);
  const all = list.all();
  await server.failOne({ kind: 'cancelled' });
  await all;
  expect(list.state.phase).toEqual({ kind: 'ready' });
  expect(server.asked).toBe(2);
});

test('a fresher item takes the place of its row', async () => {
  const { list } = await opened(3, 10);
  expect(list.replaceItem({ id: 'id1', reading: 99 })).toBe(true);
  expect(list.replaceItem({ id: 'elsewhere', reading: 99 })).toBe(false);
  expect(list.state.items.map(({ reading }) => reading)).toEqual([1, 99, 1]);
});

test('an item that is gone is taken out of the rows and of the count', async () => {
  const { list } = await opened(3, 10);
  expect(list.dropItem('id0')).toBe(true);
  expect(list.dropItem('id0')).toBe(false);
  expect(shownIds(list)).toEqual(['id1', 'id2']);
  expect(list.state.total).toBe(2);
  list.replaceItem({ id: 'id2', reading: 99 });
  expect(list.state.items.map(({ reading }) => reading)).toEqual([1, 99]);
});

test('an item that its owner knows fresher than the answer on its way stays so', async () => {
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

test('a step that replaces takes the place of all rows', async () => {
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

test('a listener may act on the list in the middle of a change', async () => {
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
