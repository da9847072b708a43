import { describeRecentPage, type RecentFacts } from '../../src/pages/host/recent/describeRecentPage.ts';
import { aConnection } from '../unit/builders/connectionBuilder.ts';
import { aSession, uuid } from '../unit/builders/sessionBuilder.ts';
import { testNow } from './sessionRows.ts';

const facts: RecentFacts = {
  connectionId: 'acme',
  connection: aConnection({ name: 'Acme' }),
  directory: { waiting: () => undefined },
  list: {
    phase: { kind: 'ready' },
    items: Array.from({ length: 3 }, (_, index) => aSession({ id: uuid(index + 1) })),
    end: { kind: 'more' },
    isFull: false,
    isNewestFirst: true,
    backTo: testNow,
    readAt: new Date(testNow),
  },
  isUnlocked: false,
  problems: [],
};

/** Returns the message that shows a page of 3 sessions with more to read; `list` and `over` replace some facts. */
export function recentMessage(list: Partial<NonNullable<RecentFacts['list']>> = {}, over: Partial<RecentFacts> = {}) {
  const model = describeRecentPage({ ...facts, list: facts.list && { ...facts.list, ...list }, ...over });
  return { type: 'page', model };
}
