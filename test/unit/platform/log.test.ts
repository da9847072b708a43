import { expect, test } from 'vitest';
import { logError } from '../../../src/platform/log.ts';

test('logs an error with its stack, without e-mail addresses, ids and keys', () => {
  const lines: string[] = [];
  const log = { error: (line: string | Error) => void lines.push(String(line)) };
  const file = 'kratos://acme/identities/9f8c2c1e-6b1f-4a53-9f0e-1f5a0c2b7d11.json';

  logError(log, new Error(`Unable to read ${file} of ada@example.org`));
  logError(log, 'Bearer ory_pat_Abc123 is no key');

  expect(lines[0]).toContain('Unable to read kratos://acme/identities/<id>.json of <e-mail>');
  expect(lines[0]).toContain('log.test.ts');
  expect(lines.join()).not.toMatch(/9f8c2c1e|ada@|Abc123/);
});
