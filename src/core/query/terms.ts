export const queryFields = [
  'ip',
  'ua',
  'device',
  'country',
  'place',
  'method',
  'provider',
  'aal',
  'state',
  'since',
  'until',
] as const;

/** The values of `state:` by the state of a session, the same in all languages. */
export const stateValues = {
  active: ['active'],
  expired: ['inactive', 'expired'],
  revoked: ['inactive', 'revoked'],
  expiredOrRevoked: ['inactive', 'expired', 'revoked'],
  identityInactive: ['inactive', 'disabled'],
  unreadable: ['unreadable'],
} as const;

export type QueryField = (typeof queryFields)[number];

/** One term of a query: `-field:value`, each part but the value optional. */
export interface QueryTerm {
  readonly end: number;
  readonly isNegated: boolean;
  /** In lower case; undefined for free text. It may be a field that does not exist. */
  readonly field: string | undefined;
  /** Without quotes and escapes. */
  readonly value: string;
  /** Where the value begins, with its quote. */
  readonly valueStart: number;
}

// "https://…" is text, not a field. A quote that is not closed ends with the query.
const termPattern = /(?=\S)(-?(?:([a-z]+):(?!\/\/))?)(?:"((?:[^"\\]|\\.|\\$)*)"?|(\S*))/gis;

export function queryTerms(text: string): readonly QueryTerm[] {
  return [...text.matchAll(termPattern)].map(
    ({ 0: all, 1: before = '', 2: field, 3: quoted, 4: bare = '', index }) => ({
      end: index + all.length,
      isNegated: before.startsWith('-'),
      field: field?.toLowerCase(),
      value: quoted?.replace(/\\(["\\])/g, '$1') ?? bare,
      valueStart: index + before.length,
    }),
  );
}

export function isQueryField(field: string): field is QueryField {
  return queryFields.some((one) => one === field);
}
