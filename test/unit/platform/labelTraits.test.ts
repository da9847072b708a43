import { beforeEach, expect, test, vi } from 'vitest';
import { readLabelTraits } from '../../../src/platform/labelTraits.ts';

const settings = vi.hoisted(() => new Map<string, unknown>());

vi.mock('vscode', async (original) => ({
  ...(await original<object>()),
  workspace: { getConfiguration: () => ({ get: (name: string) => settings.get(name) }) },
}));

beforeEach(() => settings.clear());

test.each([
  ['a list of texts', ['name.first+name.last', 'email'], ['name.first+name.last', 'email']],
  ['one text', 'email', []],
  ['nothing', null, []],
  ['a list with something else in it', [1, 'email', null], ['email']],
])('reads the texts of %s in the setting', (_what, written, read) => {
  settings.set('kratosExplorer.labelTraits', written);
  expect(readLabelTraits()).toEqual(read);
});
