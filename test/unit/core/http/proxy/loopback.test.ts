import { expect, test } from 'vitest';
import { isLoopback } from '../../../../../src/core/http/proxy/loopback.ts';

test.each(['http://localhost:4434', 'http://LOCALHOST', 'https://127.0.0.1', 'http://127.8.9.10', 'http://[::1]:1'])(
  '%s is on this machine',
  (address) => {
    expect(isLoopback(new URL(address))).toBe(true);
  },
);

test.each([
  'http://localhost.example.org',
  'http://128.0.0.1',
  'http://127.example.org',
  'http://[::2]',
  'http://kratos.localhost',
  'http://localhost.:4434',
  'http://kratos.localhost.',
])('%s is not on this machine', (address) => {
  expect(isLoopback(new URL(address))).toBe(false);
});
