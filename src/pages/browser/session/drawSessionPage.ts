import { html, nothing, type TemplateResult } from 'lit';
import { relativeWords } from '../../../text/timeDistance.ts';
import type { PanelModel, SessionModel } from '../../protocol/sessionModel.ts';
import type { RecentPageWords } from '../../words/recentPageWords.ts';
import { actionButton, toolbar } from '../controls.ts';
import { closeIcon, listIcon, openIcon, refreshIcon, statusIcon } from '../icons.ts';
import type { Drawing } from '../page.ts';
import { drawByline, drawNotice, drawProgress } from '../pageHead.ts';
import { rovingFocus } from '../rovingFocus.ts';
import { clockWords, filled } from '../timeWords.ts';
import { copiedValue, dotted } from '../values.ts';
import { drawDevices, drawFactors, drawIdentity, drawJson, drawTimes } from './sections.ts';

/** Draws a session on a page of its own. */
export function drawSessionPage(drawing: Drawing, model: PanelModel): TemplateResult {
  const { title, busy, session } = model;
  const { send, unlockLine } = drawing;
  return html`${drawProgress(busy)}
    ${drawSession(drawing, model, {
      heading: html`<h1><bdi>${title}</bdi></h1>`,
      byline: html`${session && drawByline(session.byline, session.connectionColor)}${unlockLine}`,
      action: session && actionButton(session.otherSessions, listIcon, () => send({ type: 'otherSessions' })),
      identity: session && drawIdentity(drawing, session),
    })}`;
}

/** Draws a table with the details of its selected session, whose first action is `action`. */
export function drawTable(
  drawing: Drawing & { readonly words: Pick<RecentPageWords, 'details' | 'noSelection'> },
  table: HTMLElement,
  details: PanelModel | undefined,
  action?: TemplateResult,
): TemplateResult {
  const { words } = drawing;
  return html`<div class="beside">
    ${table}
    <aside class="details" aria-label=${words.details}>
      ${
        details === undefined
          ? html`<p class="quiet">${words.noSelection}</p>`
          : drawSession(drawing, details, { heading: html`<h2><bdi>${details.title}</bdi></h2>`, action })
      }
    </aside>
  </div>`;
}

interface SessionParts {
  readonly heading: TemplateResult;
  readonly byline?: TemplateResult;
  readonly action?: TemplateResult | undefined;
  readonly identity?: TemplateResult | undefined;
}

function drawSession(drawing: Drawing, model: PanelModel, parts: SessionParts): TemplateResult {
  const { id, busy, mayCancel, notice, session } = model;
  const { words, send } = drawing;
  const { heading, byline, action, identity } = parts;
  return html`<header>
      ${heading} ${session && drawHeadline(drawing, session)} ${session && drawStatus(drawing, session)} ${byline}
      <p ${rovingFocus()}>
        <span class="quiet">${words.session}</span>
        ${copiedValue(drawing, 'id', words.sessionId, id, 'code')}
      </p>
      ${session === undefined || mayCancel ? busy && html`<p class="quiet">${busy}</p>` : nothing}
      ${
        mayCancel
          ? html`<div class="buttons">${actionButton(words.cancel, closeIcon, () => send({ type: 'cancel' }))}</div>`
          : nothing
      }
      ${notice && drawNotice(drawing, notice, () => send({ type: 'refresh' }))}
      ${session && drawActions(drawing, model, action)}
    </header>
    ${
      session &&
      html`<div class=${identity === undefined ? '' : 'session'} role="group" aria-label=${words.values} ${rovingFocus()}>
        ${drawTimes(drawing, session)} ${drawFactors(drawing, session)} ${drawDevices(drawing, session)} ${identity}
        ${drawJson(drawing, session)}
      </div>`
    }`;
}

/** Draws what distinguishes this session from others: "Lagos, NG · 203.0.113.7 · code_recovery · 3 hours ago". */
function drawHeadline({ now, locale }: Drawing, { headline }: SessionModel): TemplateResult {
  const age = headline.signedInAt === undefined ? [] : [relativeWords(headline.signedInAt, now, locale)];
  return html`<p class="headline">${dotted([...headline.parts, ...age])}</p>`;
}

function drawStatus(drawing: Drawing, { status }: SessionModel): TemplateResult {
  const when = status.at === undefined ? '' : relativeWords(status.at, drawing.now, drawing.locale);
  return html`
    <p class="status">${statusIcon(status.kind)}<span>${filled(status.text, { when })}</span></p>
    ${status.why && html`<p class="quiet">${status.why}</p>`}
  `;
}

function drawActions(
  { words, locale, copied, copyMenu, send }: Drawing,
  { readAt }: PanelModel,
  first: TemplateResult | undefined,
): TemplateResult {
  const copies = [
    { label: words.copyJson, act: () => send({ type: 'copyJson' }) },
    { label: words.copyId, act: () => send({ type: 'copyId' }) },
  ];
  return toolbar(
    words.actions,
    html`${first} ${actionButton(words.openJson, openIcon, () => send({ type: 'openJson' }))}
      ${copyMenu.draw(words.copyMenu, copies, copied === 'copyJson' || copied === 'copyId')}
      ${actionButton(words.refresh, refreshIcon, () => send({ type: 'refresh' }))}
      ${readAt === undefined ? nothing : html`<span class="quiet">${filled(words.asOf, { 0: clockWords(readAt, locale) })}</span>`}`,
  );
}
