import { l10n } from 'vscode';
import type { QueryProblem } from '../core/query/parseQuery.ts';
import { type QueryField, queryFields } from '../core/query/terms.ts';
import { shortText } from './visibleText.ts';

/** Says what was not understood of a query, and what to write instead. */
export function queryProblemText({ code, field, value }: QueryProblem): string {
  const words = queryProblemWords(shortText(field), shortText(value), queryFields.join(', '));
  return words[field === '' ? 'missingText' : code];
}

/** Returns a sentence on each problem. The pages fill in the field, its value and the list of fields themselves. */
export function queryProblemWords(field = '{0}', value = '{1}', fields = '{2}') {
  return {
    unknownField: l10n.t(
      '“{0}:” is not a field. Fields are {1}. To search for the text, put it in quotes.',
      field,
      fields,
    ),
    missingValue: l10n.t('“{0}:” has no value yet.', field),
    missingText: l10n.t('There is no text to search for.'),
    notAnAddress: l10n.t(
      '“{0}” is not an IP address or network. Enter 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32.',
      value,
    ),
    notATime: l10n.t(
      '“{0}” is not a time. Enter a duration (90m, 2h, 3d, 2w) or a UTC date (2026-03-04, 2026-03-04T14:05).',
      value,
    ),
  } satisfies Readonly<Record<QueryProblem['code'] | 'missingText', string>>;
}

/** Returns what follows the name of each field in a query. */
export function queryFieldWords(): Readonly<Record<QueryField, string>> {
  return {
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
  };
}
