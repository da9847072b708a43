import { l10n } from 'vscode';
import { sessionPageWords } from './sessionPageWords.ts';
import { tableWords } from './tableWords.ts';

export type RecentPageWords = ReturnType<typeof recentPageWords>;

export function recentPageWords() {
  return {
    ...sessionPageWords(),
    table: tableWords(),
    details: l10n.t('Details of the selected session'),
    noSelection: l10n.t('Select a session to see its details here.'),
    reading: l10n.t('Reading sessions'),
    readMore: l10n.t('Read More'),
    readBackTo: l10n.t('Read Back To…'),
    openIdentity: l10n.t('Open Identity'),
  };
}
