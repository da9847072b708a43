import { html, type nothing, type TemplateResult } from 'lit';
import { rovingFocus } from './rovingFocus.ts';

/** Renders buttons as one tab stop. */
export function toolbar(label: string, buttons: unknown): TemplateResult {
  return html`<div class="buttons" role="toolbar" aria-label=${label} ${rovingFocus()}>${buttons}</div>`;
}

export function actionButton(label: string, icon: TemplateResult | typeof nothing, act: () => void): TemplateResult {
  return html`<button type="button" @click=${act}>${icon}${label}</button>`;
}

/** Renders content that a summary opens and closes. Calls `toggle` when the user does, not when a drawing does. */
export function disclosure(
  isOpen: boolean,
  toggle: (isOpen: boolean) => void,
  summary: TemplateResult,
  content: unknown,
): TemplateResult {
  const toggled = ({ target }: Event) => {
    if (target instanceof HTMLDetailsElement && target.open !== isOpen) {
      toggle(target.open);
    }
  };
  return html`<details ?open=${isOpen} @toggle=${toggled}>
    <summary>${summary}</summary>
    ${content}
  </details>`;
}
