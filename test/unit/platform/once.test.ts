import { expect, test, vi } from 'vitest';
import { commandIds } from '../../../src/commands/ids.ts';
import { deferred } from '../../../src/commands/register.ts';
import { once } from '../../../src/platform/once.ts';

const failing = (results: unknown[]) =>
  vi.fn(async () => {
    const result = results.shift();
    if (result instanceof Error) {
      throw result;
    }
    return result;
  });

test('makes something once, however often it is used', async () => {
  const make = failing(['made', 'again']);
  const get = once(make);
  expect(await Promise.all([get(), get()])).toEqual(['made', 'made']);
  expect(await get()).toBe('made');
});

test('makes something again after it failed for all who waited', async () => {
  const error = new Error('The file could not be read.');
  const make = failing([error, 'made']);
  const get = once(make);
  expect(await Promise.allSettled([get(), get()])).toMatchObject([{ reason: error }, { reason: error }]);
  expect(await get()).toBe('made');
  expect(make).toHaveBeenCalledTimes(2);
});

test('loads the code of a command again after it could not be loaded', async () => {
  const handlers = { [commandIds.unlockConnection]: () => 'unlocked', [commandIds.lockConnection]: () => 'locked' };
  const load = failing([new Error('The file could not be read.'), handlers]) as () => Promise<typeof handlers>;
  const { [commandIds.lockConnection]: lock } = deferred('unlock', load);
  await expect(lock()).rejects.toThrow('The file could not be read.');
  expect(await lock()).toBe('locked');
});
