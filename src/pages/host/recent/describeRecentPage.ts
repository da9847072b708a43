import { l10n } from 'vscode';
import type { Connection } from '../../../connections/connection.ts';
import { connectionColorId } from '../../../connections/connectionFacts.ts';
import type { Directory } from '../../../core/directory/directory.ts';
import { mostRecent, type RecentState } from '../../../core/directory/recentList.ts';
import { countWords, locale, numberWords } from '../../../text/counts.ts';
import { dateFormat } from '../../../text/relativeTime.ts';
import { shortText } from '../../../text/visibleText.ts';
import type { RecentPageModel } from '../../protocol/recentModel.ts';
import type { Notice } from '../../protocol/sessionModel.ts';
import { recentPageWords } from '../../words/recentPageWords.ts';
import { failureNotice, loadingWords, noConnectionNotice } from '../notices.ts';
import { connectionText } from '../values.ts';

export interface RecentFacts {
  readonly connectionId: string;
  /** The last known one, also when the settings no longer have it. */
  readonly connection: Connection | undefined;
  /** Undefined when the settings no longer have the connection. */
  readonly directory: Pick<Directory, 'waiting'> | undefined;
  readonly list: RecentState | undefined;
  readonly isUnlocked: boolean;
  /** Sentences on the user's databases of addresses. */
  readonly problems: readonly string[];
}

export function describeRecentPage(facts: RecentFacts): RecentPageModel {
  const { connectionId, connection, directory, list, isUnlocked, problems } = facts;
  const name = connection?.name ?? connectionId;
  return {
    words: recentPageWords(),
    locale: locale(),
    title: l10n.t('Recent Sessions: {0}', shortText(name)),
    connectionId,
    byline: [connectionText(connection, connectionId, isUnlocked)],
    connectionColor: connectionColorId(connection),
    busy:
      list?.phase.kind === 'loading'
        ? loadingWords(directory?.waiting(list.phase.what === 'first' ? 'page' : 'rest'), list.items.length, undefined)
        : undefined,
    notice: describeNotice(facts, name),
    coverage: list === undefined ? '' : coverageWords(list),
    readAt: list?.readAt?.getTime(),
    mayReadMore: list !== undefined && list.phase.kind !== 'loading' && list.end.kind === 'more' && !list.isFull,
    mayChange: isUnlocked,
    notes: [...(list === undefined ? [] : notesOf(list)), ...problems],
  };
}

function describeNotice({ directory, list }: RecentFacts, name: string): Notice | undefined {
  if (directory === undefined) {
    return noConnectionNotice(name);
  }
  return list?.phase.kind === 'failed' ? failureNotice(list.phase.failure) : undefined;
}

/** Says which sessions were read, and no more than the server's pages prove. */
function coverageWords({ phase, items, end, isNewestFirst, backTo }: RecentState): string {
  const count = numberWords(items.length);
  if (items.length === 0) {
    return phase.kind === 'ready' ? l10n.t('No sessions') : '';
  }
  if (end.kind === 'complete') {
    return items.length === 1 ? l10n.t('The only session') : l10n.t('All {0} sessions', count);
  }
  if (end.kind === 'unproven') {
    return l10n.t('Sessions: {0}', countWords({ shown: items.length, total: undefined, end }));
  }
  if (!isNewestFirst) {
    return l10n.t('{0} sessions; this server does not list the newest first', count);
  }
  return backTo === undefined
    ? l10n.t('{0} newest sessions', count)
    : l10n.t(
        '{0} newest sessions, back to {1}',
        count,
        dateFormat({ dateStyle: 'medium', timeStyle: 'short' }).format(backTo),
      );
}

function notesOf({ items, isNewestFirst, isFull }: RecentState): readonly string[] {
  const order = l10n.t('The newest are those that were created last, not those that were used last.');
  const proof = l10n.t(
    'Rows stand as they were read. Sessions that began or were deleted while pages were read may be missing.',
  );
  const full = l10n.t('At most {0} sessions are kept, so older ones are not read here.', numberWords(mostRecent));
  return items.length === 0 ? [] : [isNewestFirst ? `${order} ${proof}` : proof, ...(isFull ? [full] : [])];
}
