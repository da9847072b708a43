import { l10n } from 'vscode';
import type { QueryProblem } from '../core/query/parseQuery.ts';
import { type QueryField, queryFields } from '../core/query/terms.ts';
import { rowTextLimit, visibleText } from './visibleText.ts';

/** Says what was not understood of a query, and what to write instead. */
export function queryProblemText({ code, field, value }: QueryProblem): string {
  const shown = visibleText(value, rowTextLimit);
  switch (code) {
    case 'unknownField':
      return l10n.t(
        '“{0}:” is not a field. Fields are {1}. To search for the text, put it in quotes.',
        visibleText(field, rowTextLimit),
        queryFields.join(', '),
      );
    case 'missingValue':
      return field === '' ? l10n.t('There is no text to search for.') : l10n.t('“{0}:” has no value yet.', field);
    case 'notAnAddress':
      return l10n.t(
        '“{0}” is not an IP address or network. Enter 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32.',
        shown,
      );
    case 'notATime':
      return l10n.t(
        '“{0}” is not a time. Enter a duration (90m, 2h, 3d, 2w) or a UTC date (2026-03-04, 2026-03-04T14:05).',
        shown,
      );
  }
}

/** Describes what a field finds. */
export function queryFieldWords(field: QueryField): string {
  switch (field) {
    case 'ip':
      return l10n.t('IP address or network');
    case 'ua':
      return l10n.t('user agent');
    case 'device':
      return l10n.t('device');
    case 'country':
      return l10n.t('country code');
    case 'place':
      return l10n.t('place');
    case 'method':
      return l10n.t('authentication method');
    case 'provider':
      return l10n.t('provider of the method');
    case 'aal':
      return l10n.t('assurance level');
    case 'state':
      return l10n.t('state');
    case 'since':
      return l10n.t('created at this time or later');
    case 'until':
      return l10n.t('created before or during this time');
  }
}
