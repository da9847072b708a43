import { expect, test } from 'vitest';
import { boundedPageSize } from '../../../../src/connections/settings/connectionSettings.ts';

test.each([
  [undefined, 100],
  ['50', 100],
  [12.5, 100],
  [Number.NaN, 100],
  [0, 10],
  [10, 10],
  [250, 250],
  [100_000, 250],
])('a page size of %s means %s', (written, used) => {
  expect(boundedPageSize(written)).toBe(used);
});
