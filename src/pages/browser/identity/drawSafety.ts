import { html, nothing, type TemplateResult } from 'lit';
import type { SafetyModel, SafetyStepModel } from '../../protocol/identityModel.ts';
import { disclosure } from '../controls.ts';
import { checkIcon } from '../icons.ts';
import { rovingFocus } from '../rovingFocus.ts';
import { dotted, timeSince } from '../values.ts';
import type { IdentityDrawing } from './drawIdentityPage.ts';

/** Draws the steps that lead back to a safe account. They are open while they can be carried out. */
export function drawSafety(drawing: IdentityDrawing, { summary, locked, steps }: SafetyModel): TemplateResult {
  const { words, send, safetyOpen, toggleSafety } = drawing;
  return html`<div class="safety">
    ${disclosure(
      safetyOpen ?? locked === undefined,
      toggleSafety,
      html`<h2>${words.safety}</h2> <span class="quiet">${summary}</span>`,
      html`<p class="quiet">${locked ?? words.safetyNote}</p>
        ${
          locked === undefined
            ? nothing
            : html`<button class="tool" type="button" @click=${() => send({ type: 'unlock' })}>${words.unlock}</button>`
        }
        <ol class="steps" aria-label=${words.steps} ${rovingFocus()}>
          ${steps.map((step, index) => drawStep(drawing, step, index + 1))}
        </ol>`,
    )}
  </div>`;
}

function drawStep(drawing: IdentityDrawing, step: SafetyStepModel, number: number): TemplateResult {
  const { label, state, isDone, doneAt, button } = step;
  const { words, send } = drawing;
  const done = () =>
    doneAt === undefined ? html`<span class="quiet">${words.done}</span>` : timeSince(drawing, words.doneAt, doneAt);
  return html`<li>
    <span class="number">${isDone ? checkIcon : number}</span>
    <div class="step">
      <span>${dotted([html`<strong>${label}</strong>`, state, ...(isDone ? [done()] : [])])}</span>
      ${
        button === undefined
          ? nothing
          : html`<button class="tool" type="button" @click=${() => send({ type: 'runStep', step: step.step })}>${button}</button>`
      }
    </div>
  </li>`;
}
