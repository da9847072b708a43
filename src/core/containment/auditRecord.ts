import type { ListEnd } from '../kratos/listReader.ts';
import type { Action } from './action.ts';
import type { EvidenceReceipt } from './evidence.ts';
import { type Plan, type PlannedConnection, type PlanRow, planSha256 } from './plan.ts';
import type { CheckPorts } from './ports.ts';
import type { ReadState, ResultStatus, RowResult } from './result.ts';

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
  /** The reason or ticket that the user gave. */
  readonly reason: string | undefined;
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

/** An intent of the audit log, as far as its results can be checked. */
export type Intent = { readonly hash: string } & Pick<IntentRecord, 'action' | 'identity' | 'targets' | 'connection'>;

export function intentRecord(
  plan: Plan,
  evidence: EvidenceReceipt,
  end: ListEnd | undefined,
  ports: CheckPorts,
): IntentRecord {
  const { operation } = ports;
  return {
    kind: 'intent',
    ...circumstances({ ...plan, identity: plan.identity.id, action: auditedAction(plan.action) }, ports),
    reason: operation.reason,
    targets: plan.targets.map(({ id }) => id),
    kept: plan.kept.map(({ id }) => id),
    planSha256: planSha256(plan),
    evidence,
    reread: end,
  };
}

export function outcomeRecord(intent: Intent, results: readonly AuditedResult[], ports: CheckPorts): OutcomeRecord {
  return { kind: 'outcome', ...circumstances(intent, ports), intent: intent.hash, results };
}

function circumstances(
  { connection, identity, action }: Pick<Intent, 'connection' | 'identity' | 'action'>,
  { now, serverDateOffset, operation }: CheckPorts,
) {
  return {
    time: now().toISOString(),
    serverDateOffset: serverDateOffset(),
    tool: operation.tool,
    osUser: operation.osUser,
    host: operation.host,
    connection,
    identity,
    action,
  };
}

function auditedAction(action: Action): Action {
  return action.kind === 'removeCredential' ? { kind: action.kind, type: action.type } : action;
}

export function auditedResult({ state }: PlanRow, result: RowResult, after: ReadState | undefined): AuditedResult {
  return {
    id: result.id,
    status: result.status,
    before: state === '' ? undefined : state,
    after: after?.kind === 'unread' ? undefined : after?.kind,
    verified: after !== undefined && after.kind !== 'unread',
    failure: result.status === 'failed' ? result.failure?.kind : undefined,
  };
}
