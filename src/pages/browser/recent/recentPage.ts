import { html, nothing, type TemplateResult } from 'lit';
import type { RecentHostMessage, RecentMessage } from '../../protocol/recentMessages.ts';
import type { RecentPageModel } from '../../protocol/recentModel.ts';
import { actionButton, toolbar } from '../controls.ts';
import { closeIcon, listIcon, openIcon, refreshIcon } from '../icons.ts';
import { identityStyles } from '../identity/identityStyles.ts';
import { type KeptTable, keptMembers, keptTable } from '../keptState.ts';
import { adoptStyles } from '../pageElements.ts';
import { drawByline, drawNotice, drawProgress } from '../pageHead.ts';
import { drawTable } from '../session/drawSessionPage.ts';
import { pageStyles } from '../styles.ts';
import { TablePage } from '../tablePage.ts';
import { clockWords, filled } from '../timeWords.ts';

interface KeptRecentState extends KeptTable {
  /** VS Code passes it to the extension, which restores the page of this connection. */
  readonly connectionId: string | undefined;
}

adoptStyles([pageStyles, identityStyles]);

const page = new TablePage<RecentPageModel, KeptRecentState, RecentMessage>({
  readState: (state) => {
    const { connectionId } = keptMembers(state);
    return { ...keptTable(state), connectionId: typeof connectionId === 'string' ? connectionId : undefined };
  },
  draw,
  announcement: ({ busy, words, coverage }) => (busy === undefined ? coverage : words.reading),
});

function draw(model: RecentPageModel): TemplateResult {
  const { words, locale, title, byline, connectionColor, busy, notice, notes } = model;
  const { table, details, send } = page;
  const drawing = { ...page.drawing, words, locale, send };
  return html`
    ${drawProgress(busy)}
    <header>
      <h1><bdi>${title}</bdi></h1>
      ${drawByline(byline, connectionColor)} ${drawing.unlockLine}
      ${notice && drawNotice(drawing, notice, () => send({ type: 'retryPage' }))}
    </header>
    <section class="sessions" aria-label=${words.table.sessions}>
      <div class="heading">${drawCoverage(model)}</div>
      <div class="notes">${notes.map((sentence) => html`<p class="quiet">${sentence}</p>`)}</div>
      ${drawTable(
        drawing,
        table.element,
        details,
        actionButton(words.openIdentity, listIcon, () => send({ type: 'otherSessions' })),
      )}
    </section>
  `;
}

/** Draws which sessions were read, and what reads others. */
function drawCoverage({ words, locale, coverage, busy, readAt, mayReadMore }: RecentPageModel): TemplateResult {
  const asOf = readAt === undefined ? '' : filled(words.asOf, { 0: clockWords(readAt, locale) });
  const button = (
    label: string,
    icon: TemplateResult,
    type: 'cancelPage' | 'readMore' | 'readBackTo' | 'refreshPage',
  ) => actionButton(label, icon, () => page.send({ type }));
  return html`
    <p class="quiet coverage" role="status">
      ${[coverage, busy ?? (coverage === '' ? '' : asOf)].filter(Boolean).join(', ')}
    </p>
    ${toolbar(
      words.readActions,
      html`${busy === undefined ? nothing : button(words.cancel, closeIcon, 'cancelPage')}
        ${mayReadMore ? button(words.readMore, openIcon, 'readMore') : nothing}
        ${mayReadMore ? button(words.readBackTo, openIcon, 'readBackTo') : nothing}
        ${busy === undefined ? button(words.refresh, refreshIcon, 'refreshPage') : nothing}`,
    )}
  `;
}

page.start<RecentHostMessage>((message) => {
  const { table } = page;
  switch (message.type) {
    case 'page':
      page.keep({ connectionId: message.model.connectionId });
      page.show(message.model);
      break;
    case 'find':
      table.state = { ...table.state, query: message.query, selected: [], current: undefined, scroll: 0 };
      page.keep({ table: table.state });
      break;
  }
});
