import { describe, expect, it } from 'vitest';
import type { ListEnd } from '../../../src/core/kratos/listReader.ts';
import { countWords } from '../../../src/text/counts.ts';

const more: ListEnd = { kind: 'more' };

describe('countWords', () => {
  it.each<[string, number, number | undefined, ListEnd]>([
    ['100 of 1,203', 100, 1203, more],
    ['200 shown', 200, undefined, more],
    ['51 of 51', 51, 51, { kind: 'complete', by: 'count' }],
    ['20 of 20', 20, undefined, { kind: 'complete', by: 'onlyPage' }],
    ['47 of 51, the list changed while it was read', 47, 51, { kind: 'unproven', why: 'moved' }],
    ['51 shown, the server reports no count', 51, undefined, { kind: 'unproven', why: 'noCount' }],
    [
      '1,319 seen, 1,300 by the server’s last count, the list changed while it was read',
      1319,
      1300,
      { kind: 'unproven', why: 'moved' },
    ],
    ['100 shown, the server does not say whether there are more', 100, undefined, { kind: 'unproven', why: 'noLinks' }],
    ['100 of 300, the server returned no usable link to the rest', 100, 300, { kind: 'unproven', why: 'brokenLinks' }],
    ['51 of 51, a cache answered instead of the server', 51, 51, { kind: 'unproven', why: 'cached' }],
    ['600 shown, the server’s count is wrong', 600, undefined, { kind: 'unproven', why: 'falseCount' }],
    ['2,000 shown, read to the end', 2000, undefined, { kind: 'unproven', why: 'pages' }],
  ])('returns "%s"', (words, shown, total, end) => {
    expect(countWords({ shown, total, end })).toBe(words);
  });
});
