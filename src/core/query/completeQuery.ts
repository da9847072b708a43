import { memberOf, type QueryFacts } from './parseQuery.ts';
import { isQueryField, type QueryField, queryFields, queryTerms } from './terms.ts';

/** Replaces `start` to `end` of a query by `text`. */
export interface QuerySuggestion {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly field: QueryField;
  /** As it was seen, without the quotes that `text` may have; undefined where only the field is suggested. */
  readonly value: string | undefined;
}

/** The values of each field, most frequent first. */
export type QueryValues = Readonly<Record<QueryField, readonly string[]>>;

const timeValues = ['1h', '24h', '7d', '30d'];

/** Counts the values of rows that are added one by one. */
export class QueryValueCounts {
  readonly #counted = Object.entries(memberOf).map(([field, member]) => {
    return { field, member, counts: new Map<string, number>() };
  });

  add(facts: QueryFacts): void {
    for (const { member, counts } of this.#counted) {
      for (const value of facts[member]) {
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
    }
  }

  /** Returns the values that can be suggested for the rows. */
  get values(): QueryValues {
    const values = this.#counted.map(({ field, counts }) => [
      field,
      [...counts].sort(([, one], [, other]) => other - one).map(([value]) => value),
    ]);
    return { ...Object.fromEntries(values), since: timeValues, until: timeValues } as QueryValues;
  }
}

/** Returns the values that can be suggested for these rows. */
export function queryValues(rows: Iterable<QueryFacts>): QueryValues {
  const counts = new QueryValueCounts();
  for (const facts of rows) {
    counts.add(facts);
  }
  return counts.values;
}

/** Returns at most `limit` continuations of the term at the cursor: names of fields, or values of its field. */
export function completeQuery(
  text: string,
  cursor: number,
  values: QueryValues,
  limit: number,
): readonly QuerySuggestion[] {
  const term = queryTerms(text.slice(0, cursor)).findLast(({ end }) => end === cursor);
  if (term?.field === undefined) {
    // A quoted term is not a field, and its quote is not part of its value.
    const typed = term === undefined ? '' : text.slice(term.valueStart, cursor).toLowerCase();
    return queryFields
      .filter((field) => field.startsWith(typed))
      .slice(0, limit)
      .map((field) => ({ start: cursor - typed.length, end: cursor, text: `${field}:`, field, value: undefined }));
  }
  const { field, valueStart } = term;
  if (!isQueryField(field)) {
    return [];
  }
  const typed = term.value.toLowerCase();
  return values[field]
    .filter((value) => value.trim() !== '' && value.toLowerCase() !== typed && value.toLowerCase().includes(typed))
    .slice(0, limit)
    .map((value) => ({ start: valueStart, end: cursor, text: quoted(value), field, value }));
}

function quoted(value: string): string {
  return /[\s"]/.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : value;
}
