import type { SVGTemplateResult } from 'lit';
import type { SessionRow } from '../../protocol/sessionRow.ts';
import type { OriginWords } from '../../words/originWords.ts';
import { filled, localWords, numberWords } from '../timeWords.ts';
import { laneContent } from './drawLane.ts';
import type { Axis, OriginsDrawing } from './drawOrigins.ts';
import { type Bar, barsOf, type Lane, marksOf, spanKinds } from './lanes.ts';
import { sessionTimes } from './sessionTimes.ts';

/** A lane as it was drawn, and what it was drawn from. */
export interface DrawnLane {
  readonly of: readonly unknown[];
  /** Its text for screen readers. */
  readonly label: string;
  readonly content: SVGTemplateResult;
  /** The number of its bars and marks. */
  readonly shapes: number;
}

/** The number of bars and marks that one frame redraws; other lanes wait for the next frame. */
const shapesPerFrame = 200;
/** Sorting this many sessions into bars takes as long as drawing one bar. */
const sessionsPerShape = 50;

let latest: ReadonlyMap<string, DrawnLane> = new Map();

/**
 * Returns what lanes show, by the keys of their origins. Lanes that would make the frame too long keep what they showed
 * until the next one, which is requested.
 */
export function drawLaneContents(
  drawing: OriginsDrawing,
  axis: Axis,
  shown: readonly Lane[],
  /** Whether this drawing has other new parts, so that no lane may be drawn. */
  isBusy: boolean,
): ReadonlyMap<string, DrawnLane> {
  const { window, now } = axis;
  const next = new Map<string, DrawnLane>();
  let shapes = isBusy ? shapesPerFrame : 0;
  let isComplete = true;
  for (const lane of shown) {
    const { key } = lane.origin;
    const of = [lane, window.start, window.end, now, drawing.words];
    const before = latest.get(key);
    if (before?.of.every((part, index) => part === of[index])) {
      next.set(key, before);
    } else if (shapes < shapesPerFrame) {
      const drawn = { of, ...drawContent(drawing, axis, lane) };
      shapes += drawn.shapes + lane.spans.length / sessionsPerShape;
      isComplete = false;
      next.set(key, drawn);
    } else {
      isComplete = false;
      if (before !== undefined) {
        next.set(key, before);
      }
    }
  }
  // What is new is shown in the next frame: the page needs as long to show many sessions as to sort them into bars.
  const ready = latest;
  latest = next;
  if (!isComplete) {
    drawing.redraw();
  }
  return ready;
}

function drawContent(
  { words, locale, rows, showSessions }: OriginsDrawing,
  axis: Axis,
  { spans, factors }: Lane,
): Omit<DrawnLane, 'of'> {
  const bars = barsOf(spans, axis.window, axis.now);
  const marks = marksOf(factors, axis.window);
  const content = laneContent(axis, bars, marks, (bar) => barTitle(bar, rows, words, locale), showSessions);
  const counts = spanKinds.flatMap((kind) => {
    const { length } = spans.filter((span) => span.kind === kind);
    return length === 0 ? [] : `${words[kind]}: ${numberWords(length, locale)}`;
  });
  return { label: [words.timeAxis, ...counts].join('; '), content, shapes: bars.length + marks.length };
}

/** Returns the times of a bar's session, or the number of its sessions. */
function barTitle({ ids }: Bar, rows: ReadonlyMap<string, SessionRow>, words: OriginWords, locale: string): string {
  const only = ids.length === 1 ? rows.get(ids[0] ?? '') : undefined;
  if (only === undefined) {
    return filled(words.sessions, { 0: numberWords(ids.length, locale) });
  }
  return [
    only.stateText,
    ...sessionTimes(only, words).map(({ label, at }) => `${label}: ${momentText(at, words, locale)}`),
  ].join('\n');
}

function momentText(at: number | undefined, words: OriginWords, locale: string): string {
  return at === undefined ? words.noTime : localWords(at, locale);
}
