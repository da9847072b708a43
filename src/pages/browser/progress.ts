import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type { Notice } from '../protocol/sessionModel.ts';
import { actionButton, toolbar } from './buttons.ts';
import { openIcon, refreshIcon, warningIcon } from './icons.ts';
import type { Drawing } from './page.ts';

/** Draws the bar at the top of the page while something is read. */
export function drawProgress(busy: string | undefined): TemplateResult {
  return html`<div class="progress">
    ${busy === undefined ? nothing : html`<vscode-progress-bar aria-label=${busy}></vscode-progress-bar>`}
  </div>`;
}

/** Draws why the page does not show the state of the server. `retry` is called by its button. */
export function drawNotice({ words, send }: Drawing, notice: Notice, retry: () => void): TemplateResult {
  const { kind, text, action } = notice;
  const actions = {
    retry: () => actionButton(words.retry, refreshIcon, retry),
    enterSecrets: () => actionButton(words.enterSecrets, openIcon, () => send({ type: 'enterSecrets' })),
    editConnections: () => actionButton(words.editConnections, openIcon, () => send({ type: 'editConnections' })),
  };
  return html`<div class="notice ${kind}" role="alert">
    ${warningIcon}
    <p>${text}</p>
    ${toolbar(
      words.noticeActions,
      html`${actions[action]()}
        ${kind === 'failed' ? actionButton(words.showLog, openIcon, () => send({ type: 'showLog' })) : nothing}`,
    )}
  </div>`;
}
