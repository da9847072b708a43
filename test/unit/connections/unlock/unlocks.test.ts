import { expect, test } from 'vitest';
import type { WritePermit } from '../../../../src/core/http/transport.ts';
import { aConnection } from '../../builders/connectionBuilder.ts';
import { WindowUnderTest } from './unlockedConnections.ts';

const minute = 60_000;

test.each([
  [{ name: 'acme' }, 15],
  [{ name: 'acme', production: true }, 5],
])('keeps %j unlocked for %d minutes, and announces each minute and the end', async (entry, minutes) => {
  const window = new WindowUnderTest(entry);
  expect(window.minutes('acme')).toBeUndefined();
  const permit = window.permit('acme');
  await window.clock.pass(minutes * minute - 1);
  expect(window.unlocks.isValid('acme', permit)).toBe(true);
  await window.clock.pass(1);
  expect(window.unlocks.isValid('acme', permit)).toBe(false);
  expect(window.unlocks.permit('acme')).toBeUndefined();
  const counted = Array.from({ length: minutes }, (_, passed) => ['acme', minutes - passed]);
  expect(window.changes).toEqual([...counted, ['acme', undefined]]);
  expect(window.clock.timers).toBe(0);
});

test('restarts its time with each write, and ends an hour after the unlock despite further writes', async () => {
  const window = new WindowUnderTest({ name: 'acme' });
  const permit = window.permit('acme');
  for (let passed = 0; passed < 59; passed += 1) {
    await window.clock.pass(minute);
    window.unlocks.renew('acme', permit);
    expect(window.minutes('acme')).toBe(Math.min(15, 59 - passed));
  }
  await window.clock.pass(minute);
  window.unlocks.renew('acme', permit);
  expect(window.minutes('acme')).toBeUndefined();
  expect(window.unlocks.isValid('acme', permit)).toBe(false);
});

test('sets one timer however many writes there are', async () => {
  const window = new WindowUnderTest({ name: 'acme' });
  const permit = window.permit('acme');
  await window.clock.pass(1000);
  for (let writes = 0; writes < 1000; writes += 1) {
    window.unlocks.renew('acme', permit);
  }
  expect(window.clock.timers).toBe(1);
  expect(window.changes).toEqual([['acme', 15]]);
});

test('is over after a sleep past its end, before any timer fires', async () => {
  const window = new WindowUnderTest({ name: 'acme' });
  const permit = window.permit('acme');
  await window.clock.pass(minute);
  window.clock.sleep(14 * minute - 1);
  expect(window.unlocks.isValid('acme', permit)).toBe(true);
  window.clock.sleep(1);
  expect(window.unlocks.isValid('acme', permit)).toBe(false);
  window.unlocks.renew('acme', permit);
  expect(window.minutes('acme')).toBeUndefined();
});

test('does not last longer when the date of the machine is set back', async () => {
  const window = new WindowUnderTest({ name: 'acme' });
  const permit = window.permit('acme');
  window.clock.sleep(-24 * 60 * minute);
  expect(window.minutes('acme')).toBe(15);
  await window.clock.pass(15 * minute);
  expect(window.unlocks.isValid('acme', permit)).toBe(false);
});

test('cannot be renewed past the hour by setting the date of the machine back', async () => {
  const window = new WindowUnderTest({ name: 'acme' });
  const permit = window.permit('acme');
  for (let passed = 0; passed < 60; passed += 1) {
    window.clock.sleep(-minute);
    await window.clock.pass(minute);
    window.unlocks.renew('acme', permit);
  }
  expect(window.minutes('acme')).toBeUndefined();
});

test('ends by Lock Now, and a later unlock accepts no permit of an earlier one', () => {
  const window = new WindowUnderTest({ name: 'acme' });
  const before = window.permit('acme');
  expect(before.ended.aborted).toBe(false);
  window.unlocks.lock('acme');
  expect(window.unlocks.isValid('acme', before)).toBe(false);
  expect(before.ended.aborted).toBe(true);
  expect(window.minutes('acme')).toBeUndefined();
  const after = window.permit('acme');
  expect(window.unlocks.isValid('acme', before)).toBe(false);
  expect(window.unlocks.isValid('acme', after)).toBe(true);
  const again = window.permit('acme');
  expect(after.ended.aborted).toBe(true);
  expect(window.unlocks.isValid('acme', after)).toBe(false);
  expect(window.unlocks.isValid('acme', again)).toBe(true);
});

test('accepts a permit only for its own connection, in its own window, and by its identity', () => {
  const [window, other] = [
    new WindowUnderTest({ name: 'acme' }, { name: 'eu' }),
    new WindowUnderTest({ name: 'acme' }),
  ];
  const permit = window.permit('acme');
  window.permit('eu');
  other.permit('acme');
  expect(window.unlocks.isValid('acme', permit)).toBe(true);
  expect(window.unlocks.isValid('eu', permit)).toBe(false);
  expect(other.unlocks.isValid('acme', permit)).toBe(false);
  const forged = [{ ...permit }, new Proxy(permit, {}), Object.create(permit), {}, 'acme', undefined];
  expect(forged.filter((one) => window.unlocks.isValid('acme', one as WritePermit))).toEqual([]);
});

test.each([
  ['is changed', () => aConnection({ name: 'acme', writable: true, pageSize: 50 })],
  ['is no longer writable', () => aConnection({ name: 'acme' })],
  ['is removed', () => undefined],
])('ends when its connection %s, even before the change is announced', (_how, changed) => {
  const window = new WindowUnderTest({ name: 'acme' });
  const permit = window.permit('acme');
  const connection = changed();
  if (connection === undefined) {
    window.connections.delete('acme');
  } else {
    window.connections.set('acme', connection);
  }
  expect(window.unlocks.isValid('acme', permit)).toBe(false);
  window.unlocks.update();
  expect(window.changes).toEqual([
    ['acme', 15],
    ['acme', undefined],
  ]);
  expect(window.clock.timers).toBe(0);
});

test('unlocks neither a read-only connection nor one that changed while the input was open', () => {
  const window = new WindowUnderTest({ name: 'acme', writable: false }, { name: 'eu' });
  expect(() => window.unlock('acme')).toThrow('“acme” was changed meanwhile');
  const asked = window.connection('eu');
  window.connections.set('eu', aConnection({ name: 'eu', writable: true, production: true }));
  expect(() => window.unlocks.unlock(asked, undefined)).toThrow('“eu” was changed meanwhile');
  expect([window.minutes('acme'), window.minutes('eu')]).toEqual([undefined, undefined]);
});

test('keeps the reason, and ends with its window', () => {
  const window = new WindowUnderTest({ name: 'acme' });
  window.unlock('acme', 'INC-4711');
  expect(window.unlocks.state('acme')).toEqual({ reason: 'INC-4711', milliseconds: 15 * minute });
  window.unlocks.dispose();
  expect(window.unlocks.state('acme')).toBeUndefined();
  expect(window.clock.timers).toBe(0);
});
