import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askForIdentities, compareClocks } from '../../../src/diagnosis/serverSteps.ts';
import type { HttpResponse } from '../../../src/http/transport.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const { signal } = new AbortController();

/** An answer that came after a wait of this machine's own, and that the server worked on for some time. */
async function answerAfter(waitMs: number, workMs: number, serverAheadMs = 0) {
  const ask = async (): Promise<HttpResponse> => {
    vi.advanceTimersByTime(waitMs);
    const sentAt = Date.now();
    vi.advanceTimersByTime(workMs);
    const date = new Date(Date.now() + serverAheadMs).toUTCString();
    return { status: 200, headers: { date }, body: Buffer.from('[]'), timing: { sentAt, milliseconds: workMs } };
  };
  const { finding, seen } = await askForIdentities(ask, signal);
  return { finding, clock: seen && compareClocks(seen) };
}

test('a wait for the request budget, or for another attempt, is no time of the server’s', async () => {
  const { finding, clock } = await answerAfter(120_000, 20);
  expect(finding.text).toBe('Status 200 in 20 ms.');
  expect(clock).toMatchObject({ kind: 'ok', text: expect.stringContaining('within 1 s') });
});

test('a server that takes its time may have written its own at any moment of it', async () => {
  expect((await answerAfter(0, 100_000)).clock).toMatchObject({ kind: 'ok' });
  expect((await answerAfter(0, 100_000, 60_000)).clock).toMatchObject({ kind: 'warning' });
  expect((await answerAfter(0, 1000, -300_000)).clock?.text).toMatch(/is (299|300) s behind/);
});
