import { describe, expect, it } from 'vitest';
import { keptState } from '../../../src/webview/keptState.ts';

describe('what VS Code kept of a panel', () => {
  it('is where it was scrolled to and whether the JSON was open', () => {
    expect(keptState({ scrollY: 120, jsonOpen: true })).toEqual({ scrollY: 120, jsonOpen: true });
  });

  it.each([undefined, null, 'x', [], { scrollY: '120', jsonOpen: 1 }])(
    'is the top with the JSON closed for %j',
    (state) => {
      expect(keptState(state)).toEqual({ scrollY: 0, jsonOpen: false });
    },
  );
});
