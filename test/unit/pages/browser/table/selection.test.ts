import { describe, expect, it } from 'vitest';
import {
  extendTo,
  moveTo,
  noSelection,
  type RowSelection,
  selectAll,
  selectOnly,
  toggle,
  withoutUnlisted,
} from '../../../../../src/pages/browser/table/selection.ts';

const order = ['a', 'b', 'c', 'd', 'e'];

function shown({ ids, current }: RowSelection): string {
  return `${[...ids].toSorted().join('')} at ${current}`;
}

describe('the selection of a table', () => {
  it('extends from the row that was selected first, in both directions', () => {
    const down = extendTo(selectOnly('c'), 'e', order);

    expect(shown(down)).toBe('cde at e');
    expect(shown(extendTo(down, 'b', order))).toBe('bc at b');
  });

  it('extends from the row that was toggled last', () => {
    const toggled = toggle(selectOnly('a'), 'd');

    expect(shown(toggled)).toBe('ad at d');
    expect(shown(extendTo(toggled, 'e', order))).toBe('de at e');
    expect(shown(extendTo(toggled, 'e', order, true))).toBe('ade at e');
  });

  it('selects one row when the row to extend from is not listed', () => {
    expect(shown(extendTo(selectOnly('gone'), 'b', order))).toBe('b at b');
  });

  it('extends from the row of the keyboard when none is selected', () => {
    expect(shown(extendTo(moveTo(noSelection, 'b'), 'd', order))).toBe('bcd at d');
  });

  it('removes a selected row when it is toggled', () => {
    expect(shown(toggle(toggle(selectOnly('a'), 'b'), 'a'))).toBe('b at a');
  });

  it('keeps the row of the keyboard when all are selected', () => {
    expect(shown(selectAll(selectOnly('b'), order))).toBe('abcde at b');
  });

  it('loses rows that are no longer listed, also that of the keyboard', () => {
    const selection = extendTo(selectOnly('b'), 'd', order);

    expect(shown(withoutUnlisted(selection, (id) => id !== 'd'))).toBe('bc at undefined');
    expect(withoutUnlisted(selection, () => true)).toBe(selection);
  });
});
