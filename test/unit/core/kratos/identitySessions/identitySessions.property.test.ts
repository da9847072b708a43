import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createKratosClient, type SessionFilter } from '../../../../../src/core/kratos/createKratosClient.ts';
import { adaId } from '../../../builders/identityBuilder.ts';
import { type Change, type ModelOptions, ServerModel } from './serverModel.ts';
import { loadAll, loadMore, nothingYet, type Walked } from './walk.ts';

/** The nightly workflow sets a higher factor, for more random cases. */
const factor = Number(process.env.RANDOM_FACTOR ?? 1);

const sessions = fc.oneof(
  { weight: 6, arbitrary: fc.nat({ max: 60 }) },
  { weight: 2, arbitrary: fc.integer({ min: 200, max: 600 }) },
  { weight: 1, arbitrary: fc.integer({ min: 900, max: 3000 }) },
);
const pageSize = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 20 }) },
  { weight: 2, arbitrary: fc.integer({ min: 20, max: 260 }) },
  { weight: 1, arbitrary: fc.integer({ min: 260, max: 1000 }) },
);
type Counted = Pick<ModelOptions, 'totals' | 'clamp'> & Partial<Pick<ModelOptions, 'dropsLinks' | 'cache'>>;

const setting = fc.record({
  sessions,
  pageSize,
  countsFrom: fc.constantFrom<0 | 1>(0, 1),
  /** What an earlier list found, right or wrong. */
  remembered: fc.constantFrom<0 | 1 | undefined>(undefined, 0, 1),
  filter: fc.constantFrom<SessionFilter>('all', 'all', 'active', 'inactive'),
  sortedBy: fc.constantFrom<'created' | 'authenticated'>('created', 'authenticated'),
  counted: fc.oneof<fc.Arbitrary<Counted>[]>(
    fc.constant({ totals: false, clamp: 1000 }),
    fc.constant({ totals: true, clamp: 1000 }),
    // A gateway that lowers per_page, with or without the count.
    fc.record({ totals: fc.boolean(), clamp: fc.integer({ min: 1, max: 300 }) }),
  ),
  /** How often "Load more" is pressed before "Load all". Undefined: until the list ends. */
  pressed: fc.option(fc.nat({ max: 6 }), { nil: undefined }),
});
type Setting = typeof setting extends fc.Arbitrary<infer S> ? S : never;

const row = fc.double({ min: 0, max: 1, noNaN: true });
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('logIn' as const), count: fc.integer({ min: 1, max: 25 }) }),
  fc.record({
    kind: fc.constantFrom<'delete' | 'revoke' | 'expire' | 'extend' | 'authenticateAgain'>(
      'delete',
      'revoke',
      'expire',
      'extend',
      'authenticateAgain',
    ),
    row,
  }),
  fc.constant<Change>({ kind: 'mend' }),
);
/** Mostly none, because a list that changes before every response is never proven. */
const changes = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constant<Change[]>([]) },
    { weight: 2, arbitrary: fc.array(change, { maxLength: 4 }) },
  ),
  { maxLength: 40 },
);

async function walk(model: ServerModel, given: Setting): Promise<Walked> {
  const client = createKratosClient(model, { countsFrom: given.remembered });
  const reader = client.identitySessions(adaId, given.filter, given.pageSize);
  const seen = await loadMore(reader, given.pressed, nothingYet);
  return seen.end.kind === 'more' ? loadAll(reader, seen) : seen;
}

function modelOf({ sessions, countsFrom, sortedBy, counted }: Setting, changes: readonly Change[][]): ServerModel {
  const model = new ServerModel({ sessions, countsFrom, sortedBy, ...counted, changes });
  model.beforeAnswer = (_request, number) => {
    if (number > 20_000) {
      throw new Error('the list does not end');
    }
  };
  return model;
}

/** Three readings of all pages, and a few requests to detect the page base and for the proof. */
function mostRequests({ sessions, pageSize, counted }: Setting, changes: readonly Change[][]): number {
  const grown = changes.flat().reduce((sum, change) => sum + (change.kind === 'logIn' ? change.count : 0), sessions);
  return 3 * (Math.ceil(grown / Math.min(pageSize, counted.clamp)) + 8) + 3;
}

function isOneOf(moments: readonly ReadonlySet<string>[], ids: readonly string[]): boolean {
  return moments.some((moment) => moment.size === ids.length && ids.every((id) => moment.has(id)));
}

test('reads an unchanged list completely, and proves it if the server counts', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(setting, async (given) => {
      const model = modelOf(given, []);
      const { ids, end, total } = await walk(model, given);
      const held = model.ids(given.filter === 'all' ? null : String(given.filter === 'active'));
      expect(ids).toEqual(held);
      expect(total).toBe(given.counted.totals === true ? held.length : undefined);
      // Without a count, the proof is one response with the whole list, which a gateway may not allow.
      const { totals, clamp } = given.counted;
      const provable = totals || held.length === 0 || (held.length < 500 && held.length <= clamp);
      expect(end).toMatchObject(provable ? { kind: 'complete' } : { kind: 'unproven', why: 'noCount' });
      expect(model.asked.length).toBeLessThanOrEqual(mostRequests(given, []));
      if (held.length <= Math.min(given.pageSize, clamp) && (totals || held.length === 0)) {
        expect(model.asked).toHaveLength(held.length === given.pageSize ? 2 : 1);
      }
    }),
    { numRuns: 80 * factor },
  );
});

/**
 * Makes the server count pages from 1, as all do so far, if a gateway cuts pages and gives no true count. On a server
 * that counts from 0, a sign-in may make page 1 equal to page 0, which no client can detect.
 */
function detectable(given: Setting, changes: readonly Change[][]): [Setting, readonly Change[][]] {
  const { totals, clamp } = given.counted;
  return totals === true || (totals === false && clamp === 1000)
    ? [given, changes]
    : [{ ...given, countsFrom: 1 }, changes.map((some) => some.filter(({ kind }) => kind !== 'mend'))];
}

/** Reads one changing list, and compares it with what the server held. Resolves to whether it was proven. */
async function checked(...drawn: [given: Setting, changes: readonly Change[][]]): Promise<boolean> {
  const [given, changes] = detectable(...drawn);
  const model = modelOf(given, changes);
  return isProven(model, await walk(model, given), mostRequests(given, changes));
}

/** Compares a list that was read with what the server held. Returns whether it was proven. */
function isProven(model: ServerModel, { ids, end }: Walked, mostRequests: number): boolean {
  expect(new Set(ids).size).toBe(ids.length);
  expect(end.kind).not.toBe('more');
  expect(model.asked.length).toBeLessThanOrEqual(mostRequests);
  if (end.kind === 'complete') {
    expect(isOneOf(model.moments, ids)).toBe(true);
    return true;
  }
  expect(new Set(ids)).toEqual(model.shown);
  return false;
}

/** Expects that both ends were seen at least this often. Otherwise, the property says nothing. */
function expectBothEnds(seen: readonly boolean[], least: { readonly proven: number; readonly unproven: number }): void {
  const proven = seen.filter((isProven) => isProven).length;
  expect(proven).toBeGreaterThan(least.proven * seen.length);
  expect(seen.length - proven).toBeGreaterThan(least.unproven * seen.length);
}

test('reads a changing list to its end, and reports it as complete only if the server once had exactly these sessions', {
  timeout: 240_000,
}, async () => {
  const proven: boolean[] = [];
  await fc.assert(
    fc.asyncProperty(setting, changes, async (given, changes) => {
      proven.push(await checked(given, changes));
    }),
    { numRuns: 160 * factor },
  );
  expectBothEnds(proven, { proven: 1 / 4, unproven: 1 / 80 });
});

/** Short pages of short lists have the same coincidences as long ones, but more often. */
const shortList = fc.record({
  sessions: fc.integer({ min: 2, max: 12 }),
  pageSize: fc.integer({ min: 1, max: 3 }),
  countsFrom: fc.constantFrom<0 | 1>(0, 1),
  remembered: fc.constantFrom<0 | 1 | undefined>(undefined, 0, 1),
  filter: fc.constantFrom<SessionFilter>('all', 'active', 'inactive'),
  sortedBy: fc.constantFrom<'created' | 'authenticated'>('created', 'authenticated'),
  pressed: fc.option(fc.nat({ max: 4 }), { nil: undefined }),
});

/** Changes that mostly keep the length of a list. */
function swapsOf(maxLength: number): fc.Arbitrary<Change[][]> {
  const near = fc.constantFrom(0, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9);
  const one = (kind: Exclude<Change['kind'], 'logIn' | 'mend'>) => near.map((row): Change => ({ kind, row }));
  const logIn = fc.constant<Change>({ kind: 'logIn', count: 1 });
  // One row comes and one goes, so that the count stays the same.
  const swap = fc.oneof(
    fc.tuple(logIn, one('delete')),
    fc.tuple(logIn, one('revoke')),
    fc.tuple(one('extend'), one('revoke')),
    fc.tuple(one('expire'), one('extend')),
    fc.tuple(one('authenticateAgain')),
    fc.tuple(fc.constant<Change>({ kind: 'mend' })),
  );
  return fc.array(
    fc.oneof(
      { weight: 1, arbitrary: fc.constant<Change[]>([]) },
      { weight: 1, arbitrary: fc.array(swap, { minLength: 1, maxLength: 3 }).map((some) => some.flat()) },
    ),
    { maxLength },
  );
}

test('proves no list wrongly that is longer than a response and changes without changing its length', {
  timeout: 240_000,
}, async () => {
  const proven: boolean[] = [];
  await fc.assert(
    fc.asyncProperty(shortList, swapsOf(25), async (given, changes) => {
      proven.push(await checked({ ...given, counted: { totals: true, clamp: given.pageSize } }, changes));
    }),
    { numRuns: 1_600 * factor },
  );
  expectBothEnds(proven, { proven: 1 / 16, unproven: 1 / 25 });
});

test('proves no list without a count wrongly, even if a gateway lowers per_page', { timeout: 240_000 }, async () => {
  const lengths = fc.record({ pageSize: fc.integer({ min: 1, max: 6 }), clamp: fc.integer({ min: 1, max: 12 }) });
  // Changes of any kind, but few, because a list that always changes is never proven.
  const anything = fc.array(fc.oneof(fc.constant<Change[]>([]), fc.array(change, { maxLength: 3 })), { maxLength: 8 });
  const proven: boolean[] = [];
  await fc.assert(
    fc.asyncProperty(
      shortList,
      lengths,
      fc.oneof(swapsOf(8), anything),
      async (given, { pageSize, clamp }, changes) => {
        proven.push(await checked({ ...given, pageSize, counted: { totals: false, clamp } }, changes));
      },
    ),
    { numRuns: 1_600 * factor },
  );
  expectBothEnds(proven, { proven: 1 / 16, unproven: 1 / 25 });
});

/** A gateway that replaces the count. */
const falseCounts: fc.Arbitrary<Counted> = fc.record({
  totals: fc.constantFrom<'pageLength' | 0 | 1>('pageLength', 0, 1),
  clamp: fc.integer({ min: 1, max: 12 }),
  dropsLinks: fc.constant(false),
});
/** Without links, only pages of the length that was requested show that more follow. */
const falseCountsWithoutLinks: fc.Arbitrary<Counted> = fc.record({
  totals: fc.constantFrom<'pageLength' | 0 | 1>('pageLength', 0, 1),
  clamp: fc.constantFrom(3, 4, 1000),
  dropsLinks: fc.constant(true),
});

test('proves no list wrongly if a gateway replaces the count', {
  timeout: 240_000,
}, async () => {
  const anything = fc.array(fc.oneof(fc.constant<Change[]>([]), fc.array(change, { maxLength: 3 })), { maxLength: 8 });
  const moves = fc.oneof(fc.constant<Change[][]>([]), swapsOf(8), anything);
  const proven: boolean[] = [];
  await fc.assert(
    fc.asyncProperty(
      shortList,
      fc.oneof(falseCounts, falseCountsWithoutLinks),
      moves,
      async (given, counted, changes) => {
        proven.push(await checked({ ...given, pageSize: given.pageSize === 1 ? 2 : given.pageSize, counted }, changes));
      },
    ),
    { numRuns: 1_600 * factor },
  );
  expectBothEnds(proven, { proven: 1 / 16, unproven: 1 / 25 });
});

test('proves no list wrongly if a cache returns old pages', { timeout: 240_000 }, async () => {
  const cache = fc.record({ requests: fc.integer({ min: 1, max: 30 }), tells: fc.constantFrom('age', 'date') });
  const counts = fc.record({ totals: fc.boolean(), clamp: fc.constantFrom(2, 1000) });
  const proven: boolean[] = [];
  const monotonicClock = vi.spyOn(performance, 'now');
  onTestFinished(() => monotonicClock.mockRestore());
  await fc.assert(
    fc.asyncProperty(shortList, counts, cache, swapsOf(25), async (given, counted, kept, changes) => {
      const [setting, moves] = detectable({ ...given, counted: { ...counted, cache: kept } }, changes);
      const model = modelOf(setting, moves);
      monotonicClock.mockImplementation(() => model.now());
      const client = createKratosClient(model, { countsFrom: setting.remembered });
      // The first reading fills the cache for the second.
      for (let reading = 0; reading < 2; reading += 1) {
        model.shown.clear();
        const seen = await loadAll(client.identitySessions(adaId, setting.filter, setting.pageSize));
        proven.push(isProven(model, seen, 2 * mostRequests(setting, moves)));
      }
    }),
    { numRuns: 600 * factor },
  );
  expectBothEnds(proven, { proven: 1 / 12, unproven: 1 / 20 });
});
