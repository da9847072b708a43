/** What is looked at, in this order: each builds on those before it. */
export const stepNames = [
  'address',
  'proxy',
  'dns',
  'tcp',
  'tls',
  'secrets',
  'answer',
  'api',
  'version',
  'paging',
  'clock',
] as const;

export type StepName = (typeof stepNames)[number];

/** What a step found: a sentence or two, which of a failure and a warning say what to do, and facts to read on their own. */
export interface Finding {
  readonly kind: 'ok' | 'warning' | 'failed' | 'skipped';
  readonly text: string;
  readonly details?: readonly string[];
  /** The heading of the report where this ends the check, if there is a more exact one than that nothing works. */
  readonly heading?: string;
}

export type StepState = Finding | { readonly kind: 'waiting' | 'running' | 'notTried' };

/** A check of one connection as far as it has come. A new object after each step. */
export interface Report {
  readonly connection: string;
  readonly startedAt: Date;
  readonly steps: readonly { readonly name: StepName; readonly state: StepState }[];
  readonly end: 'running' | 'finished' | 'stopped' | 'cancelled';
}

export function ok(text: string, details?: readonly string[]): Finding {
  return found('ok', text, details);
}

export function warning(text: string, details?: readonly string[]): Finding {
  return found('warning', text, details);
}

export function failed(text: string, details?: readonly string[]): Finding {
  return found('failed', text, details);
}

/** There is nothing to look at; `text` says why. */
export function skipped(text: string): Finding {
  return found('skipped', text);
}

function found(kind: Finding['kind'], text: string, details: readonly string[] = []): Finding {
  return details.length === 0 ? { kind, text } : { kind, text, details };
}
