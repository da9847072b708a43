import { describe, expect, it, onTestFinished } from 'vitest';
import { defaultOptions } from '../../../../../src/core/http/connectionOptions.ts';
import type { RateLimitTier } from '../../../../../src/core/http/rateLimit/buckets.ts';
import { RateLimitWaits } from '../../../../../src/core/http/rateLimit/waits.ts';
import { withRateLimit } from '../../../../../src/core/http/rateLimit/withRateLimit.ts';
import type { Transport } from '../../../../../src/core/http/transport.ts';
import { UndiciTransport } from '../../../../../src/core/http/undiciTransport.ts';
import { withRetry } from '../../../../../src/core/http/withRetry.ts';
import { startDemoServer } from '../../../../../src/demo/demoServer.ts';
import { type RateGatewayOptions, startRateGateway } from '../../../../gateways/rateGateway.ts';
import { directoryOver } from '../../directory/directoryOver.ts';
import { SimulatedClock } from './simulatedClock.ts';

describe('a directory behind the limits of Ory Network’s Developer tier', () => {
  it.each<{ tier: RateLimitTier; windows: RateGatewayOptions['windows'] }>([
    { tier: 'developer', windows: 'sliding' },
    { tier: 'developer', windows: 'fixed' },
    { tier: 'auto', windows: 'sliding' },
  ])(
    'shows the sessions of 30 identities that are unfolded in a row, and is refused nothing ($tier, $windows)',
    async ({ tier, windows }) => {
      const { directory, gateway, elapse, clock } = await network(tier, windows);
      await elapse(directory.identities.open());
      const identities = directory.identities.state.items.slice(0, 30);
      const began = clock.now();
      const lists = identities.map(({ id }) => directory.sessionsOf(id));
      await elapse(Promise.all(lists.map((list) => list.open())));
      expect(lists.map(({ state }) => state.phase.kind)).toEqual(identities.map(() => 'ready'));
      expect(gateway.refused).toEqual([]);
      expect(gateway.requests).toHaveLength(31);
      expect(clock.now() - began).toBeLessThan(70_000);
    },
  );

  it.each<RateLimitTier>(['developer', 'auto'])(
    'shows them, too, when another program has used up what the server lets through (%s)',
    async (tier) => {
      const { directory, gateway, elapse, clock } = await network(tier, 'sliding');
      await elapse(directory.identities.open());
      for (let other = 0; other < 20; other += 1) {
        const answer = await fetch(`${gateway.url}/admin/sessions?page_size=1`);
        await answer.arrayBuffer();
        await clock.pass(300);
      }
      expect(gateway.refused).toEqual([]);
      const lists = directory.identities.state.items.slice(0, 10).map(({ id }) => directory.sessionsOf(id));
      await elapse(Promise.all(lists.map((list) => list.open())));
      expect(lists.map(({ state }) => state.phase.kind)).toEqual(lists.map(() => 'ready'));
      expect(gateway.refused.length).toBeGreaterThan(0);
    },
  );

  it('sends interactive requests while all identities are being read', async () => {
    const { directory, gateway, elapse, elapseUntil, clock } = await network('developer', 'sliding', 10);
    await elapse(directory.identities.open());
    const [first] = directory.identities.state.items;
    const all = directory.identities.all();
    await elapseUntil(() => directory.waiting('rest') !== undefined);
    expect(directory.waiting('page')).toBeUndefined();
    const list = directory.sessionsOf(first?.id ?? '');
    const began = clock.now();
    await elapse(list.open());
    expect(clock.now() - began).toBeLessThan(2000);
    expect(directory.identities.state.phase.kind).toBe('loading');
    await elapse(all);
    expect(directory.identities.state.items).toHaveLength(400);
    expect(gateway.refused).toEqual([]);
  });
});

/** Connects the real client to the demo's server through a gateway with Network's limits, on a clock of the test. */
async function network(tier: RateLimitTier, windows: RateGatewayOptions['windows'], pageSize = 100) {
  const clock = new SimulatedClock(Date.now());
  const demo = await startDemoServer({ identities: 400 });
  const gateway = await startRateGateway(demo.url, { now: () => clock.now(), windows: windows ?? 'fixed' });
  const { transport, isQuiet } = watched(new UndiciTransport(defaultOptions(new URL(gateway.url))));
  const time = { clock, random: () => 0.5 };
  const waits = new RateLimitWaits();
  const limited = withRateLimit(transport, { tier, waits, ...time });
  const retried = withRetry(limited, { rateLimit: tier, timeoutMs: 30_000 }, time);
  const directory = directoryOver(retried, { pageSize: () => pageSize, waits });
  onTestFinished(async () => {
    directory.dispose();
    await gateway.close();
    await demo.close();
  });
  /** Lets time pass, but never while a response is pending. */
  async function elapseUntil(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      await isQuiet();
      if (!isOver()) {
        await clock.step();
      }
    }
  }
  /** Lets time pass until `work` is done. */
  async function elapse(work: Promise<unknown>): Promise<void> {
    let isDone = false;
    const ended = work.finally(() => {
      isDone = true;
    });
    await elapseUntil(() => isDone);
    await ended;
  }
  return { directory, gateway, elapse, elapseUntil, clock };
}

function watched(transport: Transport) {
  let underWay = 0;
  const watching: Transport = {
    async send(request) {
      underWay += 1;
      try {
        return await transport.send(request);
      } finally {
        underWay -= 1;
      }
    },
    close: () => transport.close(),
  };
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return {
    transport: watching,
    async isQuiet(): Promise<void> {
      do {
        await turn();
      } while (underWay > 0);
      await turn();
    },
  };
}
