import { html, nothing, type TemplateResult } from 'lit';
import { relativeWords } from '../../../text/timeDistance.ts';
import type { PanelModel, SessionModel } from '../../protocol/sessionModel.ts';
import { actionButton, toolbar } from '../controls.ts';
import { closeIcon, listIcon, openIcon, refreshIcon, statusIcon } from '../icons.ts';
import type { Drawing } from '../page.ts';
import { drawByline, drawNotice, drawProgress } from '../pageHead.ts';
import { rovingFocus } from '../rovingFocus.ts';
import { clockWords, filled } from '../timeWords.ts';
import { copiedValue } from '../values.ts';
import { drawDevices, drawFactors, drawIdentity, drawJson, drawTimes } from './sections.ts';

/** Draws a session on a page of its own. */
export function drawSessionPage(drawing: Drawing, model: PanelModel): TemplateResult {
  const { title, busy, session } = model;
  return html`
    ${drawProgress(busy)}
    <header>
      <h1><bdi>${title}</bdi></h1>
      ${drawHead(drawing, model, html`${session === undefined ? nothing : drawByline(session.byline, session.connectionColor)}${drawing.unlockLine}`)}
      ${session === undefined ? nothing : drawActions(drawing, model, drawOtherSessions(drawing, session))}
    </header>
    ${
      session === undefined
        ? nothing
        : html`<div class="session" role="group" aria-label=${drawing.words.values} ${rovingFocus()}>
            ${drawParts(drawing, session)} ${drawIdentity(drawing, session)} ${drawJson(drawing, session)}
          </div>`
    }
  `;
}

/** Draws a session beside a table, with an action of the page of that table before those of the session. */
export function drawSessionDetails(
  drawing: Drawing,
  model: PanelModel,
  action: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  const { title, session } = model;
  return html`
    <header>
      <h2><bdi>${title}</bdi></h2>
      ${drawHead(drawing, model, nothing)}
      ${session === undefined ? nothing : drawActions(drawing, model, action)}
    </header>
    ${
      session === undefined
        ? nothing
        : html`<div role="group" aria-label=${drawing.words.values} ${rovingFocus()}>
            ${drawParts(drawing, session)} ${drawJson(drawing, session)}
          </div>`
    }
  `;
}

function drawHead(drawing: Drawing, model: PanelModel, byline: TemplateResult | typeof nothing): TemplateResult {
  const { id, busy, mayCancel, notice, session } = model;
  const { words, send } = drawing;
  return html`
    ${session === undefined ? nothing : drawHeadline(drawing, session)}
    ${session === undefined ? nothing : drawStatus(drawing, session)} ${byline}
    <p ${rovingFocus()}>
      <span class="quiet">${words.session}</span>
      ${copiedValue(drawing, 'id', words.sessionId, id, 'code')}
    </p>
    ${busy !== undefined && (session === undefined || mayCancel) ? html`<p class="quiet">${busy}</p>` : nothing}
    ${
      mayCancel
        ? html`<div class="buttons">${actionButton(words.cancel, closeIcon, () => send({ type: 'cancel' }))}</div>`
        : nothing
    }
    ${notice === undefined ? nothing : drawNotice(drawing, notice, () => send({ type: 'refresh' }))}
  `;
}

/** Draws what tells this session from others: "Lagos, NG · 203.0.113.7 · code_recovery · 3 hours ago". */
function drawHeadline({ now, locale }: Drawing, { headline }: SessionModel): TemplateResult {
  const age = headline.signedInAt === undefined ? [] : [relativeWords(headline.signedInAt, now, locale)];
  return html`<p class="headline">
    ${[...headline.parts, ...age].map(
      (part, index) => html`${index === 0 ? nothing : html` <span aria-hidden="true">·</span> `}<bdi>${part}</bdi>`,
    )}
  </p>`;
}

function drawStatus(drawing: Drawing, { status }: SessionModel): TemplateResult {
  const when = status.at === undefined ? '' : relativeWords(status.at, drawing.now, drawing.locale);
  return html`
    <p class="status">${statusIcon(status.kind)}<span>${filled(status.text, { when })}</span></p>
    ${status.why === undefined ? nothing : html`<p class="why quiet">${status.why}</p>`}
  `;
}

function drawOtherSessions({ send }: Drawing, { otherSessions }: SessionModel): TemplateResult {
  return html`${actionButton(otherSessions, listIcon, () => send({ type: 'otherSessions' }))}`;
}

function drawActions(
  { words, locale, copied, copyMenu, send }: Drawing,
  { readAt }: PanelModel,
  first: TemplateResult | typeof nothing,
): TemplateResult {
  const copies = [
    { label: words.copyJson, act: () => send({ type: 'copyJson' }) },
    { label: words.copyId, act: () => send({ type: 'copyId' }) },
  ];
  return toolbar(
    words.actions,
    html`${first} ${actionButton(words.openJson, openIcon, () => send({ type: 'openJson' }))}
      ${copyMenu.draw(words.copyMenu, copies, { isDone: copied === 'copyJson' || copied === 'copyId' })}
      ${actionButton(words.refresh, refreshIcon, () => send({ type: 'refresh' }))}
      ${readAt === undefined ? nothing : html`<span class="quiet as-of">${filled(words.asOf, { 0: clockWords(readAt, locale) })}</span>`}`,
  );
}

function drawParts(drawing: Drawing, session: SessionModel): TemplateResult {
  return html`${drawTimes(drawing, session)} ${drawFactors(drawing, session)} ${drawDevices(drawing, session)}`;
}
