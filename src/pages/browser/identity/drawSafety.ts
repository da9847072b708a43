import { html, nothing, type TemplateResult } from 'lit';
import { relativeWords } from '../../../text/timeDistance.ts';
import type { SafetyModel, SafetyStepModel } from '../../protocol/identityModel.ts';
import { checkIcon } from '../icons.ts';
import { rovingFocus } from '../rovingFocus.ts';
import { filled, localWords } from '../timeWords.ts';
import type { IdentityDrawing } from './drawIdentityPage.ts';

/** Draws the steps that lead back to a safe account. They are open while they can be carried out. */
export function drawSafety(drawing: IdentityDrawing, { summary, locked, steps }: SafetyModel): TemplateResult {
  const { words, send, safetyOpen, toggleSafety } = drawing;
  const isOpen = safetyOpen ?? locked === undefined;
  const toggled = (event: Event) => {
    // The page itself opens it, too.
    if (event.target instanceof HTMLDetailsElement && event.target.open !== isOpen) {
      toggleSafety(event.target.open);
    }
  };
  return html`<div class="safety">
    <details ?open=${isOpen} @toggle=${toggled}>
      <summary><h2>${words.safety}</h2> <span class="quiet">${summary}</span></summary>
      <p class="quiet">${locked ?? words.safetyNote}</p>
      ${
        locked === undefined
          ? nothing
          : html`<button type="button" @click=${() => send({ type: 'unlock' })}>${words.unlock}</button>`
      }
      <ol class="steps" aria-label=${words.steps} ${rovingFocus()}>
        ${steps.map((step, index) => drawStep(drawing, step, index + 1))}
      </ol>
    </details>
  </div>`;
}

function drawStep(drawing: IdentityDrawing, step: SafetyStepModel, number: number): TemplateResult {
  const { label, state, isDone, button } = step;
  const dot = html` <span aria-hidden="true">·</span> `;
  return html`<li>
    <span class="number">${isDone ? checkIcon : number}</span>
    <div class="step">
      <span><strong>${label}</strong>${dot}<bdi>${state}</bdi>${isDone ? html`${dot}${drawDone(drawing, step)}` : nothing}</span>
      ${
        button === undefined
          ? nothing
          : html`<button type="button" @click=${() => drawing.send({ type: 'runStep', step: step.step })}>${button}</button>`
      }
    </div>
  </li>`;
}

function drawDone({ words, now, locale }: IdentityDrawing, { doneAt }: SafetyStepModel): TemplateResult {
  return doneAt === undefined
    ? html`<span class="quiet">${words.done}</span>`
    : html`<time class="quiet" datetime=${new Date(doneAt).toISOString()} title=${localWords(doneAt, locale)}
        >${filled(words.doneAt, { 0: relativeWords(doneAt, now, locale) })}</time
      >`;
}
