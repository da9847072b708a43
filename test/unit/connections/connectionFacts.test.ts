import { expect, test } from 'vitest';
import {
  connectionColor,
  connectionFacts,
  labelTraitsOf,
  nameWithFacts,
  shortAddress,
} from '../../../src/connections/connectionFacts.ts';
import { aConnection } from '../builders/connectionBuilder.ts';

test.each([
  [{}, []],
  [{ writable: true }, ['may be unlocked']],
  [{ environment: { name: 'staging' } }, ['staging', 'read-only']],
  [{ environment: { name: 'staging' }, writable: true }, ['staging', 'may be unlocked']],
  [{ production: true }, ['production', 'read-only']],
  [{ environment: { name: 'Production EU' }, production: true }, ['Production EU', 'read-only']],
  [{ environment: { name: 'eu-1' }, production: true }, ['eu-1', 'production', 'read-only']],
  [{ url: 'http://kratos.example.org' }, ['not encrypted']],
  [{ proxy: 'http://proxy.example.org:3128' }, ['not encrypted']],
  [{ url: 'https://kratos.example.org', tls: { verify: false } }, ['certificate not checked']],
])('lists the facts of %j as %j', (entry, facts) => {
  expect(connectionFacts(aConnection(entry))).toEqual(facts);
});

test('shows the minutes that are left of an unlock first, rounded up', () => {
  const entry = { environment: { name: 'staging' }, writable: true };
  expect(connectionFacts(aConnection(entry), { reason: undefined, milliseconds: 60_001 })).toEqual([
    'unlocked, 2 min',
    'staging',
  ]);
  expect(connectionFacts({ kind: 'demo', id: 'demo', name: 'Demo' }, { reason: undefined, milliseconds: 1 })).toEqual([
    'unlocked, 1 min',
  ]);
});

test('uses the color of the environment, and red for production without one', () => {
  expect(connectionColor(aConnection())).toBeUndefined();
  expect(connectionColor(aConnection({ environment: { name: 'eu', color: 'charts.blue' } }))?.id).toBe('charts.blue');
  expect(connectionColor(aConnection({ production: true }))?.id).toBe('charts.red');
  expect(connectionColor(undefined)).toBeUndefined();
});

test('adds the facts to the name in brackets', () => {
  expect(nameWithFacts(aConnection({ name: 'acme' }))).toBe('acme');
  expect(nameWithFacts(aConnection({ name: 'acme', production: true }))).toBe('acme (production, read-only)');
});

test('shortens an address to its host', () => {
  expect(shortAddress(aConnection({ url: 'https://gateway.example.org/kratos' }))).toBe('gateway.example.org');
  expect(shortAddress(aConnection({ url: 'unix:/run/kratos.sock' }))).toBe('unix:/run/kratos.sock');
  expect(shortAddress({ kind: 'demo', id: 'demo', name: 'Demo' })).toBe('invented people, on this machine');
});

test('prefers the label traits of the connection to those of the setting', () => {
  expect(labelTraitsOf(aConnection(), ['name'])).toEqual(['name']);
  expect(labelTraitsOf(aConnection({ labelTraits: ['customer'] }), ['name'])).toEqual(['customer']);
  expect(labelTraitsOf(undefined, ['name'])).toEqual(['name']);
});
