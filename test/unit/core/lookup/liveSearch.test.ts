import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LiveSearch, type SearchState } from '../../../../src/core/lookup/liveSearch.ts';

interface StartedSearch {
  readonly text: string;
  readonly signal: AbortSignal;
  readonly report: (findings: readonly string[]) => void;
  readonly end: () => void;
  readonly fail: (error: unknown) => void;
}

function setup() {
  const started: StartedSearch[] = [];
  const shown: SearchState<string>[] = [];
  const failures: unknown[] = [];
  const live = new LiveSearch<string>(
    (text, signal, report) =>
      new Promise((end, fail) => {
        started.push({ text, signal, report, end, fail });
      }),
    (state) => shown.push(state),
    (error) => failures.push(error),
  );
  return { started, shown, failures, live };
}

function at<T>(list: readonly T[], index: number): T {
  const item = list.at(index);
  if (item === undefined) {
    throw new Error(`nothing at ${index}`);
  }
  return item;
}

describe('LiveSearch', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('searches once for text that is typed without a pause', async () => {
    const { started, live } = setup();
    for (const text of ['a', 'ad', 'ada']) {
      live.type(text);
      await vi.advanceTimersByTimeAsync(299);
    }
    expect(started).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(started.map(({ text }) => text)).toEqual(['ada']);
  });

  test('is busy from the first letter to the end of the search and shows findings as they arrive', async () => {
    const { started, shown, live } = setup();
    live.type('ada');
    await vi.advanceTimersByTimeAsync(300);
    at(started, 0).report(['one']);
    at(started, 0).end();
    await vi.advanceTimersByTimeAsync(0);
    expect(shown).toEqual([
      { text: 'ada', findings: [], isStale: true, busy: true },
      { text: 'ada', findings: [], isStale: true, busy: true },
      { text: 'ada', findings: ['one'], isStale: false, busy: true },
      { text: 'ada', findings: ['one'], isStale: false, busy: false },
    ]);
  });

  test('aborts the search of an older text and shows its findings as stale', async () => {
    const { started, shown, live } = setup();
    live.now('ada');
    at(started, 0).report(['old']);
    live.type('adam');
    expect(at(started, 0).signal.aborted).toBe(true);
    expect(at(shown, -1)).toEqual({ text: 'adam', findings: ['old'], isStale: true, busy: true });
    await vi.advanceTimersByTimeAsync(300);
    at(started, 0).report(['too late']);
    at(started, 0).end();
    await vi.advanceTimersByTimeAsync(0);
    expect(at(shown, -1).findings).toEqual(['old']);
    at(started, 1).end();
    await vi.advanceTimersByTimeAsync(0);
    expect(at(shown, -1)).toEqual({ text: 'adam', findings: [], isStale: false, busy: false });
  });

  test('repeats a search only after it has ended', async () => {
    const { started, live } = setup();
    live.type('ada');
    live.now('ada');
    live.now('ada');
    await vi.advanceTimersByTimeAsync(300);
    expect(started).toHaveLength(1);
    at(started, 0).end();
    await vi.advanceTimersByTimeAsync(0);
    live.now('ada');
    expect(started).toHaveLength(2);
  });

  test('passes an error to onError and is no longer busy', async () => {
    const { started, shown, failures, live } = setup();
    live.now('ada');
    const defect = new TypeError('x');
    at(started, 0).fail(defect);
    await vi.advanceTimersByTimeAsync(0);
    expect(failures).toEqual([defect]);
    expect(at(shown, -1).busy).toBe(false);
  });

  test('starts and shows nothing after dispose', async () => {
    const { started, shown, failures, live } = setup();
    live.now('ada');
    live.type('adam');
    const before = shown.length;
    live.dispose();
    at(started, 0).fail(new Error('aborted'));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(started).toHaveLength(1);
    expect(shown).toHaveLength(before);
    expect(failures).toEqual([]);
  });
});
