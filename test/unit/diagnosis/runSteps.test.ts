import { expect, test } from 'vitest';
import { type Finding, ok } from '../../../src/diagnosis/report.ts';
import { runSteps, type Step } from '../../../src/diagnosis/runSteps.ts';

const never = () => new Promise<Finding>(() => {});
const quick: Step = { name: 'address', essential: true, seconds: undefined, look: async () => ok('there') };
const stuck: Step = { name: 'tls', essential: true, seconds: 0.02, look: never };
const after: Step = { name: 'secrets', essential: true, seconds: 10, look: async () => ok('there') };

const run = (steps: readonly Step[], signal = new AbortController().signal) =>
  runSteps('Acme', steps, signal, () => {});

test('a step that never ends fails when its time is over, and says where to look', async () => {
  const { end, steps } = await run([quick, stuck, after]);
  expect(end).toBe('stopped');
  expect(steps.map(({ state }) => state.kind)).toEqual(['ok', 'failed', 'notTried']);
  expect(steps[1]?.state).toMatchObject({ text: expect.stringMatching(/did not end within 0.02 seconds.*key ring/) });
});

test('those that can do without it are taken all the same, and what it was doing is told to stop', async () => {
  let told: AbortSignal | undefined;
  const heeding: Step = {
    ...stuck,
    essential: false,
    look: (signal) => {
      told = signal;
      return never();
    },
  };
  const { end, steps } = await run([heeding, after]);
  expect(end).toBe('finished');
  expect(steps.map(({ state }) => state.kind)).toEqual(['failed', 'ok']);
  expect(told?.aborted).toBe(true);
});

test.each([10, undefined])('Cancel ends a check in the middle of a step that heeds nothing (%s s)', async (seconds) => {
  const cancelling = new AbortController();
  const running = run([{ ...stuck, seconds }, after], cancelling.signal);
  cancelling.abort();
  const { end, steps } = await running;
  expect(end).toBe('cancelled');
  expect(steps.map(({ state }) => state.kind)).toEqual(['notTried', 'notTried']);
});
