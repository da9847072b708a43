import { describe, expect, it } from 'vitest';
import type { RateLimitTier } from '../../../../../src/core/http/rateLimit/buckets.ts';
import { RateLimitWaits } from '../../../../../src/core/http/rateLimit/waits.ts';
import { withRateLimit } from '../../../../../src/core/http/rateLimit/withRateLimit.ts';
import { type HttpRequest, type Transport, TransportError } from '../../../../../src/core/http/transport.ts';
import { type LimitingOptions, LimitingServer, list, one, revoke } from './limitingServer.ts';
import { SimulatedClock } from './simulatedClock.ts';

const start = 1_000_000;
const developer = [
  { limit: 5, milliseconds: 1000 },
  { limit: 25, milliseconds: 60_000 },
];

describe('the rate limit', () => {
  it('sends as many requests as the windows of the tier allow, and the others later', async () => {
    const { clock, server, ask } = under('developer');
    ask(31);
    await clock.pass(6000);
    expect(server.arrivals).toHaveLength(25);
    await clock.pass(60_000);
    expect(server.arrivals).toHaveLength(31);
    expect(server.refused).toEqual([]);
  });

  it('counts lists and single items apart', async () => {
    const { clock, server, ask } = under('developer');
    ask(30);
    await clock.pass(10_000);
    ask(1, one());
    await clock.pass(100);
    expect(server.sent.at(-1)).toEqual(one());
  });

  it('checks the health of a server while any number of lists wait', async () => {
    const { clock, server, ask } = under('developer');
    const health: HttpRequest = { method: 'GET', path: '/admin/health/ready', template: '/admin/health/ready' };
    ask(30);
    await clock.pass(10_000);
    ask(1, health);
    await clock.pass(100);
    expect(server.sent.at(-1)).toEqual(health);
  });

  it('allows six requests at once if there is no limit', async () => {
    const { clock, server, ask } = under('unlimited', { limits: [] });
    ask(500);
    await clock.run();
    expect(server.arrivals).toHaveLength(500);
    expect(server.mostUnderWay).toBe(6);
    expect(clock.now() - start).toBeLessThan(5000);
  });

  it('keeps one of six places for interactive requests during prefetches', async () => {
    const { server, ask, clock } = under('unlimited', { limits: [], delays: [[10_000, 10_000]] });
    ask(20, { ...list(), priority: 'prefetch' });
    ask(1, one());
    await clock.pass(1);
    expect(server.sent.map(({ template }) => template)).toEqual([
      ...Array.from({ length: 5 }, () => '/admin/identities'),
      '/admin/sessions/{id}',
    ]);
  });

  it.each(['unlimited', 'auto'] as const)(
    'lets writes wait as long as a 429 asks, unless they are cancelled or their unlock ends: %s',
    async (tier) => {
      const retryAfter: LimitingOptions['headers'] = (_passed, now) =>
        now < start + 100 ? { 'retry-after': '12' } : {};
      const { clock, server, ask, waits, limited } = under(tier, {
        limits: [{ limit: 1, milliseconds: 12_000 }],
        headers: retryAfter,
      });
      ask(2, revoke());
      await clock.pass(100);
      const [leaving, unlock] = [new AbortController(), new AbortController()];
      const failureOf = (sent: Promise<unknown>) => sent.catch((error: TransportError) => error.failure);
      const cancelled = failureOf(limited.send({ ...revoke(), signal: leaving.signal }));
      const locked = failureOf(limited.send({ ...revoke(unlock.signal), signal: leaving.signal }));
      ask(1, revoke());
      await clock.pass(0);
      expect(waits.seconds('low', 'interactive')).toBeGreaterThanOrEqual(12);
      unlock.abort();
      expect(await locked).toEqual({ kind: 'cancelled', isQueued: true });
      leaving.abort();
      expect(await cancelled).toEqual({ kind: 'cancelled', isQueued: true });
      await clock.pass(11_800);
      expect(server.sent).toHaveLength(2);
      await clock.run();
      expect(server.arrivals.map(({ status }) => status)).toEqual([200, 429, 200]);
    },
  );

  it('ignores the headers of a server without a limit, for writes, too', async () => {
    const headers = () => ({
      'x-ratelimit-limit': '1, 1;w=60',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': '60',
    });
    const { clock, server, ask } = under('unlimited', { limits: [], headers });
    ask(1, revoke());
    await clock.pass(100);
    ask(30, revoke());
    await clock.pass(1000);
    expect(server.arrivals).toHaveLength(31);
  });

  it('gives the place of a failed request to the next', async () => {
    const clock = new SimulatedClock();
    const failing = { send: () => Promise.reject(new TransportError({ kind: 'cancelled' })), close: async () => {} };
    const limited = withRateLimit(failing, { tier: 'unlimited', clock });
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => limited.send(list())));
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
  });
});

describe('a rate limit from the headers of responses', () => {
  const networkHeaders: LimitingOptions['headers'] = (arrivals, now) => {
    const left = 25 - arrivals.filter((at) => at > now - 60_000).length;
    return {
      'x-ratelimit-limit': '25, 5;w=1, 25;w=60',
      'x-ratelimit-remaining': String(Math.max(0, left)),
      'x-ratelimit-reset': left < 0 ? '0' : '60',
    };
  };

  it('takes the windows from the first response, and is never refused afterwards', async () => {
    const { clock, server, ask } = under('auto', { limits: developer, headers: networkHeaders });
    ask(1);
    await clock.pass(100);
    ask(40);
    await clock.run();
    expect(server.arrivals).toHaveLength(41);
    expect(server.refused).toEqual([]);
  });

  it('corrects a tier that was chosen wrongly', async () => {
    const { clock, server, ask } = under('growth', { limits: developer, headers: networkHeaders });
    ask(1);
    await clock.pass(100);
    ask(40);
    await clock.run();
    expect(server.refused).toEqual([]);
  });

  it('does not use what other programs have used up', async () => {
    const { clock, server, ask } = under('auto', {
      limits: [],
      headers: () => ({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '37' }),
    });
    ask(1);
    await clock.pass(100);
    ask(1);
    await clock.pass(36_500);
    expect(server.arrivals).toHaveLength(1);
    await clock.pass(1000);
    expect(server.arrivals).toHaveLength(2);
  });

  it('gives routes with limits of their own counters of their own', async () => {
    const sessions: HttpRequest = { ...list('/admin/sessions'), template: '/admin/sessions' };
    const { clock, server, ask } = under('auto', { limits: [] });
    const send = server.send.bind(server);
    server.send = async (request) => {
      const answer = await send(request);
      const limit = request.template === '/admin/sessions' ? '150, 5;w=1, 150;w=60' : '10, 1;w=1, 10;w=60';
      return { ...answer, headers: { 'x-ratelimit-limit': limit } };
    };
    ask(1);
    ask(1, sessions);
    await clock.pass(100);
    ask(20);
    ask(20, sessions);
    await clock.pass(5000);
    expect(server.sent.filter(({ template }) => template === '/admin/sessions')).toHaveLength(21);
    expect(server.sent.filter(({ template }) => template === '/admin/identities').length).toBeLessThanOrEqual(6);
    await clock.pass(50_000);
    expect(server.sent.filter(({ template }) => template === '/admin/identities')).toHaveLength(10);
  });

  it('doubles its waits, with one request at a time, while a server refuses with a wait of 0 seconds', async () => {
    const { clock, server, ask } = under('auto', {
      limits: [{ limit: 0, milliseconds: 1000 }],
      headers: () => ({ 'x-ratelimit-reset': '0' }),
    });
    ask(6);
    for (let minutes = 0; minutes < 10; minutes += 1) {
      await clock.pass(60_000);
      ask(1);
    }
    const gaps = server.arrivals.map(({ at }, place) => at - (server.arrivals[place - 1]?.at ?? 0)).slice(6);
    expect(gaps.every((gap) => gap >= 1000)).toBe(true);
    expect(Math.max(...gaps.slice(-3))).toBeGreaterThan(30_000);
  });

  it('sends at full speed again after a server stops refusing', async () => {
    const { clock, server, ask } = under('auto', { limits: [{ limit: 3, milliseconds: 2000 }] });
    ask(6);
    await clock.pass(3000);
    ask(3);
    await clock.pass(4000);
    expect(server.arrivals.filter(({ status }) => status === 200)).toHaveLength(6);
  });

  it('ignores a limit that is larger than any number', async () => {
    const { clock, server, ask } = under('auto', {
      limits: [],
      headers: () => ({ 'x-ratelimit-limit': `${'9'.repeat(400)};w=60` }),
    });
    ask(1);
    await clock.pass(100);
    ask(50, { ...list(), priority: 'prefetch' });
    await clock.pass(1000);
    expect(server.arrivals).toHaveLength(51);
  });

  it('does not read a Unix time as a wait', async () => {
    const { clock, server, ask } = under('auto', {
      limits: [],
      headers: () => ({
        'x-ratelimit-limit': '0;w=60',
        'x-ratelimit-remaining': '9',
        'x-ratelimit-reset': '1795455490',
      }),
    });
    ask(50);
    await clock.pass(1000);
    expect(server.arrivals).toHaveLength(50);
  });
});

describe('a request that waits for the rate limit', () => {
  it('leaves the queue at once when it is aborted, and takes no place', async () => {
    const { clock, server, ask, limited } = under('developer');
    ask(25);
    const abort = new AbortController();
    const left = limited.send({ ...list('/left'), signal: abort.signal });
    const gone = expect(left).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
    ask(1, list('/stays'));
    await clock.pass(6000);
    abort.abort();
    await gone;
    await clock.run();
    expect(server.sent.map(({ path }) => path)).not.toContain('/left');
    expect(server.sent.at(-1)?.path).toBe('/stays');
  });

  it('ends as cancelled when the connection is closed, and leaves no timer', async () => {
    const { clock, server, ask, limited } = under('developer');
    const outcomes = ask(40);
    await clock.pass(10_000);
    await limited.close();
    const ends = await outcomes;
    expect(ends.filter((end) => end === 'cancelled')).toHaveLength(15);
    expect(clock.timers).toBe(0);
    expect(server.arrivals).toHaveLength(25);
    await expect(limited.send(list())).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
  });

  it('waits for the rate limit before it follows a redirect', async () => {
    const { clock, server, limited } = redirecting();
    const asked = Array.from({ length: 5 }, () => limited.send(list()));
    await clock.pass(900);
    expect(server.arrivals).toHaveLength(5);
    await clock.run();
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(server.arrivals).toHaveLength(10);
    expect(server.refused).toEqual([]);
    // No place was lost or freed twice.
    const more = Array.from({ length: 8 }, () => limited.send(list()));
    await clock.run();
    await Promise.all(more);
    expect(server.mostUnderWay).toBeLessThanOrEqual(6);
    expect(server.refused).toEqual([]);
  });

  it('ends a request that is aborted while its redirect waits', async () => {
    const { clock, server, limited } = redirecting();
    const abort = new AbortController();
    const asked = Array.from({ length: 5 }, () => limited.send({ ...list(), signal: abort.signal }));
    await clock.pass(900);
    abort.abort();
    const ends = await Promise.allSettled(asked);
    expect(ends.map((end) => end.status === 'rejected' && end.reason.failure.kind)).toEqual(
      asked.map(() => 'cancelled'),
    );
    expect(server.arrivals).toHaveLength(5);
    const more = Array.from({ length: 6 }, () => limited.send(list()));
    await clock.run();
    await Promise.all(more);
    expect(server.refused).toEqual([]);
  });

  it('reports each second how long each kind of request still waits', async () => {
    const { clock, ask, waits } = under('developer');
    const shown: (number | undefined)[] = [];
    waits.onChange(() => shown.push(waits.seconds('medium', 'interactive')));
    ask(26);
    await clock.pass(50_000);
    expect(shown.slice(0, 3)).toEqual([56, 55, 54]);
    expect(shown.at(-1)).toBe(11);
    expect(waits.seconds('high', 'interactive')).toBeUndefined();
    expect(waits.seconds('medium', 'prefetch')).toBeUndefined();
    await clock.run();
    expect(shown.slice(-2)).toEqual([2, undefined]);
    expect(clock.timers).toBe(0);
  });

  it('reports neither short waits nor waits for a free connection', async () => {
    const { clock, ask, waits } = under('developer', { limits: [], delays: [[3000, 3000]] });
    const shown: unknown[] = [];
    waits.onChange(() => shown.push(waits.seconds('medium', 'interactive')));
    ask(10);
    await clock.run();
    expect(shown).toEqual([]);
  });
});

/** Each request is redirected once. */
function redirecting() {
  const clock = new SimulatedClock(start);
  const server = new LimitingServer(clock, { limits: developer });
  const following: Transport = {
    async send(request) {
      await request.nextTurn?.(await server.send(request));
      return server.send(request);
    },
    close: () => server.close(),
  };
  return { clock, server, limited: withRateLimit(following, { tier: 'developer', clock, random: () => 0.5 }) };
}

function under(tier: RateLimitTier, options: LimitingOptions = { limits: developer }) {
  const clock = new SimulatedClock(start);
  const server = new LimitingServer(clock, options);
  const waits = new RateLimitWaits();
  const limited = withRateLimit(server, { tier, waits, clock, random: () => 0.5 });
  /** Sends this many requests at once. Resolves to the status or the failure of each. */
  const ask = (times: number, request = list()) =>
    Promise.all(
      Array.from({ length: times }, () =>
        limited.send(request).then(
          ({ status }) => status,
          (error: TransportError) => error.failure.kind,
        ),
      ),
    );
  return { clock, server, limited, waits, ask };
}
