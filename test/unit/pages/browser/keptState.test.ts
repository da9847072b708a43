import { describe, expect, it } from 'vitest';
import { keptState } from '../../../../src/pages/browser/keptState.ts';

describe('the kept state of a panel', () => {
  it('restores the scroll position and whether the JSON was open', () => {
    expect(keptState({ scrollY: 120, jsonOpen: true })).toEqual({ scrollY: 120, jsonOpen: true });
  });

  it.each([undefined, null, 'x', [], { scrollY: '120', jsonOpen: 1 }])(
    'starts at the top with the JSON closed for the invalid state %j',
    (state) => {
      expect(keptState(state)).toEqual({ scrollY: 0, jsonOpen: false });
    },
  );
});
