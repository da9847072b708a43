import { cursorTime, type Micros, parseCursorTime } from '../time.ts';
import { nilUuid, parseUuid } from '../uuid.ts';

/** The last row of a page of all sessions or of courier messages. */
export interface Cursor {
  readonly id: string;
  readonly createdAt: Micros;
}

export const firstCursor: Cursor = { id: nilUuid, createdAt: Date.UTC(2200, 11, 31, 23, 59, 59) * 1000 };

let spellings = 0;

/** Returns base64 without padding. Kratos' order of the two parts varies between responses. */
export function cursorToken({ id, createdAt }: Cursor): string {
  const parts = [`id=${id}`, `created_at=${cursorTime(createdAt)}`];
  const spelled = spellings++ % 3 === 2 ? parts.toReversed() : parts;
  return Buffer.from(spelled.join('/')).toString('base64').replaceAll('=', '');
}

export function parseCursor(token: string): Cursor | undefined | 'undecodable' | 'crafted' {
  if (token === '') {
    return undefined;
  }
  const text = /^[A-Za-z0-9+/]+$/.test(token) ? Buffer.from(token, 'base64').toString('latin1') : '';
  const parts = text.split('/').map((part) => part.split('='));
  if (text === '' || parts.some((part) => part.length !== 2)) {
    return 'undecodable';
  }
  const named = new Map(parts.map(([name = '', value = '']) => [name, value]));
  const id = parseUuid(named.get('id') ?? '');
  const createdAt = parseCursorTime(named.get('created_at') ?? '');
  return 'error' in id || createdAt === undefined ? 'crafted' : { id: id.id, createdAt };
}

/**
 * Returns the index after a cursor: `created_at < t OR (created_at = t AND id > i)`. As `t` is truncated, rows may be
 * skipped.
 */
export function firstAfter(rows: readonly Cursor[], { id, createdAt }: Cursor): number {
  const index = rows.findIndex((row) => row.createdAt < createdAt || (row.createdAt === createdAt && row.id > id));
  return index === -1 ? rows.length : index;
}
