import { expect, test } from 'vitest';
import { workspace } from 'vscode';
import { connectionSettings } from '../../../../src/connections/settings/connectionSettings.ts';
import { stub } from '../../stubVscode.ts';

let written: unknown;
stub(workspace, { getConfiguration: () => ({ inspect: () => ({ globalValue: written }) }) });

test.each([
  [undefined, 100],
  ['50', 100],
  [12.5, 100],
  [Number.NaN, 100],
  [0, 10],
  [10, 10],
  [250, 250],
  [100_000, 250],
])('uses a page size of %s as %s', (value, used) => {
  written = value;
  expect(connectionSettings.pageSize()).toBe(used);
});
