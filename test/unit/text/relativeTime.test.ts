import { describe, expect, it } from 'vitest';
import { momentOf } from '../../../src/core/kratos/moments.ts';
import { compactAge, relativeTime } from '../../../src/text/relativeTime.ts';

const now = new Date('2026-11-23T16:41:00Z');
const at = (text: string) => new Date(text);

describe('compactAge and relativeTime', () => {
  it.each([
    ['2026-11-23T16:40:30Z', 'now', 'now'],
    ['2026-11-23T16:39:59Z', '1 m', '1 minute ago'],
    ['2026-11-23T13:41:00Z', '3 h', '3 hours ago'],
    ['2026-11-23T13:41:01Z', '2 h', '2 hours ago'],
    ['2026-11-22T12:00:00Z', '1 d', '1 day ago'],
    ['2026-11-14T16:00:00Z', '9 d', '9 days ago'],
    ['2026-09-01T16:00:00Z', '2 mo', '2 months ago'],
    ['2023-11-01T16:00:00Z', '3 y', '3 years ago'],
    ['2026-11-24T14:00:00Z', 'in 21 hours', 'in 21 hours'],
  ])('formats %s as "%s" and "%s"', (then, short, long) => {
    expect(compactAge(at(then), now)).toBe(short);
    expect(relativeTime(at(then), now)).toBe(long);
  });

  it('never gets an invalid date, because momentOf returns undefined for one', () => {
    expect(momentOf('yesterday')).toBeUndefined();
    expect(momentOf(undefined)).toBeUndefined();
  });
});
