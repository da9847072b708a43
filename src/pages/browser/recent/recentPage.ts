import type { TemplateResult } from 'lit';
import type { RecentHostMessage, RecentMessage } from '../../protocol/recentMessages.ts';
import type { RecentPageModel } from '../../protocol/recentModel.ts';
import { identityStyles } from '../identity/identityStyles.ts';
import { adoptStyles } from '../pageElements.ts';
import { PageTable } from '../pageTable.ts';
import { pageStyles } from '../styles.ts';
import { drawRecentPage } from './drawRecentPage.ts';
import { type KeptRecentState, keptRecentState } from './keptState.ts';

adoptStyles([pageStyles, identityStyles]);

const page = new PageTable<RecentPageModel, KeptRecentState, RecentMessage>({
  readState: keptRecentState,
  draw,
  announcement: ({ busy, words, coverage }) => (busy === undefined ? coverage : words.reading),
});

function draw(model: RecentPageModel): TemplateResult {
  const { words, locale } = model;
  const { drawing, table, details, send } = page;
  return drawRecentPage({ ...drawing, words, locale, send }, model, table.element, details);
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
