import { expect, test, vi } from 'vitest';
import type { QuickPickItem } from 'vscode';
import { pickConnection } from '../../../src/connections/pickConnection.ts';
import { aConnection } from '../builders/connectionBuilder.ts';

const user = { rows: [] as readonly QuickPickItem[] };

vi.mock('vscode', async (original) => ({
  ...(await original<Record<string, unknown>>()),
  window: {
    showQuickPick: async (rows: readonly QuickPickItem[]) => {
      user.rows = rows;
      return rows[1];
    },
  },
}));

test('draws no icon for the name of a connection or of its environment', async () => {
  const candidates = [aConnection({ name: '$(trash) a', environment: { name: '$(key) eu' } }), aConnection()];
  expect(await pickConnection(candidates, undefined, 'Check Connection')).toBe(candidates[1]);
  expect(user.rows[0]?.label).toBe('\\$(trash) a');
  expect(user.rows[0]?.description).toContain('\\$(key) eu');
});
