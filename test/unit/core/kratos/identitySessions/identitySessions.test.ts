import { describe, expect, test } from 'vitest';
import { TransportError } from '../../../../../src/core/http/transport.ts';
import { createKratosClient, type SessionFilter } from '../../../../../src/core/kratos/createKratosClient.ts';
import type { PageBase } from '../../../../../src/core/kratos/identitySessions/slice.ts';
import { adaId } from '../../../builders/identityBuilder.ts';
import { type ModelOptions, ServerModel } from './serverModel.ts';
import { loadAll, loadMore } from './walk.ts';

interface Given extends Partial<ModelOptions> {
  readonly pageSize: number;
  readonly filter?: SessionFilter;
  readonly pageBase?: PageBase;
}

function reading({ pageSize, filter = 'all', pageBase = { countsFrom: undefined }, ...options }: Given) {
  const model = new ServerModel(options);
  const reader = createKratosClient(model, pageBase).identitySessions(adaId, filter, pageSize);
  return { model, reader, pageBase };
}

/** The pages that were asked for, e.g. "0:50" for page 0 of 50. */
function pages({ asked }: ServerModel): string[] {
  return asked.map((path) => {
    const query = new URL(path, 'http://model').searchParams;
    return `${query.get('page')}:${query.get('per_page')}`;
  });
}

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
  ['a mended server, which counts from 0', 0],
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
    let underWay = 0;
    const underWayAtSend: number[] = [];
    model.beforeAnswer = async () => {
      underWay += 1;
      underWayAtSend.push(underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
    };
    const { ids, end } = await loadAll(reader);
    expect(ids).toEqual(model.ids());
    expect(end.kind).toBe('complete');
    expect(Math.max(...underWayAtSend)).toBe(4);
    expect(underWayAtSend.at(-1)).toBe(1);
    expect(pages(model).at(-1)).toBe('0:100');
  });

  test('proves a filtered list by one response with all of it', async () => {
    const { model, reader } = reading({ sessions: 300, countsFrom, pageSize: 150, filter: 'active' });
    const { ids, end } = await loadMore(reader);
    expect(ids).toEqual(model.ids('true'));
    expect(end).toEqual({ kind: 'complete', by: 'count' });
    expect(pages(model)).toEqual(['0:150', '0:216']);
  });

  test('a filtered list too long for that is proven by reading it twice', async () => {
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
    // Counted from 1, page 1 is page 0 once more and tells nothing.
    expect(pages(model)).toEqual(countsFrom === 1 ? ['0:50', '1:50', '2:50', '0:66'] : ['0:50', '1:50', '0:66']);
  });

  test.each([
    [50, 100, 1203],
    // The pages come as they are asked for, and only the answer that would be the proof is cut.
    [150, 100, 300],
  ])(
    'a gateway that lowers per_page to %i and takes the count away proves nothing, at %i to a page',
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

describe('a gateway that replaces the count', () => {
  test.each<[totals: 'pageLength' | 0 | 1, dropsLinks: boolean, clamp: number]>([
    ['pageLength', true, 1000],
    ['pageLength', true, 100],
    ['pageLength', false, 40],
    [0, true, 1000],
    [0, false, 40],
    [1, true, 100],
    [1, false, 40],
  ])('by %j, with Link dropped: %j, at most %i rows in a page: all 300 sessions are listed', async (...given) => {
    const [totals, dropsLinks, clamp] = given;
    const { model, reader } = reading({ sessions: 300, pageSize: 100, totals, dropsLinks, clamp });
    const { ids, end } = await loadMore(reader);
    expect(ids).toEqual(model.ids());
    expect(end).toEqual(clamp < 300 ? { kind: 'unproven', why: 'falseCount' } : { kind: 'complete', by: 'shortPage' });
  });

  test('a page whose successor could not be read is not taken for the whole list by the next press', async () => {
    const { model, reader } = reading({
      sessions: 101,
      pageSize: 100,
      clamp: 100,
      totals: 'pageLength',
      dropsLinks: true,
    });
    model.beforeAnswer = (_request, number) => {
      if (number === 1) {
        throw new TransportError({ kind: 'connectionLost', origin: 'http://model', detail: 'ECONNRESET' });
      }
    };
    await expect(reader.next()).rejects.toMatchObject({ failure: { kind: 'connectionLost' } });
    model.beforeAnswer = () => undefined;
    const { ids, end } = await loadMore(reader);
    expect(ids).toEqual(model.ids());
    expect(end).toEqual({ kind: 'unproven', why: 'falseCount' });
  });
});

describe('a server that counts otherwise than was found', () => {
  test.each([
    [0, 1],
    [1, 0],
  ] as const)(
    'counts from %i, remembered as from %i: found out, and nothing is lost',
    async (countsFrom, remembered) => {
      const pageBase: PageBase = { countsFrom: remembered };
      const { model, reader } = reading({ sessions: 1203, countsFrom, pageSize: 100, pageBase });
      const { ids, end } = await loadAll(reader);
      expect(ids).toEqual(model.ids());
      expect(end.kind).toBe('complete');
      expect(pageBase.countsFrom).toBe(countsFrom);
    },
  );

  test('finds out that the server changed its page base while the list is read', async () => {
    const changes = [[], [], [], [], [], [{ kind: 'mend' } as const]];
    const { model, reader, pageBase } = reading({ sessions: 1203, pageSize: 100, changes });
    const { ids, end } = await loadMore(reader);
    expect(new Set(ids)).toEqual(new Set(model.ids()));
    expect(ids).toHaveLength(1203);
    expect(end.kind).toBe('complete');
    expect(pageBase.countsFrom).toBe(0);
  });
});

describe('a list that changes while it is read', () => {
  test('someone signs in between two pages: read again, and the new session is there', async () => {
    const changes = [[], [], [{ kind: 'logIn', count: 1 } as const]];
    const { model, reader } = reading({ sessions: 400, pageSize: 100, changes });
    const { ids, end, total } = await loadMore(reader);
    expect(ids).toEqual(model.ids());
    expect(total).toBe(401);
    expect(end).toEqual({ kind: 'complete', by: 'count' });
  });

  test('reads the list again if its front changed while the count stayed the same', async () => {
    const changes = [
      [],
      [],
      [],
      [],
      [],
      [{ kind: 'logIn', count: 1 } as const, { kind: 'delete', row: 0.99 } as const],
    ];
    const { model, reader } = reading({ sessions: 400, pageSize: 100, changes });
    const { ids, end } = await loadAll(reader);
    expect(ids).toEqual(model.ids());
    expect(end.kind).toBe('complete');
  });

  test('notices by its time that a second factor moved a session to the front, as up to v1.3.1', async () => {
    // s1 s2 s3 s4 becomes s1 s3 new s4 after s2 was read: four rows by a count of four, which were never there together.
    const changes = [
      [],
      [],
      [
        { kind: 'logIn', count: 1 } as const,
        { kind: 'authenticateAgain', row: 0.65 } as const,
        { kind: 'authenticateAgain', row: 0.45 } as const,
        { kind: 'delete', row: 0.65 } as const,
      ],
    ];
    const pageBase: PageBase = { countsFrom: 1 };
    const options = { sessions: 4, clamp: 1, pageSize: 1, sortedBy: 'authenticated', changes, pageBase } as const;
    const { model, reader } = reading(options);
    const { ids, end } = await loadMore(reader);
    expect(end.kind).toBe('complete');
    expect(ids).toEqual(model.ids());
  });

  test('under a filter rows come and go in the middle: those that were away have another expiry', async () => {
    // a and b are active, or b and c: both readings meet a in the one state and c in the other, and count two.
    const bAndC = [{ kind: 'expire', row: 0 } as const, { kind: 'extend', row: 0.9 } as const];
    const aAndB = [{ kind: 'extend', row: 0 } as const, { kind: 'expire', row: 0.9 } as const];
    const changes = [[{ kind: 'expire', row: 0.9 } as const], [], bAndC, aAndB, [], bAndC];
    const pageBase: PageBase = { countsFrom: 1 };
    const { model, reader } = reading({ sessions: 4, clamp: 1, pageSize: 1, filter: 'active', changes, pageBase });
    const { ids, end } = await loadMore(reader);
    expect(end).toEqual({ kind: 'unproven', why: 'moved' });
    expect(new Set(ids)).toEqual(model.shown);
    expect(ids).toHaveLength(3);
  });

  test('ends as moved after three readings of a list that always changes, with every session that was read', async () => {
    const restless = Array.from({ length: 200 }, () => [{ kind: 'logIn', count: 20 } as const]);
    const { model, reader } = reading({ sessions: 1203, pageSize: 100, changes: restless });
    const { ids, end } = await loadAll(reader);
    expect(end).toEqual({ kind: 'unproven', why: 'moved' });
    expect(new Set(ids)).toEqual(model.shown);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('failures', () => {
  const lost = new TransportError({ kind: 'connectionLost', origin: 'http://model', detail: 'ECONNRESET' });

  test('keeps what was read before a failure at page 3, and continues there', async () => {
    const { model, reader } = reading({ sessions: 1203, pageSize: 100, pageBase: { countsFrom: 1 } });
    const seen = await loadMore(reader, 2);
    model.beforeAnswer = () => {
      throw lost;
    };
    await expect(reader.next()).rejects.toMatchObject({ failure: { kind: 'connectionLost' } });
    model.beforeAnswer = () => undefined;
    const { ids, end } = await loadMore(reader, undefined, seen);
    expect(ids).toEqual(model.ids());
    expect(end.kind).toBe('complete');
    expect(pages(model)).toEqual(['0:100', ...Array.from({ length: 12 }, (_, page) => `${page + 2}:100`), '0:100']);
  });

  test('requests each page with a response once after a failure while reading all', async () => {
    const { model, reader } = reading({ sessions: 1203, pageSize: 100, pageBase: { countsFrom: 1 } });
    let seen = await loadMore(reader, 1);
    model.beforeAnswer = ({ query }) => {
      if (query?.some(([name, value]) => name === 'page' && value === '7')) {
        throw lost;
      }
    };
    await expect(
      (async () => {
        for await (const step of reader.rest()) {
          seen = { ...seen, ids: [...seen.ids, ...step.items.map(({ id }) => id)] };
        }
      })(),
    ).rejects.toMatchObject({ failure: { kind: 'connectionLost' } });
    model.beforeAnswer = () => undefined;
    const { ids, end } = await loadAll(reader, seen);
    expect(ids).toEqual(model.ids());
    expect(end.kind).toBe('complete');
    const listed = pages(model).slice(0, -1);
    expect(new Set(listed).size).toBe(listed.length);
  });

  test('keeps the last page if the proof fails', async () => {
    const { model, reader } = reading({ sessions: 400, pageSize: 100, pageBase: { countsFrom: 1 } });
    const seen = await loadMore(reader, 3);
    model.beforeAnswer = (_request, number) => {
      if (number === 4) {
        throw lost;
      }
    };
    await expect(reader.next()).rejects.toMatchObject({ failure: { kind: 'connectionLost' } });
    model.beforeAnswer = () => undefined;
    const { ids, end } = await loadMore(reader, 1, seen);
    expect(ids).toEqual(model.ids());
    expect(end.kind).toBe('complete');
  });

  test('rejects as cancelled while reading all, and continues later', async () => {
    const { model, reader } = reading({ sessions: 1203, pageSize: 100, pageBase: { countsFrom: 1 } });
    const leaving = new AbortController();
    let seen = await loadMore(reader, 1);
    await expect(
      (async () => {
        for await (const step of reader.rest(leaving.signal)) {
          seen = { ...seen, ids: [...seen.ids, ...step.items.map(({ id }) => id)] };
          if (seen.ids.length >= 300) {
            leaving.abort();
          }
        }
      })(),
    ).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
    const { ids, end } = await loadAll(reader, seen);
    expect(ids).toEqual(model.ids());
    expect(end.kind).toBe('complete');
  });

  test('leaves no pending request when the loop ends early', async () => {
    const { model, reader } = reading({ sessions: 1203, pageSize: 100, pageBase: { countsFrom: 1 } });
    let underWay = 0;
    model.beforeAnswer = async () => {
      underWay += 1;
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
    };
    for await (const { items } of reader.rest()) {
      expect(items).toHaveLength(100);
      break;
    }
    expect(underWay).toBe(0);
  });

  test('sends no request for an invalid identity id', async () => {
    for (const id of ['', '..', 'a/b', '../sessions', 'nope']) {
      const model = new ServerModel({ sessions: 3 });
      const reader = createKratosClient(model).identitySessions(id, 'all', 50);
      await expect(reader.next()).rejects.toMatchObject({ failure: { kind: 'notFound', resource: 'identity', id } });
      expect(model.asked).toEqual([]);
    }
  });
});
