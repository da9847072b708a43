import type { SessionRow } from './slice.ts';

/**
 * Whether two answers hold the same rows, whatever their order (rows of the same instant have none), and none of them
 * has been authenticated again: servers up to v1.3.1 sort by that time, so such a row has moved.
 */
export function sameSlice(one: readonly SessionRow[], other: readonly SessionRow[]): boolean {
  const places = new Map(one.map((row) => [row.id, place(row)]));
  return one.length === other.length && other.every((row) => places.get(row.id) === place(row));
}

export function disjoint(one: readonly SessionRow[], other: readonly SessionRow[]): boolean {
  const ids = new Set(one.map(({ id }) => id));
  return !other.some(({ id }) => ids.has(id));
}

/**
 * Whether two readings of a filtered list hold the same rows, each for one unbroken time. A row that left the filter and
 * came back was extended in between, or expired later than it would have: its expiry tells.
 */
export function sameRows(one: ReadonlyMap<string, SessionRow>, other: ReadonlyMap<string, SessionRow>): boolean {
  return (
    one.size === other.size && [...one].every(([id, row]) => other.has(id) && expiry(other.get(id)) === expiry(row))
  );
}

function place(row: SessionRow): string {
  return row.kind === 'session' ? (row.authenticatedAt ?? '') : row.json.before + row.json.after;
}

function expiry(row: SessionRow | undefined): string | undefined {
  return row?.kind === 'session' ? row.expiresAt : undefined;
}
