import { describe, expect, it } from 'vitest';
import { cursorToken, firstAfter, firstCursor, parseCursor } from '../../../src/demo/api/sessionCursor.ts';
import type { DemoSession } from '../../../src/demo/model.ts';

const time = Date.UTC(2026, 10, 23, 15, 46, 16) * 1000 + 8_850;
const id = (digit: number): string => `${digit}0000000-0000-4000-8000-000000000000`;

/** Returns a row that was created this many microseconds after `time`. */
const row = (digit: number, micros: number): DemoSession => ({
  id: id(digit),
  identityId: id(9),
  active: true,
  createdAt: time + micros,
  issuedAt: time,
  authenticatedAt: time,
  expiresAt: time,
  aal: 'aal1',
  methods: null,
  devices: null,
});

const base64 = (text: string): string => Buffer.from(text).toString('base64').replaceAll('=', '');

describe('the token of a page of all sessions', () => {
  it('has its two parts in either order', () => {
    const tokens = Array.from({ length: 6 }, () => cursorToken(row(1, 0)));
    const texts = new Set(tokens.map((token) => Buffer.from(token, 'base64').toString('utf8')));
    expect(texts).toEqual(
      new Set([`id=${id(1)}/created_at=2026-11-23 15:46:16.00885`, `created_at=2026-11-23 15:46:16.00885/id=${id(1)}`]),
    );
    for (const token of tokens) {
      expect(parseCursor(token)).toEqual({ id: id(1), createdAt: time });
    }
  });

  it('truncates the time to five digits without trailing zeros', () => {
    expect(parseCursor(cursorToken(row(1, 9)))).toEqual({ id: id(1), createdAt: time });
    expect(Buffer.from(cursorToken(firstCursor), 'base64').toString('utf8')).toMatch(/2200-12-31 23:59:59(\/|$)/);
  });

  it.each([
    ['', undefined],
    ['!!', 'undecodable'],
    [base64('nothing'), 'undecodable'],
    [base64('id=nope/created_at=2026-11-23 15:46:16'), 'crafted'],
    [base64(`id=${id(1)}`), 'crafted'],
  ])('parses "%s" as %s', (token, meaning) => {
    expect(parseCursor(token)).toBe(meaning);
  });
});

describe('the page after a token', () => {
  it('begins with the next older row, or the next greater id of the same time', () => {
    const rows = [row(4, 10), row(2, 0), row(3, 0), row(1, -1)];
    expect(firstAfter(rows, { id: id(2), createdAt: time })).toBe(2);
    expect(firstAfter(rows, { id: id(3), createdAt: time })).toBe(3);
    expect(firstAfter(rows, { id: id(1), createdAt: time - 1 })).toBe(4);
    expect(firstAfter(rows, firstCursor)).toBe(0);
  });

  it('skips rows of the last ten microseconds of the previous page, as Kratos does', () => {
    const rows = [row(1, 9), row(2, 5), row(3, -1)];
    const cursor = parseCursor(cursorToken(row(1, 9)));
    expect(cursor).toEqual({ id: id(1), createdAt: time });
    expect(firstAfter(rows, { id: id(1), createdAt: time })).toBe(2);
  });
});
