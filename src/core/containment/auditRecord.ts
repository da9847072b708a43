import type { ListEnd } from '../kratos/listReader.ts';
import type { Action } from './action.ts';
import type { EvidenceReceipt } from './evidence.ts';
import type { PlannedConnection } from './plan.ts';
import type { ResultStatus } from './result.ts';

/** What an audit line holds. Never traits, user agents, keys, tokens, codes or links. */
export type AuditRecord = IntentRecord | OutcomeRecord;

interface Circumstances {
  /** In UTC, by this machine's clock. */
  readonly time: string;
  /** How far the server's clock is ahead of this machine's, in milliseconds. */
  readonly serverDateOffset: number | undefined;
  readonly tool: string;
  readonly osUser: string;
  readonly host: string;
  readonly connection: PlannedConnection;
  readonly identity: string;
  /** Without the identifier of a credential, which is personal data. */
  readonly action: Action;
}

/** Is written before the first request of an action. */
export interface IntentRecord extends Circumstances {
  readonly kind: 'intent';
  /** As the user gave them. */
  readonly reason: string | undefined;
  readonly ticket: string | undefined;
  readonly targets: readonly string[];
  readonly kept: readonly string[];
  readonly planSha256: string;
  readonly evidence: EvidenceReceipt;
  /** How complete the list was that was read just before; undefined where no list was. */
  readonly reread: ListEnd | undefined;
}

/** Is written after an action, and after each later check of it. */
export interface OutcomeRecord extends Circumstances {
  readonly kind: 'outcome';
  /** The hash of the intent's line. */
  readonly intent: string;
  readonly results: readonly AuditedResult[];
}

export interface AuditedResult {
  readonly id: string;
  readonly status: ResultStatus;
  /** The state in the plan. */
  readonly before: string | undefined;
  /** The state that was read afterwards. */
  readonly after: string | undefined;
  /** Whether it was read again after the request. */
  readonly verified: boolean;
  /** The kind of failure alone: reasons of a server may hold personal data. */
  readonly failure: string | undefined;
}
