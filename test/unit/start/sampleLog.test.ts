import { expect, test } from 'vitest';
import { extractIds } from '../../../src/core/lookup/extractIds.ts';
import { sampleLog } from '../../../src/start/sampleLog.ts';

const began = new Date('2026-03-04T23:59:30Z');
const stranger = logged('5f0c1d2e-0b7e-4c43-9d0c-5d1b6b9e2f10', '198.51.100.77');
const others = [logged('7a1c3f52-0b7e-4c43-9d0c-5d1b6b9e2f11', '203.0.113.1')];

function logged(id: string, ipAddress: string) {
  return { id, identityId: '009c3f52-0b7e-4c43-9d0c-5d1b6b9e2f12', began, ipAddress, userAgent: 'curl/8.5.0' };
}

test('the log has the id of the stranger’s session at the place that it names, in the line below a comment', () => {
  const { text, line, character } = sampleLog(stranger, others);
  const lines = text.split('\n');

  expect(lines[line]?.slice(character)).toBe(stranger.id);
  expect(lines[line]).toMatch(/^198\.51\.100\.77 - \S+ \[04\/Mar\/2026:23:59:44 \+0000\] "PUT \/api\/payout-account /);
  expect(lines[line - 1]).toBe('# This request changed the payout account:');
});

test('each line of the log is later than the one before, and a look-up finds a session in it', () => {
  const { text } = sampleLog(stranger, others);
  const lines = text.split('\n').filter((one) => one !== '' && !one.startsWith('#'));
  const times = lines.map((one) => /time=(\S+)|\[(\d+)\/(\w+)\/(\d+):(\S+)/.exec(one)?.slice(1) ?? []);
  const moments = times.map(([iso, day, month, year, clock]) =>
    Date.parse(iso ?? `${day} ${month} ${year} ${clock} UTC`),
  );

  expect(lines.length).toBeGreaterThan(5);
  expect(moments).toEqual(moments.toSorted((one, other) => one - other));
  for (const one of lines) {
    expect(extractIds(one).filter(({ kind }) => kind === 'session')).toHaveLength(1);
  }
});
