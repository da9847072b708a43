import { expect, test } from 'vitest';
import { commandIds } from '../../../src/commands/ids.ts';
import type { Connection } from '../../../src/connections/connection.ts';
import { actionItems } from '../../../src/status/connectionActions.ts';
import { aConnection } from '../builders/connectionBuilder.ts';

const demo: Connection = { kind: 'demo', id: 'demo', name: 'Demo' };
const { checkConnection, showLog, editConnection, unlockConnection, lockConnection } = commandIds;

test.each<[string, Connection, boolean, readonly string[]]>([
  ['a locked connection', aConnection(), false, [checkConnection, showLog, editConnection, unlockConnection]],
  ['an unlocked connection', aConnection(), true, [checkConnection, showLog, editConnection, lockConnection]],
  ['the demo, which has no settings to edit', demo, false, [checkConnection, showLog, unlockConnection]],
])(
  'the actions of %s are to check it, to show the log, and what else is possible',
  (_of, connection, isUnlocked, ids) => {
    expect(actionItems(connection, isUnlocked).map(({ command }) => command)).toEqual(ids);
  },
);

test('the action that unlocks says when the connection must be edited first', () => {
  const unlock = (connection: Connection) => actionItems(connection, false).at(-1)?.description;
  expect(unlock(aConnection({ writable: false }))).toBe('read-only: edit the connection first');
  expect(unlock(aConnection({ writable: true }))).toBe('for changes, for a few minutes');
});
