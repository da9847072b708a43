import { l10n } from 'vscode';
import { queryFieldWords, queryProblemWords } from '../../text/queryWords.ts';

export type TableWords = ReturnType<typeof tableWords>;

export function tableWords() {
  return {
    sessions: l10n.t('Sessions'),
    columns: {
      state: l10n.t('State'),
      signedIn: l10n.t('Signed in'),
      identity: l10n.t('Identity'),
      place: l10n.t('Place'),
      device: l10n.t('Device'),
      address: l10n.t('Address'),
      methods: l10n.t('Methods'),
      aal: l10n.t('AAL'),
      expires: l10n.t('Expires'),
      operator: l10n.t('Operator'),
      id: l10n.t('Session id'),
    },
    /** {0} is the name of a column. */
    sortedAscending: l10n.t('Sorted by {0}, ascending', '{0}'),
    sortedDescending: l10n.t('Sorted by {0}, descending', '{0}'),
    tools: l10n.t('Table actions'),
    chooseColumns: l10n.t('Columns'),
    copy: l10n.t('Copy'),
    copyText: l10n.t('Copy as Text'),
    copyCsv: l10n.t('Copy as CSV'),
    copyJson: l10n.t('Copy as JSON'),
    save: l10n.t('Save JSON As…'),
    count: l10n.t('{0} sessions', '{0}'),
    countOfOne: l10n.t('1 session'),
    countMatching: l10n.t('{0} of {1} match', '{0}', '{1}'),
    countSelected: l10n.t('{0} selected', '{0}'),
    empty: l10n.t('No sessions: there was no sign-in, or they were deleted. Refresh to read them again.'),
    noMatch: l10n.t('None of the sessions that were read matches the query. Change it, or clear it.'),
    query: l10n.t('Query'),
    queryExample: l10n.t('Find, e.g. {0}', 'Lagos -method:password since:2d'),
    suggestions: l10n.t('Suggestions'),
    queryFields: queryFieldWords(),
    queryProblems: queryProblemWords(),
  };
}
