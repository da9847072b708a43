import { l10n } from 'vscode';
import { untilAborted } from '../core/http/aborting.ts';
import { failed, type Report, type StepFinding, type StepName, type StepState } from './report.ts';

export interface CheckStep {
  readonly name: StepName;
  /** If it fails, no later step is tried. */
  readonly essential: boolean;
  /** The time limit; undefined for requests, which have their own deadline. */
  readonly seconds: number | undefined;
  /** Never rejects. What it returns after `signal` aborts is ignored. */
  readonly run: (signal: AbortSignal) => Promise<StepFinding>;
}

/**
 * Runs the steps in order, each within its time limit, and shows the report before and after each. Ends at the first
 * essential step that fails, and when `signal` aborts.
 */
export async function runSteps(
  connection: string,
  steps: readonly CheckStep[],
  signal: AbortSignal,
  show: (report: Report) => void,
): Promise<Report> {
  let report: Report = {
    connection,
    startedAt: new Date(),
    steps: steps.map(({ name }) => ({ name, state: { kind: 'waiting' } })),
    end: 'running',
  };
  const setState = (name: StepName, state: StepState) => {
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
  for (const { name, essential, seconds, run } of steps) {
    if (signal.aborted) {
      return finish('cancelled');
    }
    setState(name, { kind: 'running' });
    const finding = await findingOf(run, seconds, signal);
    if (signal.aborted) {
      return finish('cancelled');
    }
    setState(name, finding);
    if (essential && finding.kind === 'failed') {
      return finish('stopped');
    }
  }
  return finish('finished');
}

/** Runs one step. A timeout becomes a failed finding, because a file or the system's key ring may never respond. */
async function findingOf(
  run: CheckStep['run'],
  seconds: number | undefined,
  signal: AbortSignal,
): Promise<StepFinding> {
  try {
    return await withDeadline(run, seconds, signal);
  } catch {
    return failed(
      l10n.t(
        'This step did not end within {0} seconds. Check the files of the connection and the key ring of the system.',
        seconds ?? 0,
      ),
    );
  }
}

/**
 * Runs `work` for `seconds` at most, or without a limit if they are undefined. Rejects when the time is over or
 * `signal` aborts, with an error whose code says which, even if the work ignores the signal that it is given.
 */
export function withDeadline<T>(
  work: (signal: AbortSignal) => Promise<T>,
  seconds: number | undefined,
  signal: AbortSignal,
): Promise<T> {
  const limited = seconds === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)]);
  return untilAborted(work(limited), limited, () => {
    const code = signal.aborted ? 'ABORT_ERR' : 'ETIMEDOUT';
    return Object.assign(new Error(code), { code });
  });
}
