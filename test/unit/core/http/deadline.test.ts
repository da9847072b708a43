import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Deadline } from '../../../../src/core/http/deadline.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const over = new Error('over');

test('aborts a request when its time is over, but not after stop()', () => {
  const [ended, stopped] = [new Deadline(1000, () => over), new Deadline(1000, () => over)];
  vi.advanceTimersByTime(400);
  expect(stopped.stop()).toBe(400);
  vi.advanceTimersByTime(600);
  expect(ended.signal.reason).toBe(over);
  expect(stopped.signal.aborted).toBe(false);
});

test('pauses while a request waits for the rate limit', async () => {
  const deadline = new Deadline(1000, () => over);
  vi.advanceTimersByTime(400);
  await deadline.without(async () => {
    vi.advanceTimersByTime(60_000);
  });
  expect(deadline.signal.aborted).toBe(false);
  vi.advanceTimersByTime(599);
  expect(deadline.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(deadline.signal.reason).toBe(over);
});

test('aborts at once if no time is left', () => {
  const deadline = new Deadline(-1, () => over);
  vi.advanceTimersByTime(1);
  expect(deadline.signal.reason).toBe(over);
});
