import { expect, test } from 'vitest';
import { httpServer } from '../core/http/listening.ts';
import { failureOf, get } from '../core/http/transports.ts';
import { serverAt } from './serverAt.ts';

test('retries until a server recovers, logs each attempt, and times the last one alone', async () => {
  let requests = 0;
  let failedAt = 0;
  const base = await httpServer((request, response) => {
    requests += 1;
    if (requests === 2) {
      failedAt = Date.now();
    }
    if (requests === 1) {
      request.socket.resetAndDestroy();
    } else {
      response.writeHead(requests === 2 ? 503 : 200).end('[]');
    }
  });
  const { transport, logged } = serverAt(base, { rateLimit: 'auto' });
  const response = await transport.send(get('/x'));
  expect(response.status).toBe(200);
  expect(response.timing?.sentAt).toBeGreaterThanOrEqual(failedAt);
  expect(logged).toEqual([
    expect.stringMatching(/^\[Acme\] GET \/x: connectionLost .*, \d+ ms$/),
    expect.stringMatching(/^\[Acme\] GET \/x: 503, 2 bytes, \d+ ms$/),
    expect.stringMatching(/^\[Acme\] GET \/x: 200, 2 bytes, \d+ ms$/),
  ]);
});

test('gives all attempts of a request one deadline together', async () => {
  let requests = 0;
  const base = await httpServer((request) => {
    requests += 1;
    request.socket.resetAndDestroy();
  });
  const { transport } = serverAt(base, {}, { timeoutMs: 700 });
  expect(await failureOf(transport.send(get('/x')))).toMatchObject({ kind: 'connectionLost' });
  // A third attempt would begin after 750 ms.
  expect(requests).toBe(2);
});

test('waits for the rate limit before it follows a redirect that used up the last request', async () => {
  let requests = 0;
  const base = await httpServer((_request, response) => {
    requests += 1;
    const limit = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '30' };
    response.writeHead(301, { location: '/new', ...limit }).end();
  });
  const { transport, waits } = serverAt(base, { rateLimit: 'auto' });
  const waiting = new Promise<void>((resolve) => waits.onChange(resolve));
  const failure = failureOf(transport.send(get('/old', { bucket: 'medium' })));
  await waiting;
  expect(waits.seconds('medium', 'interactive')).toBeGreaterThan(0);
  expect(requests).toBe(1);
  await transport.close();
  expect(await failure).toEqual({ kind: 'cancelled', isQueued: true });
});

test('opens nothing once it is closed', async () => {
  let requests = 0;
  const base = await httpServer((_request, response) => {
    requests += 1;
    response.end('[]');
  });
  const { transport } = serverAt(base);
  await transport.close();
  expect(await failureOf(transport.send(get('/x')))).toEqual({ kind: 'cancelled' });
  expect(requests).toBe(0);
});

test('sends concurrent first requests over the same transport', async () => {
  const base = await httpServer((request, response) => response.end(request.url));
  const { transport } = serverAt(base);
  const responses = await Promise.all([transport.send(get('/a')), transport.send(get('/b'))]);
  expect(responses.map(({ body }) => body.toString())).toEqual(['/a', '/b']);
});
