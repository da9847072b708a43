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

  expect(lines[line]?.slice(character).split(' ')).toEqual([
    ...[stranger.id, '"PUT', '/api/payout-account"', '200', '198.51.100.77', '"curl/8.5.0"'],
  ]);
  expect(lines[line - 1]).toBe('# This request changed the payout account:');
});

test('each line of the log is later than the one before, and a look-up finds a session in it', () => {
  const { text } = sampleLog(stranger, others);
  const lines = text.split('\n').filter((one) => one !== '' && !one.startsWith('#'));
  const times = lines.map((one) => /^(?:time=)?(\S+Z) /.exec(one)?.[1]);

  expect(lines.length).toBeGreaterThan(5);
  expect(times).toEqual(times.toSorted());
  expect(times).not.toContain(undefined);
  for (const one of lines) {
    expect(extractIds(one).filter(({ kind }) => kind === 'session')).toHaveLength(1);
  }
});

test('the comments and the id are in sight in a narrow editor', () => {
  const { text, character } = sampleLog(stranger, others);
  const comments = text.split('\n').filter((one) => one.startsWith('#'));
  expect(Math.max(character + stranger.id.length, ...comments.map(({ length }) => length))).toBeLessThan(88);
});
