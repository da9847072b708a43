import { describe, expect, it, vi } from 'vitest';
import { RowElements } from '../../../../../src/pages/browser/table/rowElements.ts';

function range(start: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => start + index);
}

describe('RowElements', () => {
  it('draws a view of 40 rows in four drawings, so that none takes long', () => {
    const onMissing = vi.fn();
    const elements = new RowElements(onMissing);
    const drawn = [1, 2, 3, 4].map(() => elements.assign(range(0, 40)).length);

    expect(drawn).toEqual([12, 24, 36, 40]);
    expect(onMissing).toHaveBeenCalledTimes(3);
  });

  it('gives the elements of rows that are out of sight to those that come into sight', () => {
    const elements = new RowElements(() => {});
    elements.assign(range(0, 10));
    const first = elements.of(0);

    expect(elements.assign(range(1, 10))).toEqual(range(1, 10));
    expect(elements.of(10)).toBe(first);
    expect(elements.of(0)).toBeUndefined();
  });

  it('keeps each element once, also while a view replaces another one', () => {
    const elements = new RowElements(() => {});
    for (const start of [0, 0, 0, 5_000, 5_000, 10, 5_020, 5_020, 5_020, 5_020]) {
      const drawn = elements.assign(range(start, 40));
      expect(new Set(drawn.map((index) => elements.of(index))).size).toBe(drawn.length);
    }
    expect(elements.assign(range(5_020, 40))).toEqual(range(5_020, 40));
  });
});
