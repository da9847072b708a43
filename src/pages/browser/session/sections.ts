import { html, nothing, type TemplateResult } from 'lit';
import type { DeviceModel, Factor, SessionModel } from '../../protocol/sessionModel.ts';
import { actionButton, disclosure } from '../controls.ts';
import { chevronIcon } from '../icons.ts';
import type { Drawing } from '../page.ts';
import { rovingFocus } from '../rovingFocus.ts';
import { copiedMoment, copiedValue, factRow, identityFacts, momentRows } from '../values.ts';
import { drawTimeline } from './timeline.ts';

export function drawTimes(drawing: Drawing, { timeline, times }: SessionModel): TemplateResult {
  return section(
    'times',
    drawing.words.times,
    html`${timeline && drawTimeline(drawing, timeline)}
      <dl>${momentRows(drawing, 'times', times)}</dl>`,
  );
}

export function drawFactors(drawing: Drawing, { aal, factors }: SessionModel): TemplateResult {
  const { words } = drawing;
  return section(
    'factors',
    words.factors,
    html`${factors.length === 0 ? html`<p class="quiet">${words.noFactors}</p>` : nothing}
      ${factors.map((factor, index) => drawFactor(drawing, factor, `factors/${index}`))}
      <dl class="item">${factRow(words.level, copiedValue(drawing, 'aal', words.level, aal))}</dl>`,
  );
}

function drawFactor(drawing: Drawing, factor: Factor, key: string): TemplateResult {
  const { words } = drawing;
  const fact = (member: 'method' | 'aal' | 'provider' | 'organization') =>
    factRow(words[member], copiedValue(drawing, `${key}/${member}`, words[member], factor[member]));
  return html`<dl class="item">
    ${fact('method')} ${fact('aal')}
    ${factRow(words.completed, copiedMoment(drawing, `${key}/completed`, words.completed, factor.completed))}
    ${factor.provider && fact('provider')} ${factor.organization && fact('organization')}
  </dl>`;
}

export function drawDevices(drawing: Drawing, { devices }: SessionModel): TemplateResult {
  const { words } = drawing;
  const content =
    devices.length === 0
      ? html`<p class="quiet">${words.noDevice}</p>`
      : devices.map((device, index) => drawDevice(drawing, device, `devices/${index}`));
  return section('device', words.device, html`${content}`, words.deviceNote);
}

function drawDevice(drawing: Drawing, device: DeviceModel, key: string): TemplateResult {
  const { words } = drawing;
  const fact = (label: string, member: 'name' | 'ip' | 'location' | 'userAgent', style: 'words' | 'code' = 'words') =>
    factRow(label, copiedValue(drawing, `${key}/${member}`, label, device[member], style));
  return html`<dl class="item">
    ${fact(words.device, 'name')} ${fact(words.ip, 'ip')} ${fact(words.location, 'location')}
    ${fact(words.userAgent, 'userAgent', 'code')}
  </dl>`;
}

export function drawIdentity(drawing: Drawing, { identity }: SessionModel): TemplateResult {
  const { words, send } = drawing;
  return section(
    'identity',
    words.identity,
    html`${identityFacts(drawing, identity)}
      <div class="buttons" ${rovingFocus()}>${actionButton(words.showIdentity, chevronIcon, () => send({ type: 'showIdentity' }))}</div>`,
  );
}

export function drawJson({ words, jsonOpen, toggleJson }: Drawing, { json }: SessionModel): TemplateResult {
  const content = () => html`<pre dir="ltr">${json.text}</pre>
    ${json.shortened && html`<p class="quiet">${json.shortened}</p>`}`;
  return html`<section class="json">
    ${disclosure(jsonOpen, toggleJson, html`<h2>${words.json}</h2>`, jsonOpen ? content() : nothing)}
  </section>`;
}

function section(id: string, heading: string, content: TemplateResult, note?: string): TemplateResult {
  return html`<section aria-labelledby=${id}>
    <div class="heading">
      <h2 id=${id}>${heading}</h2>
      ${note && html`<p class="quiet">${note}</p>`}
    </div>
    <div class="content">${content}</div>
  </section>`;
}
