import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import type { IdentityEvent } from '../../protocol/identityModel.ts';
import type { Bar, FactorKind, LaneMark, Span, SpanKind } from './lanes.ts';
import { percentIn, type Tick, type TimeWindow } from './timeAxis.ts';

/** The top of the bars of each kind; those of another kind would hide them in the same row. */
const tops: Readonly<Record<SpanKind, number>> = { active: 16, ended: 26, openEnd: 36 };
const barHeight = 6;
const factorsAt = 8;
const laneHeight = 46;
const eventHeight = 13;
const headerHeight = 24;

/** In the order in which they are drawn: a recovery is never covered. */
export const factorKinds = ['first', 'second', 'recovery'] as const satisfies readonly FactorKind[];

type ShapeKind = FactorKind | IdentityEvent['kind'];

/** Shapes around 0,0, rendered once for the document: lanes and legends use them by their ids. */
export const shapeDefinitions = html`<svg class="shapes" width="0" height="0" aria-hidden="true">
  <defs>
    <g id="axis-first" class="axis-shape"><path d="M0-4.5V4.5" /></g>
    <g id="axis-second" class="axis-shape"><path d="M0-5 4.5 0 0 5-4.5 0Z" /></g>
    <g id="axis-recovery" class="axis-shape"><path class="halo" d="M0-5 5 4H-5Z" /><path class="solid" d="M0-5 5 4H-5Z" /></g>
    <g id="axis-created" class="axis-shape"><circle r="4.5" /><path d="M-2.25 0H2.25M0-2.25V2.25" /></g>
    <g id="axis-address" class="axis-shape"><path d="M-4-4H4V4H-4Z" /><path d="M0-2V2" /></g>
    <g id="axis-credential" class="axis-shape"><path class="solid" d="M0-5 5 0 0 5-5 0Z" /></g>
    <g id="axis-mail" class="axis-shape"><path d="M-5.5-4H5.5V4H-5.5ZM-5.5-4 0 .75 5.5-4" /></g>
    <g id="axis-state" class="axis-shape"><circle r="4.5" /><path d="m-3.2-3.2 6.4 6.4" /></g>
  </defs>
</svg>`;

interface Frame {
  readonly window: TimeWindow;
  readonly ticks: readonly Tick[];
  readonly now: number;
}

/**
 * Renders the labels of the ticks, except those that would be cut off. Their moments are in the lists of times, so
 * screen readers skip them.
 */
export function drawTicks({ ticks }: Frame): TemplateResult {
  return html`<svg class="lane ticks" width="100%" height=${headerHeight} aria-hidden="true">
    ${ticks.map(
      ({ percent, label }) => svg`<g class="tick">
        <line class="grid" x1="${percent}%" x2="${percent}%" y1="18" y2="100%" />
        ${percent > 3 && percent < 97 ? svg`<text x="${percent}%" y="13" text-anchor="middle">${label}</text>` : nothing}
      </g>`,
    )}
  </svg>`;
}

/** Renders a lane of `content`, which is `laneContent` or a directive around it; `label` is its text for screen readers. */
export function drawLane(frame: Frame, label: string, content: unknown, selected: Span | undefined): TemplateResult {
  return html`<svg class="lane" width="100%" height=${laneHeight} role="img" aria-label=${label}>
    ${content} ${selected && outline(frame, selected)}
  </svg>`;
}

/** Renders the bars, with the hover text of `titleOf`, and the marks of factors. */
export function laneContent(
  frame: Frame,
  bars: readonly Bar[],
  factors: readonly LaneMark<FactorKind>[],
  titleOf: (bar: Bar) => string,
  select: (ids: readonly string[]) => void,
): SVGTemplateResult {
  return svg`${grid(frame)}
    ${bars.map(
      (bar) => svg`<g class="bar ${bar.kind}" @click=${() => select(bar.ids)}>
        <title>${titleOf(bar)}</title>
        ${barShape(bar)}
      </g>`,
    )}
    ${factorKinds.map((kind) =>
      marks(
        factors.filter((mark) => mark.kind === kind),
        () => factorsAt,
      ),
    )}`;
}

/** Renders events in a row for each kind, so that those of one moment do not cover each other. */
export function drawEvents(
  drawing: Frame & {
    readonly label: string;
    readonly kinds: readonly IdentityEvent['kind'][];
    readonly events: readonly LaneMark<IdentityEvent['kind']>[];
  },
): TemplateResult {
  const { label, kinds, events } = drawing;
  return html`<svg class="lane" width="100%" height=${Math.max(kinds.length, 1) * eventHeight + 4} role="img" aria-label=${label}>
    ${grid(drawing)} ${marks(events, (kind) => (kinds.indexOf(kind) + 0.5) * eventHeight + 2)}
  </svg>`;
}

/** Renders one shape or bar beside its name. */
export function legendShape(kind: SpanKind | ShapeKind): TemplateResult {
  return isSpan(kind)
    ? html`<svg class="lane sample" width="24" height="14" aria-hidden="true">
        <g class="bar ${kind}">${barShape({ kind, start: 5, end: 95 }, 4)}</g>
      </svg>`
    : html`<svg class="lane sample" width="14" height="14" aria-hidden="true">
        <use href="#axis-${kind}" x="50%" y="7" />
      </svg>`;
}

function isSpan(kind: SpanKind | ShapeKind): kind is SpanKind {
  return Object.hasOwn(tops, kind);
}

function grid({ window, ticks, now }: Frame): SVGTemplateResult {
  const position = percentIn(window, now);
  return svg`${ticks.map(({ percent }) => svg`<line class="grid" x1="${percent}%" x2="${percent}%" y1="0" y2="100%" />`)}
    ${now >= window.start && now <= window.end ? svg`<line class="now" x1="${position}%" x2="${position}%" y1="0" y2="100%" />` : nothing}`;
}

function barShape({ kind, start, end }: Pick<Bar, 'kind' | 'start' | 'end'>, top = tops[kind]): SVGTemplateResult {
  const middle = top + barHeight / 2;
  if (kind === 'openEnd') {
    return svg`<line class="begin" x1="${start}%" x2="${start}%" y1=${top} y2=${top + barHeight} />
      <line class="open" x1="${start}%" x2="${end}%" y1=${middle} y2=${middle} />
      <rect class="target" x="${start}%" y=${top} width="${width(start, end)}%" height=${barHeight} />`;
  }
  return svg`<rect x="${start}%" y=${top} width="${width(start, end)}%" height=${barHeight} rx="1" />`;
}

function outline({ window, now }: Frame, { kind, start, end }: Span): SVGTemplateResult {
  const [from, to] = [percentIn(window, start), percentIn(window, Math.max(start, Math.min(end, now)))];
  return svg`<rect class="selected" x="${from}%" y=${tops[kind] - 3} width="${width(from, to)}%" height=${barHeight + 6} rx="3" />`;
}

function marks<Kind extends string>(
  points: readonly LaneMark<Kind>[],
  topOf: (kind: Kind) => number,
): SVGTemplateResult[] {
  return points.map(
    ({ kind, percent, texts }) =>
      svg`<use href="#axis-${kind}" x="${percent}%" y=${topOf(kind)}><title>${shortened(texts)}</title></use>`,
  );
}

function shortened(texts: readonly string[]): string {
  const named = 10;
  return texts.length > named ? `${texts.slice(0, named).join('\n')}\n…` : texts.join('\n');
}

function width(start: number, end: number): number {
  // At least a hair's breadth: a rect without width is not drawn, with neither fill nor stroke.
  return Math.max(Math.round((end - start) * 100) / 100, 0.05);
}
