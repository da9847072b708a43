import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { plainPopulation } from '../../../origins/plainPopulation.ts';
import { population } from '../../../origins/population.ts';

/** Runs the command of npm run origins. */
function evaluate(input: string) {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['test/origins/evaluate.ts'], { input });
  const lines = stdout.toString().split('\n').slice(0, -1);
  return { lines: lines.map((line) => JSON.parse(line)), stderr: stderr.toString(), status };
}

it('writes the origins of each identity in a line, with every session once and reasons in words', () => {
  const people = [...population(7, 12), ...plainPopulation(7, 12)];
  const { lines, stderr, status } = evaluate(people.map(({ line }) => `${JSON.stringify(line)}\n`).join(''));
  expect([status, stderr, lines.length]).toEqual([0, '', 24]);
  for (const [index, { origins }] of lines.entries()) {
    const ids = origins.flatMap(({ sessions }: { sessions: string[] }) => sessions);
    expect(ids.toSorted()).toEqual(people[index]?.line.sessions.map(({ id }) => id).sort());
  }
  const reasons = lines.flatMap(({ origins }) => origins.flatMap((one: { reasons: unknown[] }) => one.reasons));
  expect(reasons).toContainEqual({
    kind: 'signIn',
    mark: 'recovery',
    text: 'Signed in with a recovery code, not with a credential.',
  });
});

it('writes a sentence in the place of a line that it cannot read, goes on, and ends with exit code 1', () => {
  const { lines, stderr, status } = evaluate('nonsense\n{"sessions":[{"id":"one"}]}\n[]\n{"sessions":5}');
  expect(lines).toEqual([
    { error: expect.stringMatching(/^Line 1 was left out\. It is not JSON: /) },
    { origins: [{ sessions: ['one'], reasons: [] }] },
    { error: 'Line 3 was left out. It is no object with the member "sessions".' },
    { error: 'Line 4 was left out. Its member "sessions" is no array.' },
  ]);
  expect([status, stderr.split('\n').length]).toEqual([1, 4]);
});

it('keeps sessions that are not what the API sends, and lines with U+2028 in a string', () => {
  const sessions = [null, { id: 'a', devices: 'none' }, { id: 'b', devices: null, authentication_methods: null }];
  const odd = { id: 'c', devices: [{ ip_address: '203.0.113.7', user_agent: 'one\u2028two' }] };
  const { lines, status } = evaluate(JSON.stringify({ sessions: [...sessions, odd], identity: 'an id' }));
  const ids = lines[0].origins.flatMap((one: { sessions: string[] }) => one.sessions);
  expect([status, ids.length]).toEqual([0, 4]);
  expect(ids).toEqual(expect.arrayContaining(['a', 'b', 'c', expect.stringMatching(/^malformed-/)]));
});

it('reads ten thousand sessions of one identity', () => {
  const sessions = Array.from({ length: 10_000 }, (_, index) => ({ id: `session-${index}` }));
  const { lines } = evaluate(JSON.stringify({ sessions }));
  expect(lines[0].origins.flatMap((one: { sessions: string[] }) => one.sessions)).toHaveLength(10_000);
});

it('takes null for no sessions', () => {
  expect(evaluate('{"sessions":null}').lines).toEqual([{ origins: [] }]);
});
