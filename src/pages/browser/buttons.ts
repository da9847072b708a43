import { html, type nothing, type TemplateResult } from 'lit';
import { rovingFocus } from './rovingFocus.ts';

/** Renders buttons as one tab stop. */
export function toolbar(label: string, buttons: unknown): TemplateResult {
  return html`<div class="buttons" role="toolbar" aria-label=${label} ${rovingFocus()}>${buttons}</div>`;
}

export function actionButton(label: string, icon: TemplateResult | typeof nothing, act: () => void): TemplateResult {
  return html`<button type="button" @click=${act}>${icon}${label}</button>`;
}
