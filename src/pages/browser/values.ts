import { html, nothing, type TemplateResult } from 'lit';
import { relativeWords } from '../../text/timeDistance.ts';
import type { IdentityModel, LabelledMoment, Moment, Row, Value } from '../protocol/sessionModel.ts';
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
): TemplateResult {
  if (value === undefined) {
    return html`<span class="quiet">${drawing.words.notRecorded}</span>`;
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

function factRows(drawing: Drawing, key: string, rows: readonly Row[]): readonly TemplateResult[] {
  return rows.map(({ label, value }, index) => factRow(label, copiedValue(drawing, `${key}/${index}`, label, value)));
}

export function momentRows(drawing: Drawing, key: string, times: readonly LabelledMoment[]): readonly TemplateResult[] {
  return times.map(({ label, moment }, index) =>
    factRow(label, copiedMoment(drawing, `${key}/${index}`, label, moment)),
  );
}

/** Renders what the server has of an identity besides its credentials and addresses. */
export function identityFacts(drawing: Drawing, { facts, times, groups }: IdentityModel): TemplateResult {
  return html`<dl>${factRows(drawing, 'identity', facts)} ${momentRows(drawing, 'identity/times', times)}</dl>
    ${groups.map(
      ({ heading, rows, more }, index) => html`<h3>${heading}</h3>
        ${rows.length === 0 ? nothing : html`<dl>${factRows(drawing, `identity/${index}`, rows)}</dl>`}
        ${more && html`<p class="quiet">${more}</p>`}`,
    )}`;
}

export function factRow(label: string, content: TemplateResult): TemplateResult {
  return html`<div class="row">
    <dt><bdi>${label}</bdi></dt>
    <dd>${content}</dd>
  </div>`;
}

/** Renders parts in one line: "Lagos, NG · 203.0.113.7". */
export function dotted(parts: readonly (string | TemplateResult)[]): readonly TemplateResult[] {
  return parts.map(
    (part, index) =>
      html`${index === 0 ? nothing : html` <span aria-hidden="true">·</span> `}${
        typeof part === 'string' ? html`<bdi>${part}</bdi>` : part
      }`,
  );
}

/** Renders `template` with the time since a moment: "changed 3 days ago". */
export function timeSince(
  { now, locale }: Pick<Drawing, 'now' | 'locale'>,
  template: string,
  at: number,
): TemplateResult {
  return html`<time class="quiet" datetime=${new Date(at).toISOString()} title=${localWords(at, locale)}
    >${filled(template, { 0: relativeWords(at, now, locale) })}</time
  >`;
}
