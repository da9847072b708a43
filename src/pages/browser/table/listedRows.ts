import { type QueryValues, queryValues } from '../../../core/query/completeQuery.ts';
import { parseQuery, type QueryFacts, type QueryProblem } from '../../../core/query/parseQuery.ts';
import { stateValues } from '../../../core/query/terms.ts';
import type { SessionRow } from '../../protocol/sessionRow.ts';
import { type ColumnKey, columnKeys, optionalColumns } from './columns.ts';
import { newestFirst, type Sort, sortRows } from './sortRows.ts';

/** The rows of a table, of which those that match a query are listed in an order. Sorts in slices of time. */
export class ListedRows {
  /** The ids of the rows that are listed, in their order. It changes when a slice completes it. */
  order: readonly string[] = [];
  sort: Sort = newestFirst;
  readonly #rows = new Map<string, SessionRow>();
  readonly #filled = new Set<ColumnKey>();
  #query = parseQuery('', 0);
  #hidesNothing = true;
  #isChanged = false;
  #sorting: Generator<undefined, readonly string[]> | undefined;
  readonly #values = new Map(Object.entries(queryValues([])).map(([field, values]) => [field, new Set(values)]));

  get size(): number {
    return this.#rows.size;
  }

  get problems(): readonly QueryProblem[] {
    return this.#query.problems;
  }

  get hidesNothing(): boolean {
    return this.#hidesNothing;
  }

  get needsSorting(): boolean {
    return this.#isChanged || this.#sorting !== undefined;
  }

  /** The columns that a row has a value for, or that all tables have. */
  get columns(): readonly ColumnKey[] {
    return columnKeys.filter((key) => !optionalColumns.some((one) => one === key) || this.#filled.has(key));
  }

  /** What can be suggested for a query, also of rows that are gone. */
  get values(): QueryValues {
    return Object.fromEntries(
      [...this.#values].map(([field, values]) => [field, [...values]]),
    ) as unknown as QueryValues;
  }

  get(id: string): SessionRow | undefined {
    return this.#rows.get(id);
  }

  change(rows: readonly SessionRow[], gone: readonly string[]): void {
    for (const row of rows) {
      this.#rows.set(row.id, row);
      for (const key of optionalColumns) {
        if (row[key] !== undefined) {
          this.#filled.add(key);
        }
      }
    }
    for (const id of gone) {
      this.#rows.delete(id);
    }
    for (const [field, values] of Object.entries(queryValues(rows.map(rowFacts)))) {
      for (const value of values) {
        this.#values.get(field)?.add(value);
      }
    }
    this.#isChanged = true;
  }

  sortBy(sort: Sort): void {
    this.sort = sort;
    this.#startAgain();
  }

  find(query: string): void {
    this.#query = parseQuery(query, Date.now());
    this.#hidesNothing = query.trim() === '';
    this.#startAgain();
  }

  /** Sorts for some milliseconds. Returns whether `order` is now complete. */
  sortFor(milliseconds: number): boolean {
    const end = performance.now() + milliseconds;
    if (this.#sorting === undefined) {
      // Rows that come during a sort wait for its end: if each batch restarted it, it would never end.
      this.#isChanged = false;
      this.#sorting = sortRows(this.#rows.values(), this.#hidesNothing ? undefined : this.#matches, this.sort);
    }
    while (performance.now() < end) {
      const { done, value } = this.#sorting.next();
      if (done === true) {
        this.#sorting = undefined;
        this.order = value.filter((id) => this.#rows.has(id));
        return true;
      }
    }
    return false;
  }

  #startAgain(): void {
    this.#sorting = undefined;
    this.#isChanged = true;
  }

  readonly #matches = (row: SessionRow): boolean => this.#query.matches(rowFacts(row));
}

function rowFacts(row: SessionRow): QueryFacts {
  return {
    ip: row.addresses,
    userAgent: row.userAgents,
    device: row.queried?.devices ?? [row.device],
    country: row.queried?.countries ?? (row.country === undefined ? [] : [row.country]),
    place: row.queried?.places ?? (row.place === undefined ? [] : [row.place]),
    methods: row.methods.map(({ method }) => method),
    providers: row.methods.flatMap(({ provider }) => provider ?? []),
    aal: row.aal === undefined ? [] : [row.aal],
    state: stateValues[row.state],
    issuedAt: row.signedInAt,
    text: [row.id, row.identityId, row.stateText, row.identity ?? '', row.operator ?? ''],
  };
}
