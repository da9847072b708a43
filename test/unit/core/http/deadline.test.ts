import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Deadline } from '../../../../src/core/http/deadline.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const over = new Error('over');

test('ends a request once its time is over, and not after it was stopped', () => {
  const [ended, stopped] = [new Deadline(1000, () => over), new Deadline(1000, () => over)];
  vi.advanceTimersByTime(400);
  expect(stopped.stop()).toBe(400);
  vi.advanceTimersByTime(600);
  expect(ended.signal.reason).toBe(over);
  expect(stopped.signal.aborted).toBe(false);
});

test('stands still while a request waits for its turn', async () => {
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

test('of a time that is over already ends at once', () => {
  const deadline = new Deadline(-1, () => over);
  vi.advanceTimersByTime(1);
  expect(deadline.signal.reason).toBe(over);
});
