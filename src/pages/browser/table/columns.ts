import type { MethodMark, SessionRow } from '../../protocol/sessionRow.ts';

/** In the order in which they are shown. */
export const columnKeys = [
  'state',
  'signedIn',
  'identity',
  'place',
  'device',
  'address',
  'methods',
  'aal',
  'expires',
  'operator',
  'id',
] as const;

export type ColumnKey = (typeof columnKeys)[number];

interface Column {
  /** In em. */
  readonly minWidth: number;
  /** The share of the free width. */
  readonly grows: number;
  /** The width of the table in pixels from which the column is shown by default. */
  readonly from: number;
}

export const columns: Readonly<Record<ColumnKey, Column>> = {
  state: { minWidth: 2, grows: 0, from: 0 },
  signedIn: { minWidth: 7.2, grows: 0.4, from: 0 },
  identity: { minWidth: 8, grows: 1.2, from: 0 },
  place: { minWidth: 6, grows: 1, from: 0 },
  device: { minWidth: 6.8, grows: 1.6, from: 0 },
  address: { minWidth: 9, grows: 0.8, from: 560 },
  methods: { minWidth: 9, grows: 1.2, from: 560 },
  aal: { minWidth: 4, grows: 0, from: 760 },
  expires: { minWidth: 6, grows: 0.4, from: 760 },
  operator: { minWidth: 10, grows: 1, from: 1000 },
  id: { minWidth: 10, grows: 1.2, from: 1200 },
};

/** Columns that only some rows have a value for, so that they are offered where one has. */
export const optionalColumns = ['identity', 'operator'] as const;

export function defaultColumns(width: number, offered: readonly ColumnKey[]): readonly ColumnKey[] {
  return offered.filter((key) => width >= columns[key].from);
}

/** Returns the text of a cell as it is copied. `time` formats milliseconds since the epoch. */
export function copiedText(row: SessionRow, key: ColumnKey, time: (at: number) => string): string {
  switch (key) {
    case 'state':
      return row.stateText;
    case 'signedIn':
      return row.signedInAt === undefined ? '' : time(row.signedInAt);
    case 'expires':
      return row.expiresAt === undefined ? '' : time(row.expiresAt);
    case 'address':
      return row.addresses.join(' ');
    case 'methods':
      return row.methods.map(methodText).join(', ');
    default:
      return row[key] ?? '';
  }
}

/** Formats a method with its provider: "oidc (github)". */
export function methodText({ method, provider }: MethodMark): string {
  return provider === undefined ? method : `${method} (${provider})`;
}
