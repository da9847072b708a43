import { html, nothing, type TemplateResult } from 'lit';
import type { RecentMessage } from '../../protocol/recentMessages.ts';
import type { RecentPageModel } from '../../protocol/recentModel.ts';
import type { PanelModel } from '../../protocol/sessionModel.ts';
import type { RecentPageWords } from '../../words/recentPageWords.ts';
import { actionButton, toolbar } from '../controls.ts';
import { closeIcon, listIcon, openIcon, refreshIcon } from '../icons.ts';
import type { Drawing } from '../page.ts';
import { drawByline, drawNotice, drawProgress } from '../pageHead.ts';
import { drawSessionDetails } from '../session/drawSessionPage.ts';
import { clockWords, filled } from '../timeWords.ts';

interface RecentDrawing extends Omit<Drawing, 'words' | 'send'> {
  readonly words: RecentPageWords;
  readonly send: (message: RecentMessage) => void;
}

/** `details` are those of the session that is selected in the table. */
export function drawRecentPage(
  drawing: RecentDrawing,
  model: RecentPageModel,
  table: HTMLElement,
  details: PanelModel | undefined,
): TemplateResult {
  const { words, send } = drawing;
  const { title, byline, connectionColor, busy, notice, notes } = model;
  return html`
    ${drawProgress(busy)}
    <header>
      <h1><bdi>${title}</bdi></h1>
      ${drawByline(byline, connectionColor)} ${drawing.unlockLine}
      ${notice === undefined ? nothing : drawNotice(drawing, notice, () => send({ type: 'retryPage' }))}
    </header>
    <section class="sessions" aria-label=${words.table.sessions}>
      <div class="heading">${drawCoverage(drawing, model)}</div>
      <div class="notes">${notes.map((sentence) => html`<p class="quiet">${sentence}</p>`)}</div>
      <div class="beside">
        ${table}
        <aside class="details" aria-label=${words.details}>
          ${
            details === undefined
              ? html`<p class="quiet">${words.noSelection}</p>`
              : drawSessionDetails(
                  drawing,
                  details,
                  actionButton(words.openIdentity, listIcon, () => send({ type: 'otherSessions' })),
                )
          }
        </aside>
      </div>
    </section>
  `;
}

/** Draws which sessions were read, and what reads others. */
function drawCoverage({ words, locale, send }: RecentDrawing, model: RecentPageModel): TemplateResult {
  const { coverage, busy, readAt, mayReadMore } = model;
  const asOf = readAt === undefined ? '' : filled(words.asOf, { 0: clockWords(readAt, locale) });
  return html`
    <p class="quiet coverage" role="status">
      ${[coverage, busy ?? (coverage === '' ? '' : asOf)].filter(Boolean).join(', ')}
    </p>
    ${toolbar(
      words.readActions,
      html`${busy === undefined ? nothing : actionButton(words.cancel, closeIcon, () => send({ type: 'cancelPage' }))}
        ${
          mayReadMore
            ? html`${actionButton(words.readMore, openIcon, () => send({ type: 'readMore' }))}
              ${actionButton(words.readBackTo, openIcon, () => send({ type: 'readBackTo' }))}`
            : nothing
        }
        ${busy === undefined ? actionButton(words.refresh, refreshIcon, () => send({ type: 'refreshPage' })) : nothing}`,
    )}
  `;
}
