import type { SVGTemplateResult } from 'lit';
import type { OriginModel } from '../../protocol/identityModel.ts';
import type { SessionRow } from '../../protocol/sessionRow.ts';
import type { OriginWords } from '../../words/originWords.ts';
import { filled, localWords, numberWords } from '../timeWords.ts';
import { laneContent } from './drawLane.ts';
import type { Axis, OriginsDrawing, OriginsModel } from './drawOrigins.ts';
import { type Bar, barsOf, type Lane, marksOf } from './lanes.ts';
import { sessionTimes } from './sessionTimes.ts';

/** A lane that was drawn, and what it was drawn from. */
interface DrawnLane {
  readonly of: readonly unknown[];
  readonly content: SVGTemplateResult;
}

/** What is drawn anew in one frame before the other lanes wait for the next: so many bars and marks. */
const shapesPerFrame = 200;
/** Sorting so many sessions into bars takes as long as drawing one bar. */
const sessionsPerShape = 50;

let latest: ReadonlyMap<string, DrawnLane> = new Map();

/**
 * Returns what lanes show, by the keys of their origins. Lanes that would make the frame too long keep what they showed
 * until the next one, which is requested.
 */
export function drawLaneContents(
  drawing: OriginsDrawing,
  model: OriginsModel,
  axis: Axis,
  shown: readonly OriginModel[],
  /** Whether this drawing has other new parts, so that no lane may be drawn. */
  isBusy: boolean,
): ReadonlyMap<string, SVGTemplateResult> {
  const { window, now, content } = axis;
  const next = new Map<string, DrawnLane>();
  let shapes = isBusy ? shapesPerFrame : 0;
  let isComplete = true;
  for (const { key } of shown) {
    const lane = content.lanes.get(key);
    if (lane === undefined) {
      continue;
    }
    const of = [lane, window.start, window.end, now, drawing.words];
    const before = latest.get(key);
    if (before?.of.every((part, index) => part === of[index])) {
      next.set(key, before);
    } else if (shapes < shapesPerFrame) {
      const drawn = drawContent(drawing, model, axis, lane);
      shapes += drawn.shapes + lane.spans.length / sessionsPerShape;
      next.set(key, { of, content: drawn.content });
    } else {
      isComplete = false;
      if (before !== undefined) {
        next.set(key, before);
      }
    }
  }
  latest = next;
  if (!isComplete) {
    drawing.redraw();
  }
  return new Map([...next].map(([key, { content }]) => [key, content]));
}

function drawContent(
  { words, locale, showSessions }: OriginsDrawing,
  { rows }: OriginsModel,
  axis: Axis,
  { spans, factors }: Lane,
): { readonly content: SVGTemplateResult; readonly shapes: number } {
  const bars = barsOf(spans, axis.window, axis.now);
  const marks = marksOf(factors, axis.window);
  const content = laneContent({
    ...axis,
    bars,
    factors: marks,
    titleOf: (bar) => barTitle(bar, rows, words, locale),
    select: showSessions,
  });
  return { content, shapes: bars.length + marks.length };
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
