/** The steps of a check, in order. */
export const stepNames = [
  'address',
  'proxy',
  'dns',
  'tcp',
  'tls',
  'secrets',
  'response',
  'api',
  'version',
  'paging',
  'clock',
] as const;

export type StepName = (typeof stepNames)[number];

/** What a step found: one or two sentences, with what to do after a failure or warning, and facts. */
export interface StepFinding {
  readonly kind: 'ok' | 'warning' | 'failed' | 'skipped';
  readonly text: string;
  readonly details?: readonly string[];
  /** The heading of the report if this ends the check. */
  readonly heading?: string;
}

export type StepState = StepFinding | { readonly kind: 'waiting' | 'running' | 'notTried' };

/** The state of a check of one connection. */
export interface Report {
  readonly connection: string;
  readonly startedAt: Date;
  readonly steps: readonly { readonly name: StepName; readonly state: StepState }[];
  readonly end: 'running' | 'finished' | 'stopped' | 'cancelled';
}

export const ok = findingOf('ok');
export const warning = findingOf('warning');
export const failed = findingOf('failed');
/** The text says why there is nothing to check. */
export const skipped = findingOf('skipped');

function findingOf(kind: StepFinding['kind']) {
  return (text: string, details: readonly string[] = []): StepFinding =>
    details.length === 0 ? { kind, text } : { kind, text, details };
}
