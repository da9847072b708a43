import { describe, expect, it } from 'vitest';
import { newestFirst } from '../../../../../src/pages/browser/table/sortRows.ts';
import { tableState } from '../../../../../src/pages/browser/table/tableState.ts';

const initial = { sort: newestFirst, columns: undefined, query: '', selected: [], current: undefined, scroll: 0 };

describe('tableState', () => {
  it('returns a state that the table wrote, over JSON', () => {
    const state = {
      sort: { column: 'place', isDescending: false },
      columns: ['state', 'place'],
      query: 'Lagos',
      selected: ['a', 'b'],
      current: 'b',
      scroll: 440,
    };

    expect(tableState(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  it.each([
    undefined,
    null,
    'text',
    { sort: { column: 'unknown', isDescending: true }, columns: 'all', query: 1, selected: {}, current: 2, scroll: -1 },
    { sort: null, selected: [1, null], scroll: Number.NaN },
  ])('ignores the members of %j that no table wrote', (state) => {
    expect(tableState(state)).toEqual(initial);
  });

  it('drops columns that do not exist', () => {
    expect(tableState({ columns: ['place', 'password'] }).columns).toEqual(['place']);
  });
});
