import { l10n } from 'vscode';

/** The words of a table of sessions. */
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
    /** What follows the name of a field in a query. */
    queryFields: {
      ip: l10n.t('IP address or network'),
      ua: l10n.t('user agent'),
      device: l10n.t('device'),
      country: l10n.t('country code'),
      place: l10n.t('place'),
      method: l10n.t('authentication method'),
      provider: l10n.t('provider of the method'),
      aal: l10n.t('assurance level'),
      state: l10n.t('state'),
      since: l10n.t('created at this time or later'),
      until: l10n.t('created before or during this time'),
    },
    /** {0} is a field, {1} its value and {2} the list of fields. */
    queryProblems: {
      unknownField: l10n.t(
        '“{0}:” is not a field. Fields are {1}. To search for the text, put it in quotes.',
        '{0}',
        '{2}',
      ),
      missingValue: l10n.t('“{0}:” has no value yet.', '{0}'),
      notAnAddress: l10n.t(
        '“{0}” is not an IP address or network. Enter 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32.',
        '{1}',
      ),
      notATime: l10n.t(
        '“{0}” is not a time. Enter a duration (90m, 2h, 3d, 2w) or a UTC date (2026-03-04, 2026-03-04T14:05).',
        '{1}',
      ),
    },
    missingText: l10n.t('There is no text to search for.'),
  };
}
