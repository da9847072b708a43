import { html, type nothing, type TemplateResult } from 'lit';
import { relativeWords } from '../../text/timeDistance.ts';
import type { LabelledMoment, Moment, Row, Value } from '../protocol/sessionModel.ts';
import { checkIcon, copyIcon } from './icons.ts';
import type { Drawing } from './page.ts';
import { filled, localWords, utcWords } from './timeWords.ts';

type ValueStyle = 'words' | 'code';

/** Renders a server's text, which a click copies. `bdi` isolates right-to-left text. */
export function copiedValue(
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
  return drawValue(drawing, key, label, value, html`<bdi class=${style}>${value.text}</bdi>`);
}

/** Renders a moment as relative, local and UTC time. A click copies the server's text. */
export function copiedMoment(drawing: Drawing, key: string, label: string, moment: Moment | undefined): TemplateResult {
  if (moment?.at === undefined) {
    return copiedValue(drawing, key, label, moment, 'code');
  }
  const { at } = moment;
  return drawValue(
    drawing,
    key,
    label,
    moment,
    html`<span class="moment-words"
      ><strong>${relativeWords(at, drawing.now, drawing.locale)}</strong>
      <time datetime=${new Date(at).toISOString()}>${localWords(at, drawing.locale)}</time>
      <span class="utc">${utcWords(at)}</span></span
    >`,
  );
}

/** Renders a button whose text can still be selected. It copies the exact text; `key` is unique within the page. */
function drawValue(
  { words, copied, send }: Drawing,
  key: string,
  label: string,
  { exact }: Value,
  content: TemplateResult,
): TemplateResult {
  const copy = () => send({ type: 'copyText', text: exact, button: key });
  const clicked = () => {
    // A click ends the selection of a part, too.
    if (window.getSelection()?.isCollapsed !== false) {
      copy();
    }
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      copy();
    }
  };
  return html`<span
    class="value"
    role="button"
    tabindex="-1"
    title=${copied === key ? words.copied : filled(words.copy, { 0: label })}
    @click=${clicked}
    @keydown=${pressed}
    >${content}<span class="copy">${copied === key ? checkIcon : copyIcon}</span></span
  >`;
}

export function factRows(drawing: Drawing, key: string, rows: readonly Row[]): readonly TemplateResult[] {
  return rows.map(({ label, value }, index) => factRow(label, copiedValue(drawing, `${key}/${index}`, label, value)));
}

export function momentRows(drawing: Drawing, key: string, times: readonly LabelledMoment[]): readonly TemplateResult[] {
  return times.map(({ label, moment }, index) =>
    factRow(label, copiedMoment(drawing, `${key}/${index}`, label, moment)),
  );
}

export function factRow(label: string, content: TemplateResult | typeof nothing): TemplateResult {
  return html`<div class="row">
    <dt><bdi>${label}</bdi></dt>
    <dd>${content}</dd>
  </div>`;
}
