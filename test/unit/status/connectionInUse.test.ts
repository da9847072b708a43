import { expect, test } from 'vitest';
import type { Connection, InvalidConnection } from '../../../src/connections/connection.ts';
import { connectionInUse } from '../../../src/status/statusBar.ts';
import { aConnection } from '../builders/connectionBuilder.ts';

const invalid: InvalidConnection = { kind: 'invalid', index: 0, name: undefined, problem: 'The address is missing.' };
const list: readonly (Connection | InvalidConnection)[] = [
  invalid,
  aConnection({ name: 'local' }),
  aConnection({ name: 'staging' }),
  aConnection({ name: 'prod' }),
  aConnection({ name: 'eu' }),
];

type Hints = Partial<Parameters<typeof connectionInUse>[1]>;

function inUse(hints: Hints, connections = list): string | undefined {
  const get = (id: string) => connections.find((entry) => entry.kind !== 'invalid' && entry.id === id);
  const all = { list: connections, get: get as (id: string) => Connection | undefined };
  return connectionInUse(all, { files: [], selected: [], before: undefined, ...hints })?.name;
}

test.each<[string, Hints, string]>([
  ['the file of the active editor', { files: ['staging', 'prod'], selected: ['eu'], before: 'local' }, 'staging'],
  ['the selected row', { selected: ['eu'], before: 'staging' }, 'eu'],
  ['the one before, without files and selected rows', { before: 'prod' }, 'prod'],
  ['the first, without hints', {}, 'local'],
  ['the next hint, when one is of an unknown connection', { files: ['gone'], selected: [undefined, 'eu'] }, 'eu'],
  ['the first, when the one before was removed', { before: 'gone' }, 'local'],
])('shows the connection of %s', (_which, hints, name) => {
  expect(inUse(hints)).toBe(name);
});

test('shows no connection when all entries are invalid', () => {
  expect(inUse({ selected: ['local'] }, [invalid])).toBeUndefined();
});
