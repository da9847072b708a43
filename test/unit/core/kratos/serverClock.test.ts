import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { HttpResponse } from '../../../../src/core/http/transport.ts';
import { ServerClock } from '../../../../src/core/kratos/serverClock.ts';

let now = 0;

beforeEach(() => {
  now = 1_000_000;
  const monotonicClock = vi.spyOn(performance, 'now').mockImplementation(() => now);
  onTestFinished(() => monotonicClock.mockRestore());
});

/** Returns a response of a server whose clock is `lead` ahead, written `ago` before it arrives, in milliseconds. */
function response({ lead = 0, ago = 0, headers = {} }): HttpResponse {
  const date = new Date(Date.UTC(2026, 0, 1) + now + lead - ago).toUTCString();
  return { status: 200, headers: { date, ...headers }, body: Buffer.alloc(0), timing: { sentAt: 0, milliseconds: 50 } };
}

/** Returns whether each response contradicts the clock, once the last of them has arrived. */
function contradictions(clock: ServerClock, ...responses: (() => HttpResponse)[]): boolean[] {
  const leads = responses.map((make) => {
    now += 5_000;
    return clock.read(make());
  });
  return leads.map((lead) => clock.contradicts(lead));
}

describe('a cached response', () => {
  test('is detected by an Age above 0', () => {
    const clock = new ServerClock();
    expect(contradictions(clock, () => response({ headers: { age: '1' } }))).toEqual([true]);
    expect(contradictions(clock, () => response({ headers: { age: '0' } }))).toEqual([false]);
  });

  test.each([0, 3_600_000, -3_600_000])(
    'is detected by a Date that is 4 s old, with a server clock %i ms ahead',
    (lead) => {
      const fresh = () => response({ lead });
      const old = () => response({ lead, ago: 4_000 });
      expect(contradictions(new ServerClock(), fresh, old, fresh)).toEqual([false, true, false]);
      // Also when the first response that is not old comes after it.
      expect(contradictions(new ServerClock(), old, fresh)).toEqual([true, false]);
    },
  );
});

describe('a response of the server', () => {
  test('does not look cached if its Date has no milliseconds and the server’s clock is slightly behind', () => {
    const clock = new ServerClock();
    const behind = () => response({ ago: 900 });
    expect(contradictions(clock, () => response({}), behind, behind)).toEqual([false, false, false]);
  });

  test('does not look cached without a Date or timing', () => {
    const { timing, ...unmeasured } = response({ ago: 60_000 });
    const dateless = { ...response({}), headers: {} };
    const clock = new ServerClock();
    expect(
      contradictions(
        clock,
        () => response({}),
        () => unmeasured,
        () => dateless,
      ),
    ).toEqual([false, false, false]);
  });

  test('does not look cached for long after the server’s clock was set back', () => {
    const clock = new ServerClock();
    contradictions(clock, () => response({ lead: 10_000 }));
    now += 2_000_000;
    expect(contradictions(clock, () => response({}))).toEqual([false]);
  });
});
