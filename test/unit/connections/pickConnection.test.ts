import { expect, test } from 'vitest';
import { type QuickPickItem, window } from 'vscode';
import { pickConnection } from '../../../src/connections/pickConnection.ts';
import { aConnection } from '../builders/connectionBuilder.ts';
import { stub } from '../stubVscode.ts';

const user = { rows: [] as readonly QuickPickItem[] };

stub(window, {
  showQuickPick: async (rows: readonly QuickPickItem[]) => {
    user.rows = rows;
    return rows[1];
  },
});

test('draws no icon for the name of a connection or of its environment', async () => {
  const candidates = [aConnection({ name: '$(trash) a', environment: { name: '$(key) eu' } }), aConnection()];
  expect(await pickConnection(candidates, undefined, 'Check Connection')).toBe(candidates[1]);
  expect(user.rows[0]?.label).toBe('\\$(trash) a');
  expect(user.rows[0]?.description).toContain('\\$(key) eu');
});
