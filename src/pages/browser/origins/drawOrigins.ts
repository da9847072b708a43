import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import type { IdentityMessage } from '../../protocol/identityMessages.ts';
import type { IdentityEvent } from '../../protocol/identityModel.ts';
import type { SessionRow } from '../../protocol/sessionRow.ts';
import type { OriginWords } from '../../words/originWords.ts';
import { rovingFocus } from '../rovingFocus.ts';
import { filled, numberWords } from '../timeWords.ts';
import { drawEvents, drawTicks, factorKinds, legendShape, shapeDefinitions } from './drawLane.ts';
import { drawOrigin, drawTimes } from './drawOrigin.ts';
import { drawLaneContents } from './laneContents.ts';
import { type AxisContent, axisContent, isOnAxis, type Lane, type Lanes, marksOf, spanKinds } from './lanes.ts';
import { listToggle } from './originActions.ts';
import type { OriginsState } from './originsState.ts';
import { axisTicks, type Tick, type TimeWindow, timeWindow, type Zoom } from './timeAxis.ts';

/** `showSessions` and `selectSession` may be called long after the drawing that they came with. */
export interface OriginsDrawing {
  readonly words: OriginWords;
  readonly locale: string;
  /** In milliseconds since the epoch. */
  readonly now: number;
  /** A new object after rows or origins changed. */
  readonly lanes: Lanes;
  readonly events: readonly IdentityEvent[];
  readonly rows: ReadonlyMap<string, SessionRow>;
  /** The id of the session whose details are shown. */
  readonly selected: string | undefined;
  /** How complete the list is, while more sessions can be read: "50 of 1,203". */
  readonly partial: string | undefined;
  readonly state: OriginsState;
  readonly change: (state: OriginsState) => void;
  /** The key of the copy button that shows a check mark; of an origin's question see `questionButton`. */
  readonly copied: string | undefined;
  /** Shows only these sessions in the table. */
  readonly showSessions: (ids: readonly string[]) => void;
  /** Shows the details of one session. */
  readonly selectSession: (id: string) => void;
  readonly mayChange: boolean;
  readonly send: (message: IdentityMessage) => void;
  /** Requests another drawing, in the next frame. */
  readonly redraw: () => void;
}

/** The axis as it is drawn in all lanes. */
export interface Axis {
  readonly content: AxisContent;
  readonly window: TimeWindow;
  readonly ticks: readonly Tick[];
  /** The present, rounded to what a lane can show, so that few ticks of the clock redraw the lanes. */
  readonly now: number;
}

const firstOrigins = 10;
/** More would make each drawing of the page slow. All their sessions are in the table. */
const mostOrigins = 200;
/** How many are new in one frame: the others follow in the next ones. */
const newOriginsPerFrame = 2;
const listedEvents = 50;
const stepsOfNow = 1000;
const zooms: readonly Zoom[] = ['day', 'week', 'all'];
const eventsList = 'events';

/** Renders the section of the origins with the time axis that they share. */
export function drawOrigins(drawing: OriginsDrawing): TemplateResult {
  const { words, locale, state, change, partial, lanes } = drawing;
  const { length } = lanes.all;
  const hadAxis = latestAxis !== undefined;
  const axis = currentAxis(drawing);
  // A new axis takes a frame, as do its events with new origins and then the lanes: together they may take too long.
  const isNewAxis = axis !== undefined && !hadAxis;
  if (isNewAxis) {
    drawing.redraw();
  }
  const { shown, hasNew } = shownLanes(drawing, isNewAxis ? 0 : newOriginsPerFrame);
  const drawnLanes = axis && drawLaneContents(drawing, axis, shown, hasNew || isNewAxis);
  const showsAllWords = state.showsAll
    ? filled(words.showFirst, { 0: numberWords(firstOrigins, locale) })
    : filled(words.showAll, { 0: numberWords(length, locale) });
  return html`<section class="origins" aria-labelledby="origins">
    <h2 id="origins">${words.origins}</h2>
    ${partial && html`<p class="quiet">${filled(words.partial, { 0: partial })}</p>`}
    ${length === 0 && partial === undefined ? html`<p>${words.noSessions}</p>` : nothing}
    ${axis && drawControls(drawing, axis)}
    <div class="axis">
      ${axis && drawHeader(drawing, axis)} ${axis && hadAxis ? drawEventRow(drawing, axis) : nothing}
      <ol aria-label=${words.list} ${rovingFocus()}>
        ${repeat(
          shown,
          ({ origin }) => origin.key,
          (lane) => drawOrigin(drawing, axis, lane, drawnLanes?.get(lane.origin.key)),
        )}
      </ol>
      ${
        state.showsAll && length > mostOrigins
          ? html`<p class="quiet">${filled(words.moreInTable, { 0: numberWords(length - mostOrigins, locale) })}</p>`
          : nothing
      }
    </div>
    ${
      length > firstOrigins
        ? html`<button
            class="tool"
            type="button"
            aria-expanded=${state.showsAll}
            @click=${() => change({ ...state, showsAll: !state.showsAll })}
          >
            ${showsAllWords}
          </button>`
        : nothing
    }
    <p class="quiet">${words.footer}</p>
  </section>`;
}

let latestShown: ReadonlySet<string> = new Set();

/** Returns the lanes that are drawn now, at most `mostNew` new ones. Requests another drawing if there are more. */
function shownLanes(
  { lanes, state, redraw }: OriginsDrawing,
  mostNew: number,
): { readonly shown: readonly Lane[]; readonly hasNew: boolean } {
  const wanted = lanes.all.slice(0, state.showsAll ? mostOrigins : firstOrigins);
  const added = wanted.filter(({ origin }) => !latestShown.has(origin.key));
  const waiting = new Set(added.slice(mostNew));
  const shown = wanted.filter((lane) => !waiting.has(lane));
  latestShown = new Set(shown.map(({ origin }) => origin.key));
  if (waiting.size > 0) {
    redraw();
  }
  return { shown, hasNew: added.length > 0 };
}

/** The axis that was drawn last, and what it was made of. */
let latestAxis: (Axis & { readonly of: readonly unknown[] }) | undefined;

/** Returns the axis, the same object as long as it shows the same. */
function currentAxis({ state, now, locale, lanes, events, rows, selected }: OriginsDrawing): Axis | undefined {
  const content = axisContent(lanes, events, now);
  if (content === undefined) {
    return undefined;
  }
  const { zoom, moved } = state;
  const signedInAt = selected === undefined ? undefined : rows.get(selected)?.signedInAt;
  const center = isOnAxis(signedInAt, now) ? signedInAt : undefined;
  const movedEnd = moved?.selected === selected ? moved?.end : undefined;
  const before = timeWindow(zoom, content.extent, center, movedEnd);
  const step = (before.end - before.start) / stepsOfNow;
  const rounded = Math.max(Math.ceil(now / step) * step, content.extent.newest);
  const window = timeWindow(zoom, { ...content.extent, end: rounded }, center, movedEnd);
  const of = [lanes, events, rounded, window.start, window.end];
  if (latestAxis === undefined || of.some((part, index) => part !== latestAxis?.of[index])) {
    latestAxis = { of, content, window, ticks: axisTicks(window, locale), now: rounded };
  }
  return latestAxis;
}

function drawControls(drawing: OriginsDrawing, axis: Axis): TemplateResult {
  const { words, state, change, selected } = drawing;
  const { window, content } = axis;
  const half = (window.end - window.start) / 2;
  const move = (label: string, by: number, isEnd: boolean) => html`<button
    class="tool"
    type="button"
    aria-disabled=${isEnd}
    @click=${() => isEnd || change({ ...state, moved: { end: window.end + by, selected } })}
  >
    ${label}
  </button>`;
  return html`<div class="axis-controls">
    <fieldset>
      <legend>${words.timeAxis}</legend>
      ${zooms.map(
        (zoom) => html`<label
          ><input
            type="radio"
            name="zoom"
            .checked=${zoom === state.zoom}
            @change=${() => change({ ...state, zoom, moved: undefined })}
          />${words[zoom]}</label
        >`,
      )}
    </fieldset>
    ${
      state.zoom === 'all'
        ? nothing
        : html`<div class="tools" role="toolbar" aria-label=${words.move} ${rovingFocus()}>
            ${move(words.earlier, -half, window.start <= content.extent.start)}
            ${move(words.later, half, window.end >= axis.now)}
          </div>`
    }
    <ul class="legend" aria-hidden="true">
      ${[...spanKinds, ...factorKinds].map((kind) => html`<li>${legendShape(kind)}${words[kind]}</li>`)}
      <li>
        <svg class="lane sample" width="8" height="14" aria-hidden="true">
          <line class="now" x1="4" x2="4" y1="0" y2="14" />
        </svg>${words.now}
      </li>
    </ul>
    ${shapeDefinitions}
  </div>`;
}

function drawHeader({ words, locale }: OriginsDrawing, axis: Axis): TemplateResult {
  const rangeWords = () => {
    const dates = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', day: 'numeric' });
    const zone = filled(words.localTime, { 0: dates.resolvedOptions().timeZone });
    const { window, content, now } = axis;
    return `${dates.formatRange(Math.max(window.start, content.extent.start), Math.min(window.end, now))}, ${zone}`;
  };
  return html`<div class="axis-row axis-header">
    <p class="quiet">${guard([axis, words], rangeWords)}</p>
    ${drawTicks(axis)}
  </div>`;
}

function drawEventRow(drawing: OriginsDrawing, axis: Axis): TemplateResult {
  const { words, locale, state, events } = drawing;
  const count =
    events.length === 1 ? words.oneEvent : filled(words.countEvents, { 0: numberWords(events.length, locale) });
  const kinds = [...new Set(axis.content.events.map(({ kind }) => kind))].sort();
  const before = events.filter(({ at }) => at < axis.content.extent.start).length;
  const listed = () =>
    [...events]
      .sort((one, other) => other.at - one.at)
      .slice(0, listedEvents)
      .map(({ text, at }) => html`<li>${drawTimes([{ label: text, at }], words, locale)}</li>`);
  return html`<div class="axis-row">
    <div class="events-head">
      <h3>${words.events}</h3>
      ${
        events.length === 0
          ? html`<p class="quiet">${words.noEvents}</p>`
          : html`<ul class="legend" aria-hidden="true">
                ${kinds.map((kind) => html`<li>${legendShape(kind)}${words.eventKinds[kind]}</li>`)}
              </ul>
              ${
                before === 0
                  ? nothing
                  : html`<p class="quiet">${filled(words.earlierEvents, { 0: numberWords(before, locale) })}</p>`
              }
              ${listToggle(drawing, eventsList, words.timesAsText)}`
      }
    </div>
    ${drawEvents({ ...axis, label: count, kinds, events: marksOf(axis.content.events, axis.window) })}
    ${
      state.unfolded.includes(eventsList)
        ? html`<ol class="times origin-body" id=${eventsList}>
            ${guard([events, words], listed)}
            ${
              events.length > listedEvents
                ? html`<li>${filled(words.moreEvents, { 0: numberWords(events.length - listedEvents, locale) })}</li>`
                : nothing
            }
          </ol>`
        : nothing
    }
  </div>`;
}
