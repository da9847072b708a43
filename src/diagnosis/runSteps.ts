import { l10n } from 'vscode';
import { withDeadline } from './deadline.ts';
import { type Finding, failed, type Report, type StepName, type StepState } from './report.ts';

export interface Step {
  readonly name: StepName;
  /** Nothing after it can be tried when it fails. */
  readonly essential: boolean;
  /** The time limit; undefined for requests, which have a deadline of their own. */
  readonly seconds: number | undefined;
  /** Never rejects. What it returns after `signal` aborts is ignored. */
  readonly look: (signal: AbortSignal) => Promise<Finding>;
}

/**
 * Runs the steps in order, each within its time limit, and shows the report before and after each. Ends at the first
 * essential step that fails, and when `signal` aborts.
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
  for (const { name, essential, seconds, look } of steps) {
    if (signal.aborted) {
      return finish('cancelled');
    }
    become(name, { kind: 'running' });
    const finding = await found(look, seconds, signal);
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

/** Runs one step. A timeout becomes a failed finding: neither a file nor the system's key ring need ever answer. */
async function found(look: Step['look'], seconds: number | undefined, signal: AbortSignal): Promise<Finding> {
  try {
    return await withDeadline(look, seconds, signal);
  } catch {
    return failed(
      l10n.t(
        'This step did not end within {0} seconds. Check the files of the connection and the key ring of the system.',
        seconds ?? 0,
      ),
    );
  }
}
