import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, type TemplateResult } from 'lit';
import type { Value } from '../protocol/sessionModel.ts';
import type { Drawing } from './drawing.ts';
import { checkIcon, copyIcon } from './icons.ts';
import { filled } from './timeWords.ts';

export function actionButton(label: string, icon: TemplateResult, act: () => void): TemplateResult {
  return html`<vscode-button secondary @click=${act} @keydown=${keepInPlace}
    ><span slot="content-before" class="button-icon">${icon}</span>${label}</vscode-button
  >`;
}

/** The vscode-button element clicks on Space but also scrolls the page. */
function keepInPlace(event: KeyboardEvent): void {
  if (event.key === ' ') {
    event.preventDefault();
  }
}

/** Renders a button that copies the server's exact text. `key` is unique within the panel. */
export function copyButton(drawing: Drawing, key: string, label: string, value: Value): TemplateResult {
  const { words, copied, send } = drawing;
  const name = filled(words.copy, { 0: label });
  return html`<button
    class="copy"
    type="button"
    aria-label=${name}
    title=${copied === key ? words.copied : name}
    @click=${() => send({ type: 'copyText', text: value.exact, button: key })}
  >
    ${copied === key ? checkIcon : copyIcon}
  </button>`;
}
