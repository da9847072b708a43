import { expect, test } from 'vitest';
import { connectionRow } from '../../../src/connections/pickConnection.ts';
import { aConnection } from '../builders/connectionBuilder.ts';

test('draws no icon for the name of a connection or of its environment', () => {
  const { label, description } = connectionRow(aConnection({ name: '$(trash) a', environment: { name: '$(key) eu' } }));
  expect(label).toBe('\\$(trash) a');
  expect(description).toContain('\\$(key) eu');
});
