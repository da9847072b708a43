import { expect, test } from 'vitest';
import type { Connection, InvalidConnection } from '../../../src/connections/connection.ts';
import { connectionInUse, type Signs } from '../../../src/status/statusBar.ts';
import { aConnection } from '../builders/connectionBuilder.ts';

const invalid: InvalidConnection = { kind: 'invalid', index: 0, name: undefined, problem: 'The address is missing.' };
const list: readonly (Connection | InvalidConnection)[] = [
  invalid,
  aConnection({ name: 'local' }),
  aConnection({ name: 'staging' }),
  aConnection({ name: 'prod' }),
  aConnection({ name: 'eu' }),
];

function inUse(signs: Partial<Signs>, connections = list): string | undefined {
  const get = (id: string) => connections.find((entry) => entry.kind !== 'invalid' && entry.id === id);
  const all = { list: connections, get: get as (id: string) => Connection | undefined };
  return connectionInUse(all, { files: [], selected: [], before: undefined, ...signs })?.name;
}

test.each<[string, Partial<Signs>, string]>([
  ['the file in front', { files: ['staging', 'prod'], selected: ['eu'], before: 'local' }, 'staging'],
  ['the selected row', { selected: ['eu'], before: 'staging' }, 'eu'],
  ['the one before, when nothing speaks for another', { before: 'prod' }, 'prod'],
  ['the first, at the beginning', {}, 'local'],
  ['the next sign, where one is of no connection', { files: ['gone'], selected: [undefined, 'eu'] }, 'eu'],
  ['the first, when the one before was removed', { before: 'gone' }, 'local'],
])('%s', (_which, signs, name) => {
  expect(inUse(signs)).toBe(name);
});

test('none, where no entry is a connection', () => {
  expect(inUse({ selected: ['local'] }, [invalid])).toBeUndefined();
});
