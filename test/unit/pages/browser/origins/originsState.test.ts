import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { originsState } from '../../../../../src/pages/browser/origins/originsState.ts';

const initial = { zoom: 'all', moved: undefined, showsAll: false, unfolded: [] };

describe('the kept state of the origins', () => {
  it('comes back as it was kept', () => {
    const state = { zoom: 'week', moved: { end: 5, selected: 'id' }, showsAll: true, unfolded: ['events'] } as const;
    expect(originsState(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  it('is the initial one where another version kept something else', () => {
    expect(originsState({ zoom: 'year', moved: { end: '5' }, showsAll: 1, unfolded: 'all' })).toEqual(initial);
    expect(originsState(undefined)).toEqual(initial);
  });

  it('is valid whatever was kept', () => {
    fc.assert(
      fc.property(fc.anything(), (state) => {
        const kept = originsState(state);
        expect(originsState(kept)).toEqual(kept);
      }),
    );
  });
});
