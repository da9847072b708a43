import { expect, onTestFinished, test } from 'vitest';
import { defaultOptions } from '../../../src/http/defaultOptions.ts';
import type { Exchange } from '../../../src/http/exchange.ts';
import { openTransport } from '../../../src/http/openTransport.ts';
import { httpServer } from './listening.ts';
import { failureOf, get } from './transports.ts';

test('a server that recovers answers, each attempt is told, and the budget has let each of them through', async () => {
  let asked = 0;
  let lastAskedAt = 0;
  const base = await httpServer((request, response) => {
    asked += 1;
    lastAskedAt = Date.now();
    if (asked === 1) {
      request.socket.resetAndDestroy();
    } else {
      response.writeHead(asked === 2 ? 503 : 200).end('[]');
    }
  });
  const told: Exchange['outcome'][] = [];
  const parts = { onExchange: ({ outcome }: Exchange) => told.push(outcome) };
  const transport = openTransport({ ...defaultOptions(base), budget: 'learnt' }, parts);
  onTestFinished(() => transport.close());
  const answer = await transport.send(get('/x'));
  expect(answer.status).toBe(200);
  // The last attempt's own time: that of a server's answers, and not of the waits between them.
  expect(answer.asked?.at).toBeGreaterThanOrEqual(lastAskedAt - 50);
  expect(told).toMatchObject([
    { kind: 'failed', failure: { kind: 'connectionLost' } },
    { kind: 'answered', status: 503 },
    { kind: 'answered', status: 200 },
  ]);
});

test('all attempts share one deadline', async () => {
  const base = await httpServer((request) => request.socket.resetAndDestroy());
  const transport = openTransport({ ...defaultOptions(base), timeoutMs: 400 }, {});
  onTestFinished(() => transport.close());
  const started = performance.now();
  expect(await failureOf(transport.send(get('/x')))).toMatchObject({ kind: 'connectionLost' });
  expect(performance.now() - started).toBeLessThan(1000);
});

test('a server that redirects within its origin gets no more requests in a second than it lets through', async () => {
  const arrivals: number[] = [];
  const base = await httpServer((request, response) => {
    arrivals.push(performance.now());
    const isNew = request.url?.startsWith('/new') === true;
    response.writeHead(isNew ? 200 : 301, isNew ? {} : { location: `/new${request.url}` }).end('[]');
  });
  const transport = openTransport({ ...defaultOptions(base), budget: 'developer' }, {});
  onTestFinished(() => transport.close());
  const asked = Array.from({ length: 5 }, () => transport.send(get('/admin/identities')));
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect(arrivals).toHaveLength(10);
  const [first = 0, , , , , sixth = 0] = arrivals;
  expect(sixth - first).toBeGreaterThan(1000);
});
