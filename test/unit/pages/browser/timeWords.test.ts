import { describe, expect, it } from 'vitest';
import { clockWords, filled, localWords, utcWords } from '../../../../src/pages/browser/timeWords.ts';
import { relativeWords } from '../../../../src/text/timeDistance.ts';

const at = Date.parse('2026-11-23T15:46:10.851Z');
const second = 1000;
const hour = 3600 * second;
const day = 24 * hour;

describe('moments in the panel', () => {
  it.each([
    [-59 * second, 'now'],
    [-3 * hour - 1, '3 hours ago'],
    [22 * hour - 1, 'in 21 hours'],
    [-9 * day, '9 days ago'],
    [-400 * day, '1 year ago'],
  ])('are formatted relative to now: %i ms', (distance, words) => {
    expect(relativeWords(at + distance, at, 'en')).toBe(words);
  });

  it('are formatted in the local time zone and in UTC, to the second', () => {
    const local = new Date(2026, 10, 23, 16, 46, 10).getTime();
    expect(localWords(local, 'en')).toMatch(/^Mon, Nov 23, 2026, 16:46:10 \S+$/);
    expect(clockWords(local, 'en')).toBe('16:46:10');
    expect(utcWords(at)).toBe('2026-11-23 15:46:10 UTC');
  });
});

describe('a template', () => {
  it('inserts values literally, even when they look like placeholders', () => {
    expect(filled('Copy {0} {when} {other}', { 0: '{when} $&', when: 'now' })).toBe('Copy {when} $& now {other}');
  });
});
