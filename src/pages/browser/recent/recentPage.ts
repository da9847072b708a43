import type { TemplateResult } from 'lit';
import type { RecentHostMessage, RecentMessage } from '../../protocol/recentMessages.ts';
import type { RecentPageModel } from '../../protocol/recentModel.ts';
import { identityStyles } from '../identity/identityStyles.ts';
import { type KeptTable, keptMembers, keptTable } from '../keptState.ts';
import { adoptStyles } from '../pageElements.ts';
import { pageStyles } from '../styles.ts';
import { TablePage } from '../tablePage.ts';
import { drawRecentPage } from './drawRecentPage.ts';

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
