import { expect, test } from 'vitest';
import type { RateLimitTier } from '../../../../src/core/http/rateLimit/buckets.ts';
import {
  type HttpRequest,
  type HttpResponse,
  type Transport,
  TransportError,
} from '../../../../src/core/http/transport.ts';
import { withRetry } from '../../../../src/core/http/withRetry.ts';
import { SimulatedClock } from './rateLimit/simulatedClock.ts';

const question = { method: 'GET', path: '/x', template: '/x', bucket: 'medium' } as const;

function answer(status: number, headers: Record<string, string> = {}, body = ''): HttpResponse {
  return { status, headers, body: Buffer.from(body) };
}

const refused = new TransportError({ kind: 'refused', origin: 'http://127.0.0.1:1', detail: 'ECONNREFUSED' });
const lost = new TransportError({ kind: 'connectionLost', origin: 'http://127.0.0.1:1', detail: 'ECONNRESET' });
const cut = new TransportError({ kind: 'truncatedBody', origin: 'http://127.0.0.1:1', detail: 'closed' });
const late = new TransportError({ kind: 'timeout', origin: 'http://127.0.0.1:1', seconds: 30 });
const conflict = JSON.stringify({
  error: {
    code: 400,
    message: 'Unable to serialize access due to a concurrent update in another session',
  },
});

/**
 * Creates a server with one result for each attempt, of which the last one repeats, and records the times of attempts.
 */
function setup(
  ends: readonly (HttpResponse | TransportError)[],
  more: { rateLimit?: RateLimitTier; random?: number } = {},
) {
  const clock = new SimulatedClock();
  const asked: number[] = [];
  const spent: number[] = [];
  const left = [...ends];
  const server: Transport = {
    async send(request: HttpRequest) {
      asked.push(clock.now());
      spent.push(request.spent?.milliseconds ?? Number.NaN);
      const end = left.length > 1 ? left.shift() : left[0];
      if (end === undefined || end instanceof Error) {
        throw end;
      }
      return end;
    },
    close: () => Promise.resolve(),
  };
  const { rateLimit = 'unlimited', random = 0 } = more;
  const transport = withRetry(server, { rateLimit, timeoutMs: 30_000 }, { clock, random: () => random });
  return { clock, asked, spent, transport };
}

test.each([
  ['a refused connection', refused],
  ['a lost connection', lost],
  ['a connection lost in the middle of a body', cut],
  ['429', answer(429)],
  ['502', answer(502)],
  ['503', answer(503)],
  ['504', answer(504)],
  ['a conflict in the database', answer(400, {}, conflict)],
])('retries after a quarter of a second: %s', async (_what, end) => {
  const { transport, clock, asked } = setup([end, answer(200)]);
  const sending = transport.send(question);
  await clock.run();
  expect((await sending).status).toBe(200);
  expect(asked).toEqual([0, 250]);
});

test.each([
  ['200', answer(200)],
  ['404', answer(404)],
  ['401', answer(401)],
  ['another 400', answer(400, {}, '{"error":{"code":400,"message":"no"}}')],
  ['500', answer(500)],
])('does not retry %s', async (_what, end) => {
  const { transport, clock, asked } = setup([end]);
  expect(await transport.send(question)).toBe(end);
  expect(asked).toEqual([0]);
  expect(clock.timers).toBe(0);
});

test.each([
  ['a passed deadline', late],
  ['a cancelled request', new TransportError({ kind: 'cancelled' })],
])('does not retry %s', async (_what, end) => {
  const { transport, asked } = setup([end]);
  await expect(transport.send(question)).rejects.toBe(end);
  expect(asked).toEqual([0]);
});

test('doubles the waits, and reports an unreachable server after the third attempt', async () => {
  const { transport, clock, asked } = setup([refused]);
  const failing = expect(transport.send(question)).rejects.toBe(refused);
  await clock.run();
  await failing;
  expect(asked).toEqual([0, 250, 750]);
});

test('reports a gateway without its server after the fourth attempt', async () => {
  const { transport, clock, asked } = setup([answer(502)]);
  const sending = transport.send(question);
  await clock.run();
  expect((await sending).status).toBe(502);
  expect(asked).toEqual([0, 250, 750, 1750]);
});

test('makes waits longer by a random share of up to a half', async () => {
  const { transport, clock, asked } = setup([answer(503)], { random: 1 });
  const sending = transport.send(question);
  await clock.run();
  expect((await sending).status).toBe(503);
  expect(asked).toEqual([0, 375, 1125, 2625]);
});

test.each([
  ['Retry-After in seconds', { 'retry-after': '4' }, 4000],
  ['x-ratelimit-reset', { 'x-ratelimit-reset': '3' }, 3000],
  ['the longer of both', { 'retry-after': '2', 'x-ratelimit-reset': '5' }, 5000],
  ['not at all for a reset that is a Unix time', { 'x-ratelimit-reset': '1764000000' }, 250],
  ['not at all for a reset of 0', { 'x-ratelimit-reset': '0' }, 250],
  ['not at all for a Retry-After that is neither a number nor a date', { 'retry-after': 'soon' }, 250],
])('waits as long as the server requests: %s', async (_what, headers, wait) => {
  const { transport, clock, asked } = setup([answer(429, headers), answer(200)]);
  const sending = transport.send(question);
  await clock.run();
  await sending;
  expect(asked).toEqual([0, wait]);
});

test.each([
  ['502', answer(502, { 'x-ratelimit-reset': '45' })],
  ['503', answer(503, { 'x-ratelimit-reset': '45' })],
  ['504', answer(504, { 'x-ratelimit-reset': '45' })],
  ['a conflict in the database', answer(400, { 'x-ratelimit-reset': '45' }, conflict)],
])('ignores x-ratelimit-reset with %s', async (_what, end) => {
  const { transport, clock, asked } = setup([end, answer(200)]);
  const sending = transport.send(question);
  await clock.run();
  expect((await sending).status).toBe(200);
  expect(asked).toEqual([0, 250]);
});

test('waits after a 503 as long as Retry-After says', async () => {
  const { transport, clock, asked } = setup([
    answer(503, { 'retry-after': '2', 'x-ratelimit-reset': '5' }),
    answer(200),
  ]);
  const sending = transport.send(question);
  await clock.run();
  await sending;
  expect(asked).toEqual([0, 2000]);
});

test('retries a 429 soon and up to six times if the rate limit itself waits', async () => {
  const { transport, clock, asked } = setup([answer(429, { 'x-ratelimit-reset': '20' })], { rateLimit: 'auto' });
  const sending = transport.send(question);
  await clock.run();
  expect((await sending).status).toBe(429);
  expect(asked).toEqual([0, 250, 750, 1750, 3750, 7750]);
});

test.each(['auto', 'developer', 'unlimited'] as const)(
  'waits as long as the server requests if no rate limit counts the request: %s',
  async (rateLimit) => {
    const { transport, clock, asked } = setup([answer(429, { 'retry-after': '7' }), answer(200)], { rateLimit });
    const template = '/admin/health/ready';
    const sending = transport.send({ method: 'GET', path: template, template });
    await clock.run();
    expect((await sending).status).toBe(200);
    expect(asked).toEqual([0, 7000]);
  },
);

test('returns a response whose requested wait is longer than the deadline', async () => {
  const { transport, asked } = setup([answer(503, { 'retry-after': '30' })]);
  expect((await transport.send(question)).status).toBe(503);
  expect(asked).toEqual([0]);
});

test('reports the previous failure if the deadline left the last attempt little time', async () => {
  const { transport, clock, spent } = setup([answer(503, { 'retry-after': '16' }), late]);
  const sending = transport.send(question);
  await clock.run();
  expect((await sending).status).toBe(503);
  expect(spent).toEqual([0, 16_000]);
});

test('reports a timeout if the last attempt had most of the time', async () => {
  const { transport, clock } = setup([lost, late]);
  const failing = expect(transport.send(question)).rejects.toBe(late);
  await clock.run();
  await failing;
});

test('passes the used part of the deadline to each attempt', async () => {
  const { transport, clock, spent } = setup([answer(502), answer(502), answer(200)]);
  const sending = transport.send(question);
  await clock.run();
  await sending;
  // The same object: each attempt adds its own time to it.
  expect(spent).toEqual([0, 250, 750]);
});

test('sends nothing and leaves no timer after it is cancelled while it waits', async () => {
  const { transport, clock, asked } = setup([refused]);
  const leaving = new AbortController();
  const failing = expect(transport.send({ ...question, signal: leaving.signal })).rejects.toMatchObject({
    failure: { kind: 'cancelled' },
  });
  await clock.pass(100);
  leaving.abort();
  await failing;
  await clock.run();
  expect(asked).toEqual([0]);
  expect(clock.timers).toBe(0);
});

test('sends nothing and leaves no timer after it is closed while it waits', async () => {
  const { transport, clock, asked } = setup([refused]);
  const failing = expect(transport.send(question)).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
  await clock.pass(100);
  await transport.close();
  await failing;
  expect(asked).toEqual([0]);
  expect(clock.timers).toBe(0);
});

test('does not retry a request that is cancelled during an attempt', async () => {
  const leaving = new AbortController();
  leaving.abort();
  const { transport, asked } = setup([lost]);
  await expect(transport.send({ ...question, signal: leaving.signal })).rejects.toMatchObject({
    failure: { kind: 'cancelled' },
  });
  expect(asked).toEqual([0]);
});
