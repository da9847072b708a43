import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnKeys } from '../../../../../src/pages/browser/table/columns.ts';
import { newestFirst, sortAfterClick, sortRows } from '../../../../../src/pages/browser/table/sortRows.ts';
import type { SessionRow } from '../../../../../src/pages/protocol/sessionRow.ts';
import { testRow, testRows } from '../../../../pages/sessionRows.ts';

function sortedBy(
  rows: readonly SessionRow[],
  column: (typeof columnKeys)[number],
  isDescending = false,
): readonly string[] {
  const sorting = sortRows(rows, undefined, { column, isDescending });
  for (;;) {
    const { done, value } = sorting.next();
    if (done === true) {
      return value;
    }
  }
}

describe('sortRows', () => {
  it('lists rows without a value last in both directions', () => {
    const rows = [
      testRow(1, { place: undefined }),
      testRow(2, { place: 'Berlin, DE' }),
      testRow(3, { place: 'Abuja, NG' }),
    ];
    const ids = (...indexes: number[]) => indexes.map((index) => testRow(index).id);

    expect(sortedBy(rows, 'place')).toEqual(ids(3, 2, 1));
    expect(sortedBy(rows, 'place', true)).toEqual(ids(2, 3, 1));
  });

  it('compares numbers in texts by their value, and letters without case and accents', () => {
    const devices = ['chrome 99 on Windows', 'Chrome 141 on Windows', 'Édge 12', 'Firefox 1'];
    const rows = devices.map((device, index) => testRow(index, { device }));

    expect(sortedBy(rows, 'device')).toEqual(rows.map(({ id }) => id));
  });

  it('compares IPv4 addresses by their numbers', () => {
    const rows = ['9.0.0.1', '10.0.0.9', '10.0.0.10'].map((address, index) => testRow(index, { addresses: [address] }));

    expect(sortedBy(rows, 'address')).toEqual(rows.map(({ id }) => id));
  });

  it('lists rows with equal values newest first', () => {
    const rows = testRows(3).map((row) => ({ ...row, aal: 'aal1' }));

    expect(sortedBy(rows.toReversed(), 'aal', true)).toEqual(rows.map(({ id }) => id));
  });

  it('sorts 5,000 rows in slices as it sorts them at once, whatever their order was', () => {
    const rows = testRows(5000);
    fc.assert(
      fc.property(fc.constantFrom(...columnKeys), fc.boolean(), fc.nat(4999), (column, isDescending, start) => {
        const rotated = [...rows.slice(start), ...rows.slice(0, start)];
        expect(sortedBy(rotated, column, isDescending)).toEqual(sortedBy(rows, column, isDescending));
        expect(new Set(sortedBy(rotated, column, isDescending)).size).toBe(rows.length);
      }),
      { seed: 9, numRuns: 12 },
    );
  });

  it('sorts hostile texts without losing a row', () => {
    const rows = ['', '\u202E', '9'.repeat(5000), '\0', '=1+1', '<b>'].map((device, index) =>
      testRow(index, { device }),
    );

    expect(sortedBy(rows, 'device').toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
  });
});

describe('sortAfterClick', () => {
  it('begins with the newest times and the first letters, and turns round at the second click', () => {
    const byPlace = sortAfterClick(newestFirst, 'place');

    expect(byPlace).toEqual({ column: 'place', isDescending: false });
    expect(sortAfterClick(byPlace, 'place')).toEqual({ column: 'place', isDescending: true });
    expect(sortAfterClick(byPlace, 'signedIn')).toEqual(newestFirst);
  });
});
