import { describe, expect, test } from 'vitest';
import type { PageBase } from '../../../../../src/core/kratos/identitySessions/slice.ts';
import { adaId } from '../../../builders/identityBuilder.ts';
import { pages, reading } from './reading.ts';
import { loadAll, loadMore } from './walk.ts';

describe('a list on one page', () => {
  test.each([
    [0, true, 'count'],
    [0, false, 'shortPage'],
    [49, true, 'count'],
  ])('takes one request for %i sessions, with a count: %s', async (sessions, totals, by) => {
    const { model, reader } = reading({ sessions, totals, pageSize: 50 });
    const { ids, end } = await loadMore(reader);
    expect(ids).toEqual(model.ids());
    expect(end).toEqual({ kind: 'complete', by });
    expect(pages(model)).toEqual(['0:50']);
    expect(await reader.next()).toMatchObject({ change: 'append', items: [], end });
    expect(await loadAll(reader)).toMatchObject({ ids: [] });
    expect(model.asked).toHaveLength(1);
  });

  test('costs one request more if the first page is exactly full', async () => {
    for (const countsFrom of [undefined, 1] as const) {
      const { model, reader } = reading({ sessions: 50, pageSize: 50, pageBase: { countsFrom } });
      const { ids, end } = await loadMore(reader, 1);
      expect(ids).toEqual(model.ids());
      expect(end).toEqual({ kind: 'complete', by: 'count' });
      expect(pages(model)).toEqual(['0:50', '2:50']);
    }
  });

  test('sends page and per_page only', async () => {
    const { model, reader } = reading({ sessions: 3, pageSize: 10, filter: 'inactive' });
    await reader.next();
    expect(model.asked).toEqual([`/admin/identities/${adaId}/sessions?page=0&per_page=10&active=false`]);
  });
});

describe.each([
  ["today's server, which counts from 1", 1],
  ['a corrected server, which counts from 0', 0],
] as const)('%s', (_name, countsFrom) => {
  test('reads 51 sessions at 50 to a page in two steps with two requests', async () => {
    const { model, reader } = reading({ sessions: 51, countsFrom, pageSize: 50 });
    expect((await reader.next()).items).toHaveLength(50);
    const last = await reader.next();
    expect(last.change).toBe('append');
    expect(last.items).toHaveLength(1);
    expect(last).toMatchObject({ total: 51, end: { kind: 'complete', by: 'count' } });
    expect(pages(model)).toEqual(['0:50', '0:67']);
  });

  test('reads 1,203 sessions page by page with one request for each page and one for the proof', async () => {
    const { model, reader, pageBase } = reading({ sessions: 1203, countsFrom, pageSize: 100 });
    const { ids, end } = await loadMore(reader);
    expect(ids).toEqual(model.ids());
    expect(end).toEqual({ kind: 'complete', by: 'count' });
    expect(pageBase.countsFrom).toBe(countsFrom);
    expect(model.asked).toHaveLength(countsFrom === 1 ? 15 : 14);
  });

  test('uses the page base that another list found', async () => {
    const pageBase: PageBase = { countsFrom };
    const { model, reader } = reading({ sessions: 1203, countsFrom, pageSize: 100, pageBase });
    const { ids, end } = await loadMore(reader);
    expect(ids).toEqual(model.ids());
    expect(end.kind).toBe('complete');
    expect(model.asked).toHaveLength(14);
  });

  test('reads 1,203 sessions with at most four requests at once, and the proof after all of them', async () => {
    const { model, reader } = reading({ sessions: 1203, countsFrom, pageSize: 100 });
    let pending = 0;
    const pendingAtSend: number[] = [];
    model.beforeAnswer = async () => {
      pending += 1;
      pendingAtSend.push(pending);
      await new Promise((resolve) => setImmediate(resolve));
      pending -= 1;
    };
    const { ids, end } = await loadAll(reader);
    expect(ids).toEqual(model.ids());
    expect(end.kind).toBe('complete');
    expect(Math.max(...pendingAtSend)).toBe(4);
    expect(pendingAtSend.at(-1)).toBe(1);
    expect(pages(model).at(-1)).toBe('0:100');
  });

  test('proves a filtered list by one response with all of it', async () => {
    const { model, reader } = reading({ sessions: 300, countsFrom, pageSize: 150, filter: 'active' });
    const { ids, end } = await loadMore(reader);
    expect(ids).toEqual(model.ids('true'));
    expect(end).toEqual({ kind: 'complete', by: 'count' });
    expect(pages(model)).toEqual(['0:150', '0:216']);
  });

  test('proves a filtered list that is longer than a response by reading it twice', async () => {
    const { model, reader } = reading({ sessions: 1800, countsFrom, pageSize: 250, filter: 'active' });
    const { ids, end } = await loadAll(reader);
    expect(ids).toEqual(model.ids('true'));
    expect(end).toEqual({ kind: 'complete', by: 'count' });
  });

  test('proves up to 499 sessions without a count by a response that could have been longer', async () => {
    const { model, reader } = reading({ sessions: 499, countsFrom, totals: false, pageSize: 100 });
    const { ids, end } = await loadMore(reader);
    expect(ids).toEqual(model.ids());
    expect(end).toEqual({ kind: 'complete', by: 'shortPage' });
  });

  test('reads more sessions without a count completely, but does not prove them', async () => {
    const { model, reader } = reading({ sessions: 1203, countsFrom, totals: false, pageSize: 100 });
    const { ids, end, total } = await loadAll(reader);
    expect(ids).toEqual(model.ids());
    expect(end).toEqual({ kind: 'unproven', why: 'noCount' });
    expect(total).toBeUndefined();
  });

  test('proves one page without a count by an empty page after it and one more response', async () => {
    const { model, reader } = reading({ sessions: 49, countsFrom, totals: false, pageSize: 50 });
    const { ids, end } = await loadMore(reader, 1);
    expect(ids).toEqual(model.ids());
    expect(end).toEqual({ kind: 'complete', by: 'shortPage' });
    // If pages are counted from 1, page 1 equals page 0 and proves nothing.
    expect(pages(model)).toEqual(countsFrom === 1 ? ['0:50', '1:50', '2:50', '0:66'] : ['0:50', '1:50', '0:66']);
  });

  test.each([
    [50, 100, 1203],
    // The pages are as long as requested, and only the response for the proof is cut.
    [150, 100, 300],
  ])(
    'proves nothing if a gateway lowers per_page to %i and removes the count, at %i to a page',
    async (clamp, pageSize, sessions) => {
      const { model, reader } = reading({ sessions, countsFrom, clamp, totals: false, pageSize });
      const { ids, end, total } = await loadMore(reader);
      expect(ids).toEqual(model.ids());
      expect(end).toEqual({ kind: 'unproven', why: 'noCount' });
      expect(total).toBeUndefined();
    },
  );

  test('reads all sessions if a gateway lowers per_page', async () => {
    const { model, reader } = reading({ sessions: 1203, countsFrom, clamp: 30, pageSize: 100 });
    const { ids, end } = await loadAll(reader);
    expect(ids).toEqual(model.ids());
    expect(end.kind).toBe('complete');
  });
});
