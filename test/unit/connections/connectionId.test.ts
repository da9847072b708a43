import fc from 'fast-check';
import { expect, test } from 'vitest';
import { connectionId } from '../../../src/connections/connectionId.ts';

test('uses a name that can be an authority as the id', () => {
  expect(connectionId('local')).toBe('local');
  expect(connectionId('eu-prod-2')).toBe('eu-prod-2');
});

test('adds digits of a hash to any other name', () => {
  expect(connectionId('Local')).toMatch(/^local-[0-9a-f]{6}$/);
  expect(connectionId('Acme production')).toMatch(/^acme-production-[0-9a-f]{6}$/);
  expect(connectionId('本番')).toMatch(/^connection-[0-9a-f]{6}$/);
  expect(connectionId('Prod')).not.toBe(connectionId('PROD'));
});

test('returns the same id each time, usable as a host name, for random names', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
      const id = connectionId(name);
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(new URL(`http://${id}.test/`).hostname).toBe(`${id}.test`);
      expect(connectionId(name)).toBe(id);
    }),
  );
});
