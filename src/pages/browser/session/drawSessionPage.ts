import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import { relativeWords } from '../../../text/timeDistance.ts';
import type { Notice, PanelModel, SessionModel } from '../../protocol/sessionModel.ts';
import { actionButton } from '../buttons.ts';
import type { Drawing } from '../drawing.ts';
import { checkIcon, closeIcon, copyIcon, openIcon, refreshIcon, statusIcon, warningIcon } from '../icons.ts';
import { clockWords, filled } from '../timeWords.ts';
import { valueWithCopy } from '../values.ts';
import { drawDevices, drawFactors, drawIdentity, drawJson, drawOtherSessions, drawTimes } from './sections.ts';

export function drawPanel(drawing: Drawing, model: PanelModel): TemplateResult {
  const { id, busy, mayCancel, notice, session } = model;
  const { words } = drawing;
  return html`
    <div class="progress">
      ${busy === undefined ? nothing : html`<vscode-progress-bar aria-label=${busy}></vscode-progress-bar>`}
    </div>
    <header>
      <h1><bdi>${model.title}</bdi></h1>
      ${session === undefined ? nothing : drawStatus(drawing, session)}
      <p>
        <span class="quiet">${words.session}</span>
        ${valueWithCopy(drawing, 'id', words.sessionId, id, 'code')}
      </p>
      ${busy !== undefined && (session === undefined || mayCancel) ? html`<p class="quiet">${busy}</p>` : nothing}
      ${mayCancel ? drawCancel(drawing) : nothing}
      ${notice === undefined ? nothing : drawNotice(drawing, notice)}
      ${session === undefined ? nothing : drawActions(drawing, model)}
    </header>
    ${session === undefined ? nothing : drawSession(drawing, session)}
  `;
}

function drawCancel({ words, send }: Drawing): TemplateResult {
  return html`<div class="buttons">${actionButton(words.cancel, closeIcon, () => send({ type: 'cancel' }))}</div>`;
}

function drawStatus(drawing: Drawing, session: SessionModel): TemplateResult {
  const { status, byline, connectionColor } = session;
  const when = status.at === undefined ? '' : relativeWords(status.at, drawing.now, drawing.locale);
  return html`
    <p class="status">${statusIcon(status.kind)}<span>${filled(status.text, { when })}</span></p>
    ${status.why === undefined ? nothing : html`<p class="why quiet">${status.why}</p>`}
    <p class="byline">
      ${byline.map((part, index) => {
        const dot = index === byline.length - 1 ? environmentDot(connectionColor) : nothing;
        return html`${index === 0 ? nothing : html` <span aria-hidden="true">·</span> `}${dot}<bdi>${part}</bdi>`;
      })}
    </p>
  `;
}

/** Renders the colored dot that the connection's row in the tree has. */
function environmentDot(color: string | undefined): TemplateResult | typeof nothing {
  if (color === undefined) {
    return nothing;
  }
  // VS Code provides the theme's colors as custom properties: charts.red is --vscode-charts-red.
  const background = `var(--vscode-${color.replaceAll('.', '-')})`;
  // Set as a property, because the content security policy blocks style attributes.
  return html`<span class="environment" aria-hidden="true" .style=${`background: ${background}`}></span>`;
}

function drawNotice({ words, send }: Drawing, { kind, text, action }: Notice): TemplateResult {
  return html`<div class="notice ${kind}" role="alert">
    ${warningIcon}
    <p>${text}</p>
    <div class="buttons">
      ${drawNoticeAction(words, send, action)}
      ${kind === 'failed' ? actionButton(words.showLog, openIcon, () => send({ type: 'showLog' })) : nothing}
    </div>
  </div>`;
}

function drawNoticeAction(words: Drawing['words'], send: Drawing['send'], action: Notice['action']): TemplateResult {
  switch (action) {
    case 'retry':
      return actionButton(words.retry, refreshIcon, () => send({ type: 'refresh' }));
    case 'enterSecrets':
      return actionButton(words.enterSecrets, openIcon, () => send({ type: 'enterSecrets' }));
    case 'editConnections':
      return actionButton(words.editConnections, openIcon, () => send({ type: 'editConnections' }));
  }
}

function drawActions({ words, locale, copied, send }: Drawing, { readAt }: PanelModel): TemplateResult {
  const icon = (button: string) => (copied === button ? checkIcon : copyIcon);
  return html`<div class="buttons" role="group" aria-label=${words.actions}>
    ${actionButton(words.copyJson, icon('copyJson'), () => send({ type: 'copyJson' }))}
    ${actionButton(words.openJson, openIcon, () => send({ type: 'openJson' }))}
    ${actionButton(words.copyId, icon('copyId'), () => send({ type: 'copyId' }))}
    ${actionButton(words.refresh, refreshIcon, () => send({ type: 'refresh' }))}
    ${readAt === undefined ? nothing : html`<span class="quiet as-of">${filled(words.asOf, { 0: clockWords(readAt, locale) })}</span>`}
  </div>`;
}

function drawSession(drawing: Drawing, session: SessionModel): TemplateResult {
  return html`
    ${drawTimes(drawing, session)} ${drawFactors(drawing, session)} ${drawDevices(drawing, session)}
    ${drawIdentity(drawing, session)} ${drawOtherSessions(drawing, session)} ${drawJson(drawing, session)}
  `;
}
