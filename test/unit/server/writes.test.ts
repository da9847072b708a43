import { afterAll, expect, onTestFinished, test } from 'vitest';
import type { WriteAccess, WriteRequest } from '../../../src/core/http/transport.ts';
import { withoutWrites } from '../../../src/server/openServer.ts';
import { WindowUnderTest } from '../connections/unlock/unlockedConnections.ts';
import { httpServer } from '../core/http/listening.ts';
import { failureOf, get } from '../core/http/transports.ts';
import { skipWaits } from '../fastClock.ts';
import { serverAt } from './serverAt.ts';

// For the rate limit.
skipWaits(afterAll);

const minute = 60_000;

/** Creates a server that collects the methods of its requests, and a window in which its connection is unlocked. */
async function unlocked(headers: Readonly<Record<string, string>> = {}) {
  const methods: unknown[] = [];
  const base = await httpServer((request, response) => {
    methods.push(request.method);
    response.writeHead(request.method === 'GET' ? 200 : 204, headers).end();
  });
  const window = new WindowUnderTest({ name: 'acme' });
  const permit = window.permit('acme');
  const writes: WriteAccess = {
    isValid: (presented) => window.unlocks.isValid('acme', presented),
    renew: (presented) => window.unlocks.renew('acme', presented),
  };
  const revoke: WriteRequest = {
    method: 'DELETE',
    path: '/admin/sessions/1',
    template: '/admin/sessions/{id}',
    bucket: 'medium',
    permit,
  };
  return { base, methods, window, writes, revoke };
}

test('sends a write with a permit, and restarts the time of its unlock', async () => {
  const { base, methods, window, writes, revoke } = await unlocked();
  const { transport, logged } = serverAt(base, {}, { writes });
  await window.clock.pass(10 * minute);
  await transport.send(get('/x'));
  expect(window.minutes('acme')).toBe(5);
  expect((await transport.send(revoke)).status).toBe(204);
  expect(window.minutes('acme')).toBe(15);
  expect(methods).toEqual(['GET', 'DELETE']);
  expect(logged.at(-1)).toMatch(/^\[Acme\] DELETE \/admin\/sessions\/\{id\}: 204, 0 bytes, \d+ ms$/);
});

test('refuses a write while locked before it asks for consent to send without encryption', async () => {
  const { window, writes, revoke } = await unlocked();
  window.unlocks.lock('acme');
  let asked = 0;
  const askUnencrypted = async () => {
    asked += 1;
    return true;
  };
  const { transport } = serverAt(new URL('http://kratos.example.org'), {}, { askUnencrypted, writes });
  expect(await failureOf(transport.send(revoke))).toEqual({ kind: 'locked' });
  expect(asked).toBe(0);
});

test('sends nothing when the unlock ends while the write waits for the rate limit', async () => {
  const { base, methods, window, writes, revoke } = await unlocked({
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': '30',
  });
  const { transport, waits } = serverAt(base, { rateLimit: 'auto' }, { writes });
  await transport.send(get('/x', { bucket: 'medium', template: revoke.template }));
  const waiting = new Promise<void>((resolve) => {
    onTestFinished(
      waits.onChange(() => {
        if (waits.seconds('medium', 'interactive') !== undefined) {
          window.clock.sleep(15 * minute);
          resolve();
        }
      }),
    );
  });
  const failure = failureOf(transport.send(revoke));
  await waiting;
  expect(await failure).toEqual({ kind: 'locked' });
  expect(methods).toEqual(['GET']);
});

test('refuses every write where a server is opened without access to writes, as for the check in the form', async () => {
  const { base, methods, revoke } = await unlocked();
  const { transport } = serverAt(base);
  expect(await failureOf(transport.send(revoke))).toEqual({ kind: 'locked' });
  expect(methods).toEqual([]);
});

test('refuses a write with a valid permit over a server that is only read, as for Check Connection', async () => {
  const { base, methods, writes, revoke } = await unlocked();
  const server = withoutWrites(serverAt(base, {}, { writes }));
  expect(await failureOf(server.transport.send(revoke))).toEqual({ kind: 'locked' });
  expect((await server.transport.send(get('/x'))).status).toBe(200);
  expect(methods).toEqual(['GET']);
});
