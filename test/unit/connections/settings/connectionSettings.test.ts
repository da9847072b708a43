import { expect, test, vi } from 'vitest';
import { connectionSettings } from '../../../../src/connections/settings/connectionSettings.ts';

const written = vi.hoisted(() => ({ value: undefined as unknown }));
vi.mock('vscode', async (original) => ({
  ...(await original<object>()),
  ConfigurationTarget: {},
  workspace: { getConfiguration: () => ({ inspect: () => ({ globalValue: written.value }) }) },
}));

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
  written.value = value;
  expect(connectionSettings.pageSize()).toBe(used);
});
