import { expect, test } from 'vitest';
import { commands, type QuickPickItem, window } from 'vscode';
import { commandIds } from '../../../src/commands/ids.ts';
import type { Connection } from '../../../src/connections/connection.ts';
import { showConnectionActions } from '../../../src/status/connectionActions.ts';
import { aConnection } from '../builders/connectionBuilder.ts';
import { stub } from '../stubVscode.ts';

const user = { rows: [] as readonly QuickPickItem[], ran: [] as readonly unknown[], choice: '' };

stub(window, {
  showQuickPick: async (rows: readonly QuickPickItem[]) => {
    user.rows = rows;
    return rows.find(({ label }) => label === user.choice);
  },
});
stub(commands, {
  executeCommand: async (...args: readonly unknown[]) => {
    user.ran = args;
  },
});

/** Returns the rows that the user is offered for the only connection. */
async function rowsFor(connection: Connection, isUnlocked = false): Promise<readonly QuickPickItem[]> {
  const unlock = isUnlocked ? { reason: undefined, milliseconds: 60_000 } : undefined;
  await showConnectionActions({ list: [connection], unlockOf: () => unlock }, undefined);
  return user.rows;
}

const demo: Connection = { kind: 'demo', id: 'demo', name: 'Demo' };

test.each<[string, Connection, boolean, readonly string[]]>([
  ['a locked connection', aConnection(), false, ['Edit Connection…', 'Unlock Connection…']],
  ['an unlocked connection', aConnection(), true, ['Edit Connection…', 'Lock Now']],
  ['the demo, which has no settings to edit', demo, false, ['Unlock Connection…']],
])(
  'the actions of %s are to check it, to show the log, and what else is possible',
  async (_of, one, isUnlocked, more) => {
    const rows = await rowsFor(one, isUnlocked);
    expect(rows.map(({ label }) => label)).toEqual(['Check Connection', 'Show Log', ...more]);
  },
);

test('the action that unlocks says when the connection must be edited first', async () => {
  expect((await rowsFor(aConnection({ writable: false }))).at(-1)?.description).toBe(
    'read-only: edit the connection first',
  );
  expect((await rowsFor(aConnection({ writable: true }))).at(-1)?.description).toBe('for changes, for a few minutes');
});

test('an action runs its command on the connection', async () => {
  user.choice = 'Unlock Connection…';
  await rowsFor(demo);
  expect(user.ran).toEqual([commandIds.unlockConnection, { connectionId: 'demo' }]);
});
