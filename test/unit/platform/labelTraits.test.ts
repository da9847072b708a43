import { expect, test } from 'vitest';
import { workspace } from 'vscode';
import { readLabelTraits } from '../../../src/platform/labelTraits.ts';
import { stub } from '../stubVscode.ts';

const settings = new Map<string, unknown>();
stub(workspace, { getConfiguration: () => settings });

test.each([
  ['a list of texts', ['name.first+name.last', 'email'], ['name.first+name.last', 'email']],
  ['one text', 'email', []],
  ['nothing', null, []],
  ['a list with something else in it', [1, 'email', null], ['email']],
])('reads the texts of %s in the setting', (_what, written, read) => {
  settings.set('kratosExplorer.labelTraits', written);
  expect(readLabelTraits()).toEqual(read);
});
