import { expect, onTestFinished, test, vi } from 'vitest';
import { systemClock } from '../../../src/core/http/clock.ts';
import { endedWithTest } from '../../gateways/endedWithTest.ts';
import { type RateGateway, startRateGateway } from '../../gateways/rateGateway.ts';
import { fastClock } from '../fastClock.ts';
import { revokes, screen, stubScreen } from './screen.ts';
import { all, type WindowUnderTest, windowUnderTest } from './windowUnderTest.ts';

stubScreen();

test('cancels the reading before the plan', async () => {
  const window = await windowUnderTest();
  window.server.faults.add({ matching: /sessions\?/, failing: { kind: 'hang' } });
  const revoking = window.revoke(window.server.people.threeSessions, all);
  const isRead = () => window.server.requests.some(({ target }) => target.includes('sessions?'));
  await vi.waitFor(() => expect(isRead()).toBe(true), 15_000);
  screen.cancel();
  await revoking;
  expect(screen.questions).toEqual([]);
});

test('sends nothing more after the user cancels, and shows what was not sent', async () => {
  const window = await windowUnderTest();
  const { takenOver: emmy } = window.server.people;
  window.server.faults.add({ matching: /^DELETE /, times: 4, failing: { kind: 'hang' } });
  screen.answer = revokes;
  const revoking = window.revoke(emmy, all);
  const deleted = () => window.writes().filter(([method]) => method === 'DELETE');
  await vi.waitFor(() => expect(deleted()).toHaveLength(4), 15_000);
  screen.cancel();
  await revoking;
  expect(deleted()).toHaveLength(4);
  expect(screen.texts('message')).toEqual(['0 of 8 sessions of emmy@example.net ended. Failed: 4. Not sent: 4.']);
  expect(window.result().match(/not sent: cancelled/g)).toHaveLength(4);
  expect(window.active(emmy)).toHaveLength(8);
});

test.each<[string, string, (window: WindowUnderTest) => unknown]>([
  ['the user cancels', 'cancelled', () => screen.cancel()],
  [
    'the connection is locked',
    'the connection was locked',
    async ({ connections }) => (await connections.unlocks()).lock('prod-eu'),
  ],
])('calls sessions not sent whose requests still wait for the rate limit when %s', async (_when, why, end) => {
  const window = await windowUnderTest();
  const { takenOver: emmy } = window.server.people;
  const failing = { kind: 'status', status: 429, retryAfter: 600 } as const;
  window.server.faults.add({ matching: /^DELETE /, times: 4, failing });
  screen.answer = revokes;
  const revoking = window.revoke(emmy, all);
  const waiting = expect.stringMatching(/Waiting \d+ s for the rate limit$/);
  await vi.waitFor(() => expect(screen.progress).toContainEqual(waiting), 15_000);
  await end(window);
  await revoking;
  expect(screen.texts('message')).toEqual(['0 of 8 sessions of emmy@example.net ended. Not sent: 8.']);
  expect(window.result().match(new RegExp(`not sent: ${why}`, 'g'))).toHaveLength(8);
  expect(window.active(emmy)).toHaveLength(8);
});

test('revokes 1,200 of 1,203 sessions one by one within the limits of Ory Network’s Developer tier', async () => {
  const gateways: RateGateway[] = [];
  const gateway = async (upstream: string) => {
    const options = { now: () => systemClock.now(), windows: 'sliding' } as const;
    const started = await endedWithTest(startRateGateway(upstream, options));
    gateways.push(started);
    return started;
  };
  const window = await windowUnderTest({ gateway });
  const { ada } = window.server.people;
  const ids = window.activate(ada).slice(0, 3);
  // The unlock keeps the clock of the machine: its own timers would skip its time.
  await window.unlock();
  const real = { ...systemClock };
  onTestFinished(() => void Object.assign(systemClock, real));
  Object.assign(systemClock, fastClock);
  screen.answer = revokes;
  await window.revoke(ada, async () => ({ kind: 'allBut', ids, origins: [] }));

  expect(screen.texts('message')).toEqual(['1,200 of 1,200 sessions of ada@example.org ended.']);
  expect(window.active(ada)).toEqual(ids);
  const deleted = window.writes().flatMap(([method, target]) => (method === 'DELETE' ? [target] : []));
  expect([deleted.length, new Set(deleted).size]).toEqual([1200, 1200]);
  expect(gateways.flatMap(({ refused }) => refused)).toEqual([]);
  expect(screen.progress).toContainEqual(
    expect.stringMatching(/^Revoking: \d+ of 1,200 · Waiting \d+ s for the rate limit$/),
  );
});
