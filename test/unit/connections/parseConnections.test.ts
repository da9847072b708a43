import { expect, test } from 'vitest';
import type { Connection, InvalidConnection } from '../../../src/connections/connection.ts';
import { nameProblem, parseConnections } from '../../../src/connections/parseConnections.ts';

const local = { name: 'local', url: 'http://127.0.0.1:4434' };

/** "id url" of what is usable, the problem of what is not. */
function told(entry: Connection | InvalidConnection): string {
  switch (entry.kind) {
    case 'configured':
      return `${entry.id} ${entry.url.href}`;
    case 'demo':
      return entry.id;
    case 'invalid':
      return `${entry.index} ${entry.name ?? 'without name'}: ${entry.problem}`;
  }
}

const parsed = (setting: unknown) => parseConnections(setting).map(told);

test('a setting that is not there holds no connection', () => {
  expect(parsed(undefined)).toEqual([]);
  expect(parsed(null)).toEqual([]);
  expect(parsed([])).toEqual([]);
});

test('entries are read in their order; members that nobody knows do no harm', () => {
  expect(parsed([local, { name: 'eu', url: 'https://eu.example.org/kratos/', colour: 'red' }])).toEqual([
    'local http://127.0.0.1:4434/',
    'eu https://eu.example.org/kratos',
  ]);
});

test('an entry that is no connection says why, and the others go on', () => {
  const [first, second, third, fourth, last] = parsed([
    { url: 'http://127.0.0.1' },
    { name: 'eu' },
    { name: 'us', url: 7 },
    'http://127.0.0.1:4434',
    local,
  ]);
  expect(first).toMatch(/^0 without name: The name is missing/);
  expect(second).toMatch(/^1 eu: The address is missing/);
  expect(third).toMatch(/^2 us: The address is missing/);
  expect(fourth).toMatch(/^3 without name: This entry must have the form/);
  expect(last).toBe('local http://127.0.0.1:4434/');
});

test('of two with one name the later is refused, however it is padded', () => {
  expect(parsed([local, { ...local, name: ' local ' }])[1]).toMatch(/^1 local: Another connection is called “local”/);
});

test('a name that is written like the id of another is refused', () => {
  const [first] = parseConnections([{ ...local, name: 'Local' }]);
  const id = first?.kind === 'configured' ? first.id : '';
  expect(id).toMatch(/^local-/);
  expect(
    parsed([
      { ...local, name: 'Local' },
      { ...local, name: id },
    ])[1],
  ).toContain('Choose another name');
});

test('an invalid entry does not take its name from a valid one', () => {
  expect(parsed([{ name: 'local', url: 'nowhere' }, local])[1]).toBe('local http://127.0.0.1:4434/');
});

test('the name of the demo is kept for it', () => {
  expect(parsed([{ ...local, name: 'demo' }])[0]).toMatch(/kept for the demo/);
  expect(parsed([{ ...local, name: 'Demo' }])[0]).toMatch(/^demo-[0-9a-f]{6} /);
});

test('a setting that is no list is one entry that says so', () => {
  expect(parsed({ local: 'http://127.0.0.1:4434' })).toEqual([
    '0 without name: The setting kratosExplorer.connections must be a list.',
  ]);
});

test('a further name must be there, free and not the demo’s', () => {
  const taken = new Set(['local']);
  expect(nameProblem('eu', taken)).toBeUndefined();
  expect(nameProblem('  ', taken)).toContain('missing');
  expect(nameProblem('local', taken)).toContain('“local”');
  expect(nameProblem('demo', taken)).toContain('demo');
});
