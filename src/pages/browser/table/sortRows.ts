import type { SessionRow } from '../../protocol/sessionRow.ts';
import { keptMembers } from '../keptState.ts';
import { type ColumnKey, columnKeys, copiedText } from './columns.ts';

export interface Sort {
  readonly column: ColumnKey;
  readonly isDescending: boolean;
}

export const newestFirst: Sort = { column: 'signedIn', isDescending: true };

interface Keyed {
  readonly row: SessionRow;
  readonly key: string | number | undefined;
}

const stateOrder: readonly SessionRow['state'][] = [
  'active',
  'identityInactive',
  'expiredOrRevoked',
  'revoked',
  'expired',
  'unreadable',
];

/** Rows from one `yield` to the next: less than a millisecond. */
const step = 256;
/** Rows that are sorted from one `yield` to the next. */
const run = 1024;

export function isSort(value: unknown): value is Sort {
  const { column, isDescending } = keptMembers(value);
  return columnKeys.some((key) => key === column) && typeof isDescending === 'boolean';
}

/** Returns the sort after a click on the header of `column`: the other direction, or the usual one of its values. */
export function sortAfterClick(before: Sort, column: ColumnKey): Sort {
  const isTime = column === 'signedIn' || column === 'expires';
  return { column, isDescending: before.column === column ? !before.isDescending : isTime };
}

/**
 * Returns the ids of the rows that `matches` accepts, or of all without it, sorted. Yields often, so that the caller can
 * pause. Rows without a value come last in both directions, and equal ones newest first.
 */
export function* sortRows(
  rows: Iterable<SessionRow>,
  matches: ((row: SessionRow) => boolean) | undefined,
  { column, isDescending }: Sort,
): Generator<undefined, readonly string[]> {
  const keyOf = sortKeys(column);
  const keyed: Keyed[] = [];
  let count = 0;
  for (const row of rows) {
    if (matches === undefined || matches(row)) {
      keyed.push({ row, key: keyOf(row) });
    }
    count += 1;
    if (count % step === 0) {
      yield;
    }
  }
  const direction = isDescending ? -1 : 1;
  const sorted = yield* mergeSort(
    keyed,
    (one, other) =>
      ordered(one.key, other.key, direction) ||
      ordered(one.row.signedInAt, other.row.signedInAt, -1) ||
      ordered(one.row.id, other.row.id, 1),
  );
  return sorted.map(({ row }) => row.id);
}

function ordered(one: string | number | undefined, other: string | number | undefined, direction: number): number {
  if (one === other) {
    return 0;
  }
  if (one === undefined || other === undefined) {
    return one === undefined ? 1 : -1;
  }
  return one < other ? -direction : direction;
}

/** Returns a function for the sort key of a row. Keys of equal texts are computed once. */
function sortKeys(column: ColumnKey): (row: SessionRow) => string | number | undefined {
  switch (column) {
    case 'signedIn':
      return ({ signedInAt }) => signedInAt;
    case 'expires':
      return ({ expiresAt }) => expiresAt;
    case 'state':
      return ({ state }) => stateOrder.indexOf(state);
    case 'id':
      return ({ id }) => id;
    default: {
      const known = new Map<string, string>();
      return (row) => {
        const text = copiedText(row, column, String);
        if (text === '') {
          return undefined;
        }
        let key = known.get(text);
        if (key === undefined) {
          key = textKey(text);
          known.set(text, key);
        }
        return key;
      };
    }
  }
}

/** Returns a key that sorts by code units as people expect: without case and accents, and numbers by their value. */
function textKey(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\d+/g, (digits) => digits.padStart(4, '0'));
}

function* mergeSort<T>(items: readonly T[], compare: (one: T, other: T) => number): Generator<undefined, readonly T[]> {
  let runs: T[][] = [];
  for (let start = 0; start < items.length; start += run) {
    runs.push(items.slice(start, start + run).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let index = 0; index < runs.length; index += 2) {
      merged.push(yield* merge(runs[index] ?? [], runs[index + 1] ?? [], compare));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

function* merge<T>(
  left: readonly T[],
  right: readonly T[],
  compare: (one: T, other: T) => number,
): Generator<undefined, T[]> {
  const merged: T[] = [];
  let [leftIndex, rightIndex] = [0, 0];
  while (leftIndex < left.length || rightIndex < right.length) {
    const one = left[leftIndex];
    const other = right[rightIndex];
    if (one !== undefined && (other === undefined || compare(one, other) <= 0)) {
      merged.push(one);
      leftIndex += 1;
    } else if (other !== undefined) {
      merged.push(other);
      rightIndex += 1;
    }
    if (merged.length % step === 0) {
      yield;
    }
  }
  return merged;
}
