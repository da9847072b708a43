import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { relativeWords } from '../../../text/timeDistance.ts';
import type { OriginModel } from '../../protocol/identityModel.ts';
import type { OriginWords } from '../../words/originWords.ts';
import { changeIcon, checkIcon, closeIcon, deviceIcon, keyIcon, placeIcon } from '../icons.ts';
import { filled, localWords, numberWords, utcWords } from '../timeWords.ts';
import { drawLane } from './drawLane.ts';
import type { Axis, OriginsDrawing } from './drawOrigins.ts';
import type { DrawnLane } from './laneContents.ts';
import { type Lane, spanOf } from './lanes.ts';
import { listId, originActions } from './originActions.ts';
import { sessionTimes, type TimeLine } from './sessionTimes.ts';

const namedTitles = 3;
const listedSessions = 50;

const iconOf = { place: placeIcon, device: deviceIcon, signIn: keyIcon, change: changeIcon };

export function drawOrigin(
  drawing: OriginsDrawing,
  axis: Axis | undefined,
  lane: Lane,
  /** What was drawn of its lane; undefined before that. */
  drawnLane: DrawnLane | undefined,
): TemplateResult {
  const { origin } = lane;
  const { words, state, selected } = drawing;
  const { titles, reasons, answers, recognition } = origin;
  const [name = '', ...further] = titles;
  const isOpen = (list: 'comparisons' | 'times') => state.unfolded.includes(listId(list, origin));
  // One kind of reason is frequent: a new network, a forgotten password.
  const differs = new Set(reasons.map(({ kind }) => kind)).size > 1;
  return html`<li class="axis-row ${differs ? 'differs' : ''}">
    <div class="origin-head">
      <h3><bdi>${name}</bdi></h3>
      ${further.slice(0, namedTitles).map((title) => html`<p class="further"><bdi>${title}</bdi></p>`)}
      ${
        further.length > namedTitles
          ? html`<p class="further">
              ${filled(words.more, { 0: numberWords(further.length - namedTitles, drawing.locale) })}
            </p>`
          : nothing
      }
      <p class="quiet">${facts(drawing, origin)}</p>
    </div>
    ${
      axis &&
      drawLane(
        axis,
        drawnLane?.label ?? words.timeAxis,
        guard([drawnLane], () => drawnLane?.content),
        selected === undefined ? undefined : lane.spans.find(({ id }) => id === selected),
      )
    }
    <div class="origin-body">
      ${
        recognition &&
        html`<p class="recognition">${recognition.isRecognised ? checkIcon : closeIcon}<bdi>${recognition.text}</bdi></p>`
      }
      ${
        reasons.length === 0
          ? html`<p class="quiet">${words.noReasons}</p>`
          : html`<ul class="reasons">
              ${reasons.map(
                ({ kind, text }) =>
                  html`<li>${iconOf[kind]}<span><strong>${words.kinds[kind]}</strong> ${text}</span></li>`,
              )}
            </ul>`
      }
      ${originActions(drawing, origin, name)}
      ${
        isOpen('comparisons')
          ? html`<ul class="answers" id=${listId('comparisons', origin)}>
              ${answers.map((answer) => html`<li>${answer}</li>`)}
            </ul>`
          : nothing
      }
      ${isOpen('times') ? drawSessionList(drawing, origin) : nothing}
    </div>
  </li>`;
}

function facts({ words, locale, now }: OriginsDrawing, { firstSeen, sessionIds, activeCount }: OriginModel): string {
  const count = sessionIds.length;
  const first =
    firstSeen === undefined ? words.noFirstSeen : filled(words.firstSeen, { 0: relativeWords(firstSeen, now, locale) });
  const sessions = count === 1 ? words.oneSession : filled(words.sessions, { 0: numberWords(count, locale) });
  return `${first} · ${sessions}, ${filled(words.activeCount, { 0: numberWords(activeCount, locale) })}`;
}

/** Renders what the lane shows as text, for each session. */
function drawSessionList(drawing: OriginsDrawing, origin: OriginModel): TemplateResult {
  const { words, locale, now, rows, lanes, selectSession } = drawing;
  const { sessionIds } = origin;
  const more = sessionIds.length - listedSessions;
  const listed = sessionIds.slice(0, listedSessions).flatMap((id) => rows.get(id) ?? []);
  return html`<ol class="times" id=${listId('times', origin)}>
    ${guard([origin, lanes, words, locale], () =>
      listed.map(
        (row) => html`<li data-line>
          <button class="tool" type="button" title=${words.selectSession} @click=${() => selectSession(row.id)}>
            <span><bdi>${row.device}</bdi>, ${row.stateText}</span>
          </button>
          ${drawTimes(sessionTimes(row, words), words, locale)}
          ${spanOf(row, now) === undefined ? html`<p class="quiet">${words.notOnAxis}</p>` : nothing}
        </li>`,
      ),
    )}
    ${more > 0 ? html`<li>${filled(words.moreInTable, { 0: numberWords(more, locale) })}</li>` : nothing}
  </ol>`;
}

/** Renders each time locally and in UTC. */
export function drawTimes(lines: readonly TimeLine[], words: OriginWords, locale: string): readonly TemplateResult[] {
  return lines.map(
    ({ label, at }) => html`<p>
      <bdi>${label}</bdi>:
      ${
        at === undefined
          ? html`<span class="quiet">${words.noTime}</span>`
          : html`<time datetime=${new Date(at).toISOString()}>${localWords(at, locale)}</time>
              <span class="utc">· ${utcWords(at)}</span>`
      }
    </p>`,
  );
}
