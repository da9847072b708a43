import { describe, expect, test } from 'vitest';
import { TransportError } from '../../../../../src/core/http/transport.ts';
import type { PageBase } from '../../../../../src/core/kratos/identitySessions/slice.ts';
import { reading } from './reading.ts';
import { loadAll, loadMore } from './walk.ts';

describe('a gateway that replaces the count', () => {
  test.each<[totals: 'pageLength' | 0 | 1, dropsLinks: boolean, clamp: number]>([
    ['pageLength', true, 1000],
    ['pageLength', true, 100],
    ['pageLength', false, 40],
    [0, true, 1000],
    [0, false, 40],
    [1, true, 100],
    [1, false, 40],
  ])('by %j hides none of 300 sessions, with Link dropped: %j, and at most %i rows in a page', async (...given) => {
    const [totals, dropsLinks, clamp] = given;
    const { model, reader } = reading({ sessions: 300, pageSize: 100, totals, dropsLinks, clamp });
    const { ids, end } = await loadMore(reader);
    expect(ids).toEqual(model.ids());
    expect(end).toEqual(clamp < 300 ? { kind: 'unproven', why: 'falseCount' } : { kind: 'complete', by: 'shortPage' });
  });

  test('is detected with the next step after the page that would show it could not be read', async () => {
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

describe('a server whose page base differs from the remembered one', () => {
  test.each([
    [0, 1],
    [1, 0],
  ] as const)('is read completely: it counts from %i, and %i was remembered', async (countsFrom, remembered) => {
    const pageBase: PageBase = { countsFrom: remembered };
    const { model, reader } = reading({ sessions: 1203, countsFrom, pageSize: 100, pageBase });
    const { ids, end } = await loadAll(reader);
    expect(ids).toEqual(model.ids());
    expect(end.kind).toBe('complete');
    expect(pageBase.countsFrom).toBe(countsFrom);
  });

  test('is read completely if the page base changes meanwhile', async () => {
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
  test('is read again after a sign-in between two pages, with the new session', async () => {
    const changes = [[], [], [{ kind: 'logIn', count: 1 } as const]];
    const { model, reader } = reading({ sessions: 400, pageSize: 100, changes });
    const { ids, end, total } = await loadMore(reader);
    expect(ids).toEqual(model.ids());
    expect(total).toBe(401);
    expect(end).toEqual({ kind: 'complete', by: 'count' });
  });

  test('is read again if its front changed while the count stayed the same', async () => {
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

  test('is read again if a second factor moved a session to the front, which servers up to v1.3.1 do', async () => {
    // After s2 is read, s1 s2 s3 s4 becomes s1 s3 new s4: four rows of a count of four that never existed together.
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

  test('is unproven if rows leave a filtered list and return with another expiry', async () => {
    // Either a and b are active, or b and c. Both readings see a in one state and c in the other, with a count of two.
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

  test('is unproven after three readings if it always changes, with every session that was read', async () => {
    const restless = Array.from({ length: 200 }, () => [{ kind: 'logIn', count: 20 } as const]);
    const { model, reader } = reading({ sessions: 1203, pageSize: 100, changes: restless });
    const { ids, end } = await loadAll(reader);
    expect(end).toEqual({ kind: 'unproven', why: 'moved' });
    expect(new Set(ids)).toEqual(model.shown);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
