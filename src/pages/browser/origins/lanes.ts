import type { IdentityEvent, OriginModel } from '../../protocol/identityModel.ts';
import type { MethodMark, SessionRow } from '../../protocol/sessionRow.ts';
import { type Extent, percentIn, type TimeWindow } from './timeAxis.ts';

/** How a session ended; of a revoked one the server has no time. */
export type SpanKind = 'active' | 'ended' | 'openEnd';
export type FactorKind = 'first' | 'second' | 'recovery';

/** A session from its sign-in to its expiry; infinite without one. It is drawn up to the present at most. */
export interface Span {
  readonly id: string;
  readonly kind: SpanKind;
  readonly start: number;
  readonly end: number;
}

/** Something at one moment, drawn in the shape of its kind. */
interface Point<Kind extends string> {
  readonly kind: Kind;
  readonly at: number;
  readonly text: string;
}

/** The sessions of an origin as the axis shows them, oldest first. */
export interface Lane {
  readonly origin: OriginModel;
  readonly spans: readonly Span[];
  readonly factors: readonly Point<FactorKind>[];
}

export interface Lanes {
  /** In the order in which they are shown. */
  readonly all: readonly Lane[];
  /** The oldest and the newest moment of all; infinite if there are none. */
  readonly oldest: number;
  readonly newest: number;
}

/** One or more sessions that overlap or nearly touch, from 0 to 100 percent of the window. */
export interface Bar {
  readonly kind: SpanKind;
  readonly start: number;
  readonly end: number;
  readonly ids: readonly string[];
}

export interface LaneMark<Kind extends string> {
  readonly kind: Kind;
  readonly percent: number;
  readonly texts: readonly string[];
}

/** All that the axis shows, in every window. */
export interface AxisContent {
  readonly events: readonly Point<IdentityEvent['kind']>[];
  readonly extent: Extent;
}

export const spanKinds = ['active', 'ended', 'openEnd'] as const;
/** No Kratos is older: earlier dates are errors, and would leave all other sessions one pixel. */
const earliest = Date.UTC(2000, 0);
/** How far the clocks of the server and of this machine may be apart. */
const clockTolerance = 24 * 60 * 60_000;
const sessionsPerStep = 500;
const mostBars = 300;
/** In percent of the window: less than a pixel. */
const finestGap = 0.1;
/** In percent of the window: about the width of a mark. */
const markWidth = 1;

const secondFactors = ['totp', 'webauthn', 'lookup_secret'];

/** Returns what the axis shows; undefined where nothing has a time that it can show. */
export function axisContent(
  { oldest, newest }: Lanes,
  events: readonly IdentityEvent[],
  now: number,
): AxisContent | undefined {
  const shown = events.filter(({ at }) => isOnAxis(at, now)).sort((one, other) => one.at - other.at);
  // An identity may be years older than the first of its sessions, which would be left a few pixels.
  const start = Number.isFinite(oldest) ? oldest : shown[0]?.at;
  if (start === undefined) {
    return undefined;
  }
  const last = Math.max(newest, shown.at(-1)?.at ?? start);
  return {
    events: shown.filter(({ at }) => at >= start),
    extent: { start, newest: last, end: Math.max(last, now) },
  };
}

/** Returns whether the axis can show a moment. */
export function isOnAxis(at: number | undefined, now: number): at is number {
  return at !== undefined && at >= earliest && at <= now + clockTolerance;
}

/** Returns a session's span; undefined where it has no time, or one that the axis cannot show. */
export function spanOf({ id, state, signedInAt, expiresAt }: SessionRow, now: number): Span | undefined {
  const end = expiresAt ?? Number.POSITIVE_INFINITY;
  if (!isOnAxis(signedInAt, now) || !(end >= signedInAt)) {
    return undefined;
  }
  const kind = state === 'active' ? 'active' : state === 'expired' ? 'ended' : 'openEnd';
  return { id, kind, start: signedInAt, end };
}

/** Returns the lane of each origin. Yields after some hundred sessions, so that the caller can pause. */
export function* lanesInSteps(
  origins: readonly OriginModel[],
  rows: ReadonlyMap<string, SessionRow>,
  now: number,
): Generator<undefined, Lanes> {
  const all: Lane[] = [];
  let oldest = Number.POSITIVE_INFINITY;
  let newest = Number.NEGATIVE_INFINITY;
  let count = 0;
  for (const origin of origins) {
    const spans: Span[] = [];
    const factors: Point<FactorKind>[] = [];
    // The newest comes first in an origin and last in a lane: what is nearly sorted is sorted fast.
    for (const id of origin.sessionIds.toReversed()) {
      addRow(rows.get(id), spans, factors, now);
      count += 1;
      if (count % sessionsPerStep === 0) {
        yield;
      }
    }
    spans.sort((one, other) => one.start - other.start);
    factors.sort((one, other) => one.at - other.at);
    all.push({ origin, spans, factors });
    oldest = Math.min(oldest, spans[0]?.start ?? oldest, factors[0]?.at ?? oldest);
    newest = Math.max(newest, spans.at(-1)?.start ?? newest, factors.at(-1)?.at ?? newest);
  }
  return { all, oldest, newest };
}

function addRow(row: SessionRow | undefined, spans: Span[], factors: Point<FactorKind>[], now: number): void {
  const span = row && spanOf(row, now);
  if (span !== undefined) {
    spans.push(span);
  }
  for (const { method, completedAt } of row?.methods ?? []) {
    if (isOnAxis(completedAt, now)) {
      factors.push({ kind: factorKind(method), at: completedAt, text: method });
    }
  }
}

function factorKind(method: MethodMark['method']): FactorKind {
  if (method.endsWith('_recovery')) {
    return 'recovery';
  }
  return secondFactors.includes(method) ? 'second' : 'first';
}

/**
 * Returns the bars of the spans in the window, oldest first of each kind. Sessions that overlap share one; so do
 * sessions with a gap between them where there would be too many bars.
 */
export function barsOf(spans: readonly Span[], window: TimeWindow, now: number): Bar[] {
  let bars: BarsByKind = { active: [], ended: [], openEnd: [] };
  // In milliseconds until all are joined: a position in percent for each session would take longer.
  let gap = finestGap * percentOf(window);
  for (const { id, kind, start, end } of spans) {
    const shownEnd = Math.max(start, Math.min(end, now));
    if (start <= window.end && shownEnd >= window.start) {
      addBar(bars, kind, start, shownEnd, gap).ids.push(id);
    }
  }
  for (;;) {
    const all = spanKinds.flatMap((kind) => bars[kind]);
    if (all.length <= mostBars) {
      return all.map((bar) => ({ ...bar, start: percentIn(window, bar.start), end: percentIn(window, bar.end) }));
    }
    gap *= 2;
    bars = { active: [], ended: [], openEnd: [] };
    for (const { kind, start, end, ids } of all) {
      addBar(bars, kind, start, end, gap).ids.push(...ids);
    }
  }
}

type BarsByKind = Record<SpanKind, { kind: SpanKind; start: number; end: number; ids: string[] }[]>;

/** Returns the last bar of the kind, made longer, if there is at most `gap` before the start; else a new one. */
function addBar(
  bars: BarsByKind,
  kind: SpanKind,
  start: number,
  end: number,
  gap: number,
): BarsByKind[SpanKind][number] {
  const last = bars[kind].at(-1);
  if (last !== undefined && start - last.end <= gap) {
    last.end = Math.max(last.end, end);
    return last;
  }
  const bar = { kind, start, end, ids: [] };
  bars[kind].push(bar);
  return bar;
}

/** Returns a mark for each point in the window; one for points of one kind that would cover each other. */
export function marksOf<Kind extends string>(points: readonly Point<Kind>[], window: TimeWindow): LaneMark<Kind>[] {
  const width = markWidth * percentOf(window);
  const marks: (LaneMark<Kind> & { readonly at: number; readonly texts: string[] })[] = [];
  const lasts = new Map<Kind, (typeof marks)[number]>();
  for (const { kind, at, text } of points) {
    if (at < window.start || at > window.end) {
      continue;
    }
    const last = lasts.get(kind);
    if (last !== undefined && at - last.at < width) {
      last.texts.push(text);
    } else {
      const mark = { kind, at, percent: percentIn(window, at), texts: [text] };
      marks.push(mark);
      lasts.set(kind, mark);
    }
  }
  return marks;
}

/** Returns the milliseconds in a percent of the window. */
function percentOf({ start, end }: TimeWindow): number {
  return (end - start) / 100;
}
