import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type { Notice } from '../protocol/sessionModel.ts';
import { actionButton, toolbar } from './controls.ts';
import { openIcon, refreshIcon, warningIcon } from './icons.ts';
import type { Drawing } from './page.ts';
import { dotted } from './values.ts';

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

/** Draws facts in one line; the last one, the connection, with the colored dot that its row in the tree has. */
export function drawByline(parts: readonly string[], connectionColor: string | undefined): TemplateResult {
  const connection = html`${environmentDot(connectionColor)}<bdi>${parts.at(-1)}</bdi>`;
  return html`<p class="byline">${dotted([...parts.slice(0, -1), connection])}</p>`;
}

function environmentDot(color: string | undefined): TemplateResult | typeof nothing {
  if (color === undefined) {
    return nothing;
  }
  // VS Code provides the theme's colors as custom properties: charts.red is --vscode-charts-red.
  const background = `var(--vscode-${color.replaceAll('.', '-')})`;
  // Set as a property, because the content security policy blocks style attributes.
  return html`<span class="environment" aria-hidden="true" .style=${`background: ${background}`}></span>`;
}
