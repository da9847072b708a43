import { html, type nothing, type TemplateResult } from 'lit';
import { relativeWords } from '../../text/timeDistance.ts';
import type { LabelledMoment, Moment, Row, Value } from '../protocol/sessionModel.ts';
import { copyButton } from './buttons.ts';
import type { Drawing } from './drawing.ts';
import { localWords, utcWords } from './timeWords.ts';

type ValueStyle = 'words' | 'code';

/** Renders a server's text with its copy button. `bdi` isolates right-to-left text. */
export function valueWithCopy(
  drawing: Drawing,
  key: string,
  label: string,
  value: Value | undefined,
  style: ValueStyle = 'words',
  absent = drawing.words.notRecorded,
): TemplateResult {
  if (value === undefined) {
    return html`<span class="quiet">${absent}</span>`;
  }
  return html`<span class="value"
    ><bdi class=${style}>${value.text}</bdi>${copyButton(drawing, key, label, value)}</span
  >`;
}

/** Renders a moment as relative, local and UTC time. The button copies the server's text. */
export function momentWithCopy(
  drawing: Drawing,
  key: string,
  label: string,
  moment: Moment | undefined,
): TemplateResult {
  if (moment?.at === undefined) {
    return valueWithCopy(drawing, key, label, moment, 'code');
  }
  const { at } = moment;
  return html`<span class="value moment"
    ><span class="moment-words"
      ><strong>${relativeWords(at, drawing.now, drawing.locale)}</strong>
      <time datetime=${new Date(at).toISOString()}>${localWords(at, drawing.locale)}</time>
      <span class="utc">${utcWords(at)}</span></span
    >${copyButton(drawing, key, label, moment)}</span
  >`;
}

export function factRows(drawing: Drawing, key: string, rows: readonly Row[]): readonly TemplateResult[] {
  return rows.map(({ label, value }, index) => factRow(label, valueWithCopy(drawing, `${key}/${index}`, label, value)));
}

export function momentRows(drawing: Drawing, key: string, times: readonly LabelledMoment[]): readonly TemplateResult[] {
  return times.map(({ label, moment }, index) =>
    factRow(label, momentWithCopy(drawing, `${key}/${index}`, label, moment)),
  );
}

export function factRow(label: string, content: TemplateResult | typeof nothing): TemplateResult {
  return html`<div class="row">
    <dt><bdi>${label}</bdi></dt>
    <dd>${content}</dd>
  </div>`;
}
