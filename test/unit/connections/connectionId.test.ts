import fc from 'fast-check';
import { expect, test } from 'vitest';
import { connectionId } from '../../../src/connections/connectionId.ts';

test('a name that can be an authority is its own id', () => {
  expect(connectionId('local')).toBe('local');
  expect(connectionId('eu-prod-2')).toBe('eu-prod-2');
});

test('any other name gets digits of its own', () => {
  expect(connectionId('Local')).toMatch(/^local-[0-9a-f]{6}$/);
  expect(connectionId('Acme production')).toMatch(/^acme-production-[0-9a-f]{6}$/);
  expect(connectionId('本番')).toMatch(/^connection-[0-9a-f]{6}$/);
  expect(connectionId('Prod')).not.toBe(connectionId('PROD'));
});

test('every id can stand in an address as it is, and is the same each time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
      const id = connectionId(name);
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(new URL(`http://${id}.test/`).hostname).toBe(`${id}.test`);
      expect(connectionId(name)).toBe(id);
    }),
  );
});
