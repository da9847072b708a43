import { type Failure, failureOf } from '../kratos/failure.ts';
import type { ListEnd } from '../kratos/listReader.ts';
import type { Recovery } from '../kratos/writes.ts';
import type { Action } from './action.ts';
import type { AuditedResult, IntentRecord, OutcomeRecord } from './auditRecord.ts';
import { type Course, courseOf } from './course.ts';
import { type EvidenceReceipt, keepEvidence } from './evidence.ts';
import { keyOf, type Plan, type PlanRow, planSha256, planWithNewSessions, type SessionsReading } from './plan.ts';
import type { CheckPorts, ContainmentPorts } from './ports.ts';
import type { AuditLine } from './readAuditLog.ts';
import { check, type Reread, reread } from './reading.ts';
import { canTryAgain, type RowResult, resultOf, type Seen, type Sent } from './result.ts';
import { sendAll } from './sending.ts';

/** A plan and the rows that it was made from, of which the evidence is made. */
export interface Draft {
  readonly plan: Plan;
  /** None where the plan is of the identity itself. */
  readonly sessions: SessionsReading['sessions'];
}

/** How an action ended. `draft` has the sessions that it was extended by. */
export type Outcome = Stopped | Finished;

/**
 * Nothing was sent.
 * - nothingToDo: the plan has no targets.
 * - declined: the user declined the plan, or saw it as a preview.
 * - declinedNew: the user stopped because of sessions that the plan does not hold.
 * - locked: the connection is not unlocked.
 * - cancelled: the user cancelled before the first request.
 * - notRead: the server could not be read.
 * - noEvidence, noAudit: a file could not be written.
 */
export type Stopped = { readonly kind: 'stopped'; readonly draft: Draft } & (
  | { readonly why: 'nothingToDo' | 'declined' | 'declinedNew' | 'locked' | 'cancelled' }
  | { readonly why: 'notRead'; readonly failure: Failure }
  | { readonly why: 'noEvidence' | 'noAudit'; readonly error: unknown }
);

export interface Finished {
  readonly kind: 'finished';
  readonly draft: Draft;
  readonly evidence: EvidenceReceipt;
  /** The intent that is in the audit log. */
  readonly intent: Intent;
  /** One for each target, in the order of the plan. */
  readonly results: readonly RowResult[];
  /** To be shown once: it is in no file. */
  readonly recovery: Recovery | undefined;
  /** Why the outcome is not in the audit log, although requests were sent. */
  readonly unrecorded: unknown;
  /** An error of this process that stopped the action half-way. */
  readonly error: unknown;
}

/** An intent of the audit log, as far as its results can be checked. */
export type Intent = Pick<AuditLine, 'hash'> & Pick<IntentRecord, 'action' | 'identity' | 'targets' | 'connection'>;

interface Prepared {
  readonly draft: Draft;
  readonly evidence: EvidenceReceipt;
  readonly before: Reread;
}

/**
 * Carries out a plan: shows it, keeps evidence, reads again, records the intent, sends, checks each row, and records the
 * outcome. A preview is the same call, with an `approve` that resolves to false.
 */
export async function contain(draft: Draft, ports: ContainmentPorts): Promise<Outcome> {
  if (draft.plan.targets.length === 0) {
    return { kind: 'stopped', why: 'nothingToDo', draft };
  }
  if (!(await ports.approve(draft.plan))) {
    return { kind: 'stopped', why: 'declined', draft };
  }
  const course = courseOf(ports.server, draft.plan.action);
  const prepared = await prepare(draft, course, ports);
  if ('kind' in prepared) {
    return prepared;
  }
  const { evidence, before } = prepared;
  const { plan } = prepared.draft;
  const stopped = stopBeforeSending(prepared.draft, ports);
  if (stopped !== undefined) {
    return stopped;
  }
  const record = intentRecord(plan, evidence, before.reading?.end, ports);
  let hash: string;
  try {
    hash = await ports.audit.append(record);
  } catch (error) {
    return { kind: 'stopped', why: 'noAudit', error, draft: prepared.draft };
  }
  const open = plan.targets.filter(({ id }) => before.seen.get(id)?.kind === 'open');
  const { sent, recovery, error } = await sendAll(open, plan, course, ports);
  const rows = open.filter(({ id }) => sent.get(id)?.kind !== 'notSent');
  const after = await check({ action: plan.action, identityId: plan.identity.id, rows, sent }, course, ports);
  const results = plan.targets.map((row) => resultOfTarget(row, { before: before.seen, sent, after }));
  const intent: Intent = { hash, ...record };
  const audited = plan.targets.map((row, place) => auditedResult(row, results[place], after.get(row.id)));
  const unrecorded = await failedAppend(outcomeRecord(intent, audited, ports), ports);
  return { kind: 'finished', draft: prepared.draft, evidence, intent, results, recovery, unrecorded, error };
}

/** Returns the plan of the rows that failed or were not sent: the same call of `contain` tries them again. */
export function draftOfFailed({ draft, results }: Finished): Draft {
  const failed = new Set(results.filter(canTryAgain).map(({ id }) => id));
  return {
    ...draft,
    plan: {
      ...draft.plan,
      scope: draft.plan.scope === 'identity' ? 'identity' : 'sessions',
      targets: draft.plan.targets.filter(({ id }) => failed.has(id)),
      ended: [],
      impossible: [],
    },
  };
}

/**
 * Reads the targets of an intent again, and records the outcome: after a restart for one without an outcome, or later, for
 * one whose outcome may have changed. Sends nothing but GETs.
 */
export async function checkIntent(
  intent: Intent,
  ports: CheckPorts,
): Promise<{ readonly results: readonly RowResult[]; readonly unrecorded: unknown }> {
  const rows: readonly PlanRow[] = intent.targets.map((id) => ({ id, state: '' }));
  const { action, identity: identityId } = intent;
  const sent = new Map<string, Sent>(intent.targets.map((id) => [id, { kind: 'failed', failure: undefined }]));
  const after = await check({ action, identityId, rows, sent }, courseOf(ports.server, action), ports);
  const results = rows.map((row) => resultOfTarget(row, { before: new Map(), sent, after }));
  const audited = rows.map((row, place) => auditedResult(row, results[place], after.get(row.id)));
  return { results, unrecorded: await failedAppend(outcomeRecord(intent, audited, ports), ports) };
}

/** Keeps evidence and reads again, until no session began that the user has not decided about. */
async function prepare(first: Draft, course: Course, ports: ContainmentPorts): Promise<Prepared | Stopped> {
  let draft = first;
  for (;;) {
    const stopped = stopBeforeSending(draft, ports);
    if (stopped !== undefined) {
      return stopped;
    }
    const { plan, sessions } = draft;
    let before: Reread;
    let evidence: EvidenceReceipt;
    try {
      const identity = await ports.server.identity(plan.identity.id, ports.signal);
      const at = ports.now();
      const input = { plan, identity, sessions, operation: ports.operation, at };
      try {
        evidence = await keepEvidence(ports.evidence, { ...input, serverDateOffset: ports.serverDateOffset() });
      } catch (error) {
        return { kind: 'stopped', why: 'noEvidence', error, draft };
      }
      before = await reread(draft, course, ports);
    } catch (error) {
      return { kind: 'stopped', why: 'notRead', failure: failureOf(error), draft };
    }
    const { reading, begun } = before;
    if (reading === undefined || begun.length === 0) {
      return { draft, evidence, before };
    }
    const answer = await ports.askAboutNew(begun, plan);
    if (answer === 'stop') {
      return { kind: 'stopped', why: 'declinedNew', draft };
    }
    const keys = new Set(begun.map(({ id }) => keyOf(id)));
    draft = {
      plan: planWithNewSessions(plan, begun, answer),
      sessions: [...sessions, ...reading.sessions.filter(({ id }) => keys.has(keyOf(id)))],
    };
  }
}

function stopBeforeSending(draft: Draft, { permit, signal }: ContainmentPorts): Stopped | undefined {
  if (signal?.aborted) {
    return { kind: 'stopped', why: 'cancelled', draft };
  }
  return permit() === undefined ? { kind: 'stopped', why: 'locked', draft } : undefined;
}

function resultOfTarget(
  { id }: PlanRow,
  rows: {
    readonly before: ReadonlyMap<string, Seen>;
    readonly sent: ReadonlyMap<string, Sent>;
    readonly after: ReadonlyMap<string, Seen>;
  },
): RowResult {
  const before = rows.before.get(id)?.kind;
  if (before === 'done' || before === 'gone') {
    return { id, status: before === 'done' ? 'already' : 'gone' };
  }
  const sent = rows.sent.get(id) ?? { kind: 'notSent', why: 'stopped' };
  const unseen: Seen = { kind: 'unread', failure: { kind: 'cancelled' } };
  return resultOf(id, sent, rows.after.get(id) ?? unseen);
}

function intentRecord(
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
    ticket: operation.ticket,
    targets: plan.targets.map(({ id }) => id),
    kept: plan.kept.map(({ id }) => id),
    planSha256: planSha256(plan),
    evidence,
    reread: end,
  };
}

function outcomeRecord(intent: Intent, results: readonly AuditedResult[], ports: CheckPorts): OutcomeRecord {
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

function auditedResult({ state }: PlanRow, result: RowResult | undefined, after: Seen | undefined): AuditedResult {
  if (result === undefined) {
    throw new Error('A target has no result.');
  }
  return {
    id: result.id,
    status: result.status,
    before: state === '' ? undefined : state,
    after: after?.kind === 'unread' ? undefined : after?.kind,
    verified: after !== undefined && after.kind !== 'unread',
    failure: result.status === 'failed' ? result.failure?.kind : undefined,
  };
}

async function failedAppend(record: OutcomeRecord, { audit }: CheckPorts): Promise<unknown> {
  try {
    await audit.append(record);
    return undefined;
  } catch (error) {
    return error;
  }
}
