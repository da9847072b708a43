import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  axisContent,
  barsOf,
  isOnAxis,
  type Lane,
  type Lanes,
  lanesInSteps,
  marksOf,
  spanKinds,
  spanOf,
} from '../../../../../src/pages/browser/origins/lanes.ts';
import { timeWindow } from '../../../../../src/pages/browser/origins/timeAxis.ts';
import type { OriginModel } from '../../../../../src/pages/protocol/identityModel.ts';
import type { SessionRow } from '../../../../../src/pages/protocol/sessionRow.ts';
import { runSteps } from '../../../../origins/runSteps.ts';
import { methodMark, sessionRow } from '../../../builders/sessionRowBuilder.ts';

const now = Date.parse('2026-11-27T12:00:00Z');
const hour = 3_600_000;
const day = 24 * hour;
const week = { start: now - 7 * day, end: now };

function originOf(rows: readonly SessionRow[]): OriginModel {
  return {
    key: 'key',
    titles: ['Chrome on Windows, DE, 203.0.113.0/24'],
    firstSeen: undefined,
    sessionIds: rows.map(({ id }) => id),
    activeCount: 0,
    reasons: [],
    answers: [],
    recognition: undefined,
    network: undefined,
  };
}

function contentOf(rows: readonly SessionRow[], events: Parameters<typeof axisContent>[1] = []) {
  return axisContent(lanesOf(rows), events, now);
}

/** Returns the lane of an origin of `rows` in any order. */
function laneOf(rows: readonly SessionRow[]): Lane {
  return lanesOf(rows).all[0] ?? { origin: originOf(rows), spans: [], factors: [] };
}

function lanesOf(rows: readonly SessionRow[]): Lanes {
  return runSteps(lanesInSteps([originOf(rows)], new Map(rows.map((row) => [row.id, row])), now));
}

const rows = fc.array(
  fc
    .record({
      state: fc.constantFrom('active', 'expired', 'revoked', 'expiredOrRevoked', 'identityInactive', 'unreadable'),
      // Both ends of what Kratos' database holds, and all that is near the present.
      signedInAt: fc.option(
        fc.oneof(
          fc.integer({ min: now - 400 * day, max: now }),
          fc.constantFrom(Date.UTC(1, 0), Date.parse('0001-01-01T00:00:00Z'), Date.UTC(9999, 11), Date.UTC(1970, 0)),
        ),
        { nil: undefined },
      ),
      expiresAt: fc.option(
        fc.oneof(
          fc.integer({ min: now - 400 * day, max: now + 30 * day }),
          fc.constantFrom(Date.parse('0001-01-01T00:00:00Z'), Date.UTC(9999, 11)),
        ),
        { nil: undefined },
      ),
      completedAt: fc.option(fc.integer({ min: now - 400 * day, max: now }), { nil: undefined }),
      method: fc.constantFrom('password', 'totp', 'code_recovery'),
    })
    .map(({ completedAt, method, ...over }) => sessionRow({ ...over, methods: [methodMark(method, completedAt)] })),
  { maxLength: 60 },
);

describe('the bars of any sessions', () => {
  it('contain each session that has times, in the window of all sessions', () => {
    fc.assert(
      fc.property(rows, (sessions) => {
        const content = contentOf(sessions);
        const spans = sessions.flatMap((row) => spanOf(row, now) ?? []);
        if (content === undefined) {
          expect(spans).toEqual([]);
          return;
        }
        const window = timeWindow('all', content.extent, undefined, undefined);
        const bars = barsOf(laneOf(sessions).spans, window, now);
        expect(bars.flatMap(({ ids }) => ids).sort()).toEqual(spans.map(({ id }) => id).sort());
        for (const { id, kind, start } of spans) {
          const at = ((start - window.start) / (window.end - window.start)) * 100;
          const bar = bars.find(({ ids }) => ids.includes(id));
          expect(bar?.kind).toBe(kind);
          expect(at).toBeGreaterThanOrEqual((bar?.start ?? 100) - 0.01);
          expect(at).toBeLessThanOrEqual((bar?.end ?? 0) + 0.01);
        }
      }),
    );
  });

  it('are ordered, apart from each other and inside of the lane, for each way to end', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom('day', 'week', 'all'), (sessions, zoom) => {
        const content = contentOf(sessions);
        if (content === undefined) {
          return;
        }
        const bars = barsOf(laneOf(sessions).spans, timeWindow(zoom, content.extent, undefined, undefined), now);
        for (const kind of spanKinds) {
          const edges = bars.filter((bar) => bar.kind === kind).flatMap(({ start, end }) => [start, end]);
          expect(edges).toEqual([...edges].sort((one, other) => one - other));
          expect(edges.every((edge) => edge >= 0 && edge <= 100)).toBe(true);
        }
      }),
    );
  });

  it('do not depend on the order of the sessions', () => {
    fc.assert(
      fc.property(rows, (sessions) => {
        const drawn = (list: readonly SessionRow[]) =>
          barsOf(laneOf(list).spans, week, now).map(({ kind, start, end }) => ({ kind, start, end }));
        expect(drawn(sessions.toReversed())).toEqual(drawn(sessions));
      }),
    );
  });
});

describe('a lane of 10,000 sessions', () => {
  const many = Array.from({ length: 10_000 }, (_, index) =>
    sessionRow({
      state: (['active', 'expired', 'revoked'] as const)[index % 3] ?? 'active',
      signedInAt: now - index * hour,
      expiresAt: now - index * hour + hour / 100,
      methods: [methodMark('password', now - index * hour), methodMark('totp', now - index * hour)],
    }),
  );

  it.each(['day', 'week', 'all'] as const)('has at most 300 bars and 300 marks when it shows: %s', (zoom) => {
    const extent = { start: now - 10_000 * hour, newest: now, end: now };
    const window = timeWindow(zoom, extent, undefined, undefined);
    const { spans, factors } = laneOf(many);
    const bars = barsOf(spans, window, now);
    expect(bars.length).toBeGreaterThan(0);
    expect(bars.length).toBeLessThanOrEqual(300);
    expect(marksOf(factors, window).length).toBeLessThanOrEqual(300);
    const inSight = spans.filter(({ start, end }) => start <= window.end && Math.min(end, now) >= window.start);
    expect(bars.flatMap(({ ids }) => ids)).toHaveLength(inSight.length);
  });
});

describe('the bar of a session', () => {
  const window = { start: now - 10 * day, end: now };

  it('ends at the expiry, and at the present while that is ahead', () => {
    const signedInAt = now - 5 * day;
    const bars = (expiresAt: number | undefined) =>
      barsOf(laneOf([sessionRow({ signedInAt, expiresAt })]).spans, window, now);
    expect(bars(now - 2 * day)).toMatchObject([{ start: 50, end: 80 }]);
    expect(bars(now + 30 * day)).toMatchObject([{ start: 50, end: 100 }]);
    expect(bars(Date.UTC(9999, 11))).toMatchObject([{ start: 50, end: 100 }]);
    expect(bars(undefined)).toMatchObject([{ start: 50, end: 100 }]);
  });

  it.each([
    ['active', 'active'],
    ['expired', 'ended'],
    ['revoked', 'openEnd'],
    ['expiredOrRevoked', 'openEnd'],
    ['identityInactive', 'openEnd'],
  ] as const)('shows how the session ended: %s', (state, kind) => {
    expect(spanOf(sessionRow({ state }), now)?.kind).toBe(kind);
  });

  it.each<[string, Partial<SessionRow>]>([
    ['without times', { signedInAt: undefined, expiresAt: undefined }],
    ['of year 1', { signedInAt: Date.parse('0001-01-01T00:00:00Z') }],
    ['of year 9999', { signedInAt: Date.UTC(9999, 11), expiresAt: undefined }],
    ['that ends before it begins', { signedInAt: now, expiresAt: now - hour }],
  ])('is left out for a session %s, which changes nothing for the others', (_, over) => {
    const usual = sessionRow();
    expect(spanOf(sessionRow(over), now)).toBeUndefined();
    expect(contentOf([usual, sessionRow(over)])?.extent).toEqual(contentOf([usual])?.extent);
  });
});

describe('the extent of the axis', () => {
  it('reaches from the first session to the present, and leaves out earlier events of the identity', () => {
    const events = [now - 900 * day, now - 3 * day].map((at) => ({ kind: 'mail' as const, at, text: 'Mail' }));
    const content = contentOf([sessionRow({ signedInAt: now - 5 * day, expiresAt: now - day })], events);
    expect(content?.extent).toEqual({ start: now - 5 * day, newest: now - 3 * day, end: now });
    expect(content?.events.map(({ at }) => at)).toEqual([now - 3 * day]);
  });

  it('is that of the events where there are no sessions', () => {
    expect(contentOf([], [{ kind: 'created', at: now - day, text: 'Created' }])?.extent.start).toBe(now - day);
    expect(contentOf([])).toBeUndefined();
  });

  it('includes a session that began after the present of this machine, whose clock may be slow', () => {
    expect(isOnAxis(now + hour, now)).toBe(true);
    expect(contentOf([sessionRow({ signedInAt: now + hour, expiresAt: undefined })])?.extent.end).toBe(now + hour);
  });
});

describe('the marks of a lane', () => {
  it('have a shape for first factors, second factors and recoveries', () => {
    const methods = ['password', 'totp', 'code_recovery', 'oidc', 'lookup_secret', 'link_recovery'];
    const row = sessionRow({ methods: methods.map((method, index) => methodMark(method, now - index * day)) });
    expect(laneOf([row]).factors.map(({ text, kind }) => `${text}: ${kind}`)).toEqual([
      'link_recovery: recovery',
      'lookup_secret: second',
      'oidc: first',
      'code_recovery: recovery',
      'totp: second',
      'password: first',
    ]);
  });

  it('are one for moments of one kind that would cover each other', () => {
    const at = now - day;
    const points = [
      { kind: 'first', at, text: 'a' },
      { kind: 'second', at, text: 'b' },
      { kind: 'first', at: at + hour, text: 'c' },
      { kind: 'first', at: at + 6 * hour, text: 'd' },
    ];
    expect(marksOf(points, week).map(({ texts }) => texts)).toEqual([['a', 'c'], ['b'], ['d']]);
  });
});
