import { l10n } from 'vscode';
import { withDeadline } from './deadline.ts';
import { type Finding, failed, type Report, type StepName, type StepState } from './report.ts';

export interface Step {
  readonly name: StepName;
  /** Nothing after it can be tried when it fails. */
  readonly essential: boolean;
  /** It takes so long at most; undefined where what it waits for has deadlines of its own, and waits that are shown. */
  readonly seconds: number | undefined;
  /** Answers with what it found, whatever goes wrong; when `signal` aborts it may answer with anything. */
  readonly look: (signal: AbortSignal) => Promise<Finding>;
}

/**
 * Takes one step after the other, and shows the report before and after each. No step holds up the others, or their end, for
 * longer than its time: neither a file nor the system's key ring need ever answer. Ends at the first essential step that fails
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

/** What a step finds; that its time is over when it does not end. When `signal` aborts, whatever. */
async function found(look: Step['look'], seconds: number | undefined, signal: AbortSignal): Promise<Finding> {
  let isOver = false;
  const looking = (limited: AbortSignal) => {
    limited.addEventListener('abort', () => {
      isOver = true;
    });
    return look(limited);
  };
  try {
    return await withDeadline(looking, seconds, signal);
  } catch (error) {
    if (!isOver) {
      throw error;
    }
    return failed(
      l10n.t(
        'This step did not end within {0} seconds. Check the files of the connection and the key ring of the system.',
        seconds ?? 0,
      ),
    );
  }
}
