import { expect, test } from 'vitest';
import { ok, type StepFinding } from '../../../src/check/report.ts';
import { type CheckStep, runSteps } from '../../../src/check/runSteps.ts';

const never = () => new Promise<StepFinding>(() => {});
const quick: CheckStep = { name: 'address', essential: true, seconds: undefined, run: async () => ok('there') };
const stuck: CheckStep = { name: 'tls', essential: true, seconds: 0.02, run: never };
const after: CheckStep = { name: 'secrets', essential: true, seconds: 10, run: async () => ok('there') };

const run = (steps: readonly CheckStep[], signal = new AbortController().signal) =>
  runSteps('Acme', steps, signal, () => {});

test('fails a step that never ends at its time limit, and says what to check', async () => {
  const { end, steps } = await run([quick, stuck, after]);
  expect(end).toBe('stopped');
  expect(steps.map(({ state }) => state.kind)).toEqual(['ok', 'failed', 'notTried']);
  expect(steps[1]?.state).toMatchObject({ text: expect.stringMatching(/did not end within 0.02 seconds.*key ring/) });
});

test('aborts a step after its time limit, and runs later steps if it is not essential', async () => {
  let received: AbortSignal | undefined;
  const abortable: CheckStep = {
    ...stuck,
    essential: false,
    run: (signal) => {
      received = signal;
      return never();
    },
  };
  const { end, steps } = await run([abortable, after]);
  expect(end).toBe('finished');
  expect(steps.map(({ state }) => state.kind)).toEqual(['failed', 'ok']);
  expect(received?.aborted).toBe(true);
});

test.each([10, undefined])(
  'ends a cancelled check during a step that ignores its signal (limit: %s s)',
  async (seconds) => {
    const cancelling = new AbortController();
    const running = run([{ ...stuck, seconds }, after], cancelling.signal);
    cancelling.abort();
    const { end, steps } = await running;
    expect(end).toBe('cancelled');
    expect(steps.map(({ state }) => state.kind)).toEqual(['notTried', 'notTried']);
  },
);
