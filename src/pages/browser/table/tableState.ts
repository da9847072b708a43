import { keptMembers } from '../keptState.ts';
import { type ColumnKey, columnKeys } from './columns.ts';
import { isSort, newestFirst, type Sort } from './sortRows.ts';

/** What a page keeps of its table while it is hidden and over a reload. */
export interface TableState {
  readonly sort: Sort;
  /** Undefined as long as the user has not chosen any: then the width decides. */
  readonly columns: readonly ColumnKey[] | undefined;
  readonly query: string;
  /** Empty where more are selected than are kept. */
  readonly selected: readonly string[];
  readonly current: string | undefined;
  /** In pixels. */
  readonly scroll: number;
}

/** Returns the valid members of `state`, which an older version may have written. */
export function tableState(state: unknown): TableState {
  const { sort, columns, query, selected, current, scroll } = keptMembers(state);
  return {
    sort: isSort(sort) ? sort : newestFirst,
    columns: Array.isArray(columns) ? columnKeys.filter((key) => columns.includes(key)) : undefined,
    query: typeof query === 'string' ? query : '',
    selected: Array.isArray(selected) ? selected.filter((id) => typeof id === 'string') : [],
    current: typeof current === 'string' ? current : undefined,
    scroll: typeof scroll === 'number' && scroll >= 0 ? scroll : 0,
  };
}
