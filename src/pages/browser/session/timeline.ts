import { html, nothing, svg, type TemplateResult } from 'lit';
import { relativeWords } from '../../../text/timeDistance.ts';
import type { Timeline } from '../../protocol/sessionModel.ts';
import { percentIn } from '../origins/timeAxis.ts';
import type { Drawing } from '../page.ts';
import { localWords } from '../timeWords.ts';

export function drawTimeline(drawing: Drawing, timeline: Timeline): TemplateResult {
  const { words, now } = drawing;
  const passed = percentIn(timeline, now);
  const over = now >= timeline.end;
  return html`<figure class="timeline">
    <svg width="100%" height="34" role="img" aria-label=${timelineText(drawing, timeline)}>
      <line class="ahead" x1="${passed}%" x2="100%" y1="24" y2="24" />
      <line class="passed" x1="0" x2="${passed}%" y1="24" y2="24" />
      <line class="cap" x1="0" x2="0" y1="18" y2="30" />
      <line class="cap" x1="100%" x2="100%" y1="18" y2="30" />
      ${timeline.marks.map(
        ({ at, label }) =>
          svg`<circle class="mark" cx="${percentIn(timeline, at)}%" cy="24" r="4.5"><title>${label}</title></circle>`,
      )}
      ${
        over
          ? nothing
          : svg`<line class="now" x1="${passed}%" x2="${passed}%" y1="16" y2="32" />
              <text class="now-label" x="${passed}%" y="11" text-anchor=${anchorAt(passed)}>${words.now}</text>`
      }
    </svg>
    <figcaption aria-hidden="true">
      <span>${words.signedIn}</span>
      <span>${timeline.endLabel}</span>
    </figcaption>
  </figure>`;
}

/** Keeps a label at the border from being cut off. */
function anchorAt(percent: number): 'start' | 'middle' | 'end' {
  if (percent < 5) {
    return 'start';
  }
  return percent > 95 ? 'end' : 'middle';
}

function timelineText({ words, locale, now }: Drawing, { start, end, endLabel, marks }: Timeline): string {
  const moments = [{ label: words.signedIn, at: start }, ...marks, { label: endLabel, at: end }];
  const parts = moments.map(
    ({ label, at }) => `${label} ${relativeWords(at, now, locale)} (${localWords(at, locale)})`,
  );
  return `${words.timeline}: ${parts.join('; ')}`;
}
