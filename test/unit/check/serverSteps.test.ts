import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { checkClock, requestIdentities } from '../../../src/check/serverSteps.ts';
import type { HttpResponse } from '../../../src/core/http/transport.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const { signal } = new AbortController();

/** Checks a server whose response took `workMs`, after a wait of this machine. */
async function checkAfter(waitMs: number, workMs: number, serverAheadMs = 0) {
  const send = async (): Promise<HttpResponse> => {
    vi.advanceTimersByTime(waitMs);
    const sentAt = Date.now();
    vi.advanceTimersByTime(workMs);
    const date = new Date(Date.now() + serverAheadMs).toUTCString();
    return { status: 200, headers: { date }, body: Buffer.from('[]'), timing: { sentAt, milliseconds: workMs } };
  };
  const { finding, first } = await requestIdentities(send, signal);
  return { finding, clock: first && checkClock(first) };
}

test('does not count waits for the rate limit or earlier attempts as time of the server', async () => {
  const { finding, clock } = await checkAfter(120_000, 20);
  expect(finding.text).toBe('Status 200 in 20 ms.');
  expect(clock).toMatchObject({ kind: 'ok', text: expect.stringContaining('within 1 s') });
});

test('accepts a clock time from any moment of a slow response', async () => {
  expect((await checkAfter(0, 100_000)).clock).toMatchObject({ kind: 'ok' });
  expect((await checkAfter(0, 100_000, 60_000)).clock).toMatchObject({ kind: 'warning' });
  expect((await checkAfter(0, 1000, -300_000)).clock?.text).toMatch(/is (299|300) s behind/);
});
