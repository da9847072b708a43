import type { Finding, Report, StepName, StepState } from './report.ts';

export interface Step {
  readonly name: StepName;
  /** Nothing after it can be tried when it fails. */
  readonly essential: boolean;
  /** Answers with what it found, whatever goes wrong; when `signal` aborts it may answer with anything. */
  readonly look: (signal: AbortSignal) => Promise<Finding>;
}

/**
 * Takes one step after the other, and shows the report before and after each. Ends at the first essential step that fails
 * and when `signal` aborts: what comes after was not tried.
 */
export async function runSteps(
  connection: string,
  steps: readonly Step[],
  signal: AbortSignal,
  show: (report: Report) => void,
): Promise<Report> {
  let report: Report = {
    connection,
    startedAt: new Date(),
    steps: steps.map(({ name }) => ({ name, state: { kind: 'waiting' } })),
    end: 'running',
  };
  const become = (name: StepName, state: StepState) => {
    report = { ...report, steps: report.steps.map((step) => (step.name === name ? { name, state } : step)) };
    show(report);
  };
  const finish = (end: Report['end']) => {
    const left = report.steps.map(({ name, state }) =>
      state.kind === 'waiting' || state.kind === 'running'
        ? { name, state: { kind: 'notTried' } as const }
        : { name, state },
    );
    report = { ...report, steps: left, end };
    show(report);
    return report;
  };
  for (const { name, essential, look } of steps) {
    if (signal.aborted) {
      return finish('cancelled');
    }
    become(name, { kind: 'running' });
    const finding = await look(signal);
    if (signal.aborted) {
      return finish('cancelled');
    }
    become(name, finding);
    if (essential && finding.kind === 'failed') {
      return finish('stopped');
    }
  }
  return finish('finished');
}
