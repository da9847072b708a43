import { describe, expect, it } from 'vitest';
import { percentOf } from '../../../../src/pages/browser/session/timelineScale.ts';

const timeline = { start: 1000, end: 2000, endLabel: 'Expires', marks: [] };

describe('a position on the timeline', () => {
  it.each([
    ['the start', 1000, 0],
    ['the middle', 1500, 50],
    ['one tenth of a percent', 1001, 0.1],
    ['the end', 2000, 100],
    ['before the start', 0, 0],
    ['after the end', 9000, 100],
  ])('is a percentage between 0 and 100: %s', (_, at, percent) => {
    expect(percentOf(timeline, at)).toBe(percent);
  });
});
