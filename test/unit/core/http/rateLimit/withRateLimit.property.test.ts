import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withRateLimit } from '../../../../../src/core/http/rateLimit/withRateLimit.ts';
import { type HttpRequest, type Priority, TransportError } from '../../../../../src/core/http/transport.ts';
import { LimitingServer } from './limitingServer.ts';
import { SimulatedClock } from './simulatedClock.ts';

const developer = [
  { limit: 5, milliseconds: 1000 },
  { limit: 25, milliseconds: 60_000 },
];

interface ModelRequest {
  readonly number: number;
  readonly priority: Priority;
  readonly at: number;
  readonly leavesAfter: number | undefined;
}

const pattern = fc.array(
  fc.record({
    gap: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 70_000 })),
    priority: fc.constantFrom<Priority>('interactive', 'prefetch'),
    leavesAfter: fc.option(fc.integer({ min: 0, max: 30_000 }), { nil: undefined, freq: 5 }),
  }),
  { minLength: 1, maxLength: 70 },
);
const time = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 3000 }));
const delay = fc.tuple(time, time);

describe('the rate limit, for any pattern of requests', () => {
  it('never exceeds a window of the server, and sends every request that is not cancelled', async () => {
    await fc.assert(
      fc.asyncProperty(
        pattern,
        fc.array(delay, { minLength: 1, maxLength: 8 }),
        fc.constantFrom('sliding' as const, 'fixed' as const),
        async (arrivals, delays, windows) => {
          const { server, outcomes, asked } = await run(arrivals, delays, windows);
          expect(server.refused).toEqual([]);
          expect(server.mostUnderWay).toBeLessThanOrEqual(6);
          for (const { number, leavesAfter } of asked) {
            const outcome = outcomes.get(number);
            expect(outcome === 'answered' || (outcome === 'cancelled' && leavesAfter !== undefined)).toBe(true);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('sends interactive requests in order, and no prefetch while one waits', async () => {
    await fc.assert(
      fc.asyncProperty(pattern, fc.array(delay, { minLength: 1, maxLength: 8 }), async (arrivals, delays) => {
        const { server, asked, leftAt, sentAt } = await run(arrivals, delays, 'sliding');
        const order = server.sent.map(({ path }) => Number(path));
        for (const priority of ['interactive', 'prefetch'] as const) {
          const numbers = order.filter((number) => asked[number]?.priority === priority);
          expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
        }
        for (const ahead of order.filter((number) => asked[number]?.priority === 'prefetch')) {
          const at = sentAt.get(ahead) ?? 0;
          const passedOver = asked.filter(
            ({ number, priority, at: askedAt }) =>
              priority === 'interactive' &&
              askedAt < at &&
              (sentAt.get(number) ?? leftAt.get(number) ?? Number.POSITIVE_INFINITY) > at,
          );
          expect(passedOver).toEqual([]);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('sends an interactive request at once during any number of prefetches', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 300_000 }), async (when) => {
        const clock = new SimulatedClock();
        const server = new LimitingServer(clock, { limits: developer });
        const limited = withRateLimit(server, { tier: 'developer', clock });
        const pages = Array.from({ length: 120 }, (_, number) => limited.send(request(number, 'prefetch')));
        await clock.pass(when);
        const interactive = limited.send(request(1000, 'interactive'));
        await clock.pass(1000);
        // A part of each window is reserved for interactive requests.
        expect(server.sent.map(({ path }) => path)).toContain('1000');
        const ended = Promise.allSettled([...pages, interactive]);
        await limited.close();
        await clock.run();
        await ended;
      }),
      { numRuns: 30 },
    );
  });
});

describe('a rate limit from the headers of arbitrary responses', () => {
  const number = fc.oneof(fc.constant('0'), fc.integer({ min: -5, max: 90 }).map(String), fc.string({ maxLength: 6 }));
  const words = fc.record(
    {
      'x-ratelimit-limit': fc.oneof(
        fc.constant('25, 5;w=1, 25;w=60'),
        fc.tuple(fc.nat(9), fc.nat(90)).map(([limit, seconds]) => `${limit}, ${limit};w=${seconds}`),
        fc.string({ maxLength: 12 }),
      ),
      'x-ratelimit-remaining': number,
      'x-ratelimit-reset': number,
      'retry-after': number,
    },
    { requiredKeys: [] },
  );
  const answer = fc.record({ headers: words, refuses: fc.boolean() });

  it('sends every request in the end, at most six at once, and leaves no timer', async () => {
    await fc.assert(
      fc.asyncProperty(pattern, fc.array(answer, { minLength: 1, maxLength: 12 }), async (arrivals, answers) => {
        const clock = new SimulatedClock(5_000_003);
        const server = new LimitingServer(clock, { limits: [] });
        let answered = 0;
        const send = server.send.bind(server);
        server.send = async (sent) => {
          const whole = await send(sent);
          const { headers = {}, refuses = false } = answers[answered++ % answers.length] ?? {};
          return { ...whole, headers, status: refuses ? 429 : 200 };
        };
        const limited = withRateLimit(server, { tier: 'auto', clock });
        const sending = arrivals.map(({ priority }, place) => limited.send(request(place, priority)));
        await clock.run();
        await Promise.all(sending);
        expect(server.sent).toHaveLength(arrivals.length);
        expect(server.mostUnderWay).toBeLessThanOrEqual(6);
        expect(clock.timers).toBe(0);
      }),
      { numRuns: 200 },
    );
  });
});

function request(number: number, priority: Priority, signal?: AbortSignal): HttpRequest {
  return { method: 'GET', path: String(number), template: '/admin/identities', bucket: 'medium', priority, signal };
}

async function run(
  arrivals: readonly { gap: number; priority: Priority; leavesAfter: number | undefined }[],
  delays: readonly (readonly [number, number])[],
  windows: 'sliding' | 'fixed',
) {
  const clock = new SimulatedClock(5_000_003);
  const server = new LimitingServer(clock, { limits: developer, windows, delays });
  const limited = withRateLimit(server, { tier: 'developer', clock });
  const outcomes = new Map<number, 'answered' | 'cancelled'>();
  const leftAt = new Map<number, number>();
  const asked: ModelRequest[] = [];
  const sentAt = new Map<number, number>();
  const send = server.send.bind(server);
  server.send = (sent) => {
    sentAt.set(Number(sent.path), clock.now());
    return send(sent);
  };
  let at = 0;
  for (const [number, { gap, priority, leavesAfter }] of arrivals.entries()) {
    at += gap;
    clock.after(at, () => {
      const abort = new AbortController();
      asked.push({ number, priority, at: clock.now(), leavesAfter });
      if (leavesAfter !== undefined) {
        clock.after(leavesAfter, () => {
          leftAt.set(number, clock.now());
          abort.abort();
        });
      }
      limited.send(request(number, priority, abort.signal)).then(
        () => outcomes.set(number, 'answered'),
        (error: unknown) => {
          expect(error instanceof TransportError && error.failure.kind).toBe('cancelled');
          outcomes.set(number, 'cancelled');
        },
      );
    });
  }
  await clock.run();
  return { server, outcomes, asked, leftAt, sentAt };
}
