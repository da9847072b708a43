import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LiveSearch, type SearchState } from '../../../src/lookup/liveSearch.ts';

interface Asked {
  readonly text: string;
  readonly signal: AbortSignal;
  readonly report: (findings: readonly string[]) => void;
  readonly end: () => void;
  readonly fail: (error: unknown) => void;
}

function setup() {
  const asked: Asked[] = [];
  const shown: SearchState<string>[] = [];
  const failures: unknown[] = [];
  const live = new LiveSearch<string>(
    (text, signal, report) =>
      new Promise((end, fail) => {
        asked.push({ text, signal, report, end, fail });
      }),
    (state) => shown.push(state),
    (error) => failures.push(error),
  );
  return { asked, shown, failures, live };
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

  test('asks once for what is typed without a pause', async () => {
    const { asked, live } = setup();
    for (const text of ['a', 'ad', 'ada']) {
      live.type(text);
      await vi.advanceTimersByTimeAsync(299);
    }
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked.map(({ text }) => text)).toEqual(['ada']);
  });

  test('is busy from the first letter to the last answer, and shows what arrives between', async () => {
    const { asked, shown, live } = setup();
    live.type('ada');
    await vi.advanceTimersByTimeAsync(300);
    at(asked, 0).report(['one']);
    at(asked, 0).end();
    await vi.advanceTimersByTimeAsync(0);
    expect(shown).toEqual([
      { text: 'ada', findings: [], isStale: true, busy: true },
      { text: 'ada', findings: [], isStale: true, busy: true },
      { text: 'ada', findings: ['one'], isStale: false, busy: true },
      { text: 'ada', findings: ['one'], isStale: false, busy: false },
    ]);
  });

  test('drops the answers to an older text and ends its requests; old findings stay in view, as such', async () => {
    const { asked, shown, live } = setup();
    live.now('ada');
    at(asked, 0).report(['old']);
    live.type('adam');
    expect(at(asked, 0).signal.aborted).toBe(true);
    expect(at(shown, -1)).toEqual({ text: 'adam', findings: ['old'], isStale: true, busy: true });
    await vi.advanceTimersByTimeAsync(300);
    at(asked, 0).report(['too late']);
    at(asked, 0).end();
    await vi.advanceTimersByTimeAsync(0);
    expect(at(shown, -1).findings).toEqual(['old']);
    at(asked, 1).end();
    await vi.advanceTimersByTimeAsync(0);
    expect(at(shown, -1)).toEqual({ text: 'adam', findings: [], isStale: false, busy: false });
  });

  test('does not begin again what is under way, but does what has ended', async () => {
    const { asked, live } = setup();
    live.type('ada');
    live.now('ada');
    live.now('ada');
    await vi.advanceTimersByTimeAsync(300);
    expect(asked).toHaveLength(1);
    at(asked, 0).end();
    await vi.advanceTimersByTimeAsync(0);
    live.now('ada');
    expect(asked).toHaveLength(2);
  });

  test('hands a defect on, and ends being busy', async () => {
    const { asked, shown, failures, live } = setup();
    live.now('ada');
    const defect = new TypeError('x');
    at(asked, 0).fail(defect);
    await vi.advanceTimersByTimeAsync(0);
    expect(failures).toEqual([defect]);
    expect(at(shown, -1).busy).toBe(false);
  });

  test('after dispose nothing is asked or shown', async () => {
    const { asked, shown, failures, live } = setup();
    live.now('ada');
    live.type('adam');
    const before = shown.length;
    live.dispose();
    at(asked, 0).fail(new Error('aborted'));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toHaveLength(1);
    expect(shown).toHaveLength(before);
    expect(failures).toEqual([]);
  });
});
