import { type Failure, failureOf } from '../kratos/failure.ts';
import type { Recovery } from '../kratos/writes.ts';
import { type AuditedResult, auditedResult, type Intent, intentRecord, outcomeRecord } from './auditRecord.ts';
import { type EvidenceReceipt, keepEvidence } from './evidence.ts';
import { keyOf, type Plan, type PlanRow, planWithNewSessions, type SessionsReading } from './plan.ts';
import type { CheckPorts, ContainmentPorts } from './ports.ts';
import { check, type Reread, reread } from './reading.ts';
import { canTryAgain, type ReadState, type RowResult, resultOf, type Sent, sentBefore } from './result.ts';
import { type RowChange, rowChangeOf } from './rowChange.ts';
import { sendAll } from './sending.ts';

/** A plan, and the rows from which the plan and its evidence are made. */
export interface Draft {
  readonly plan: Plan;
  /** None where the plan is of the identity itself. */
  readonly sessions: SessionsReading['sessions'];
  /** The intents whose failed rows these are. The outcome is recorded for them, too. */
  readonly earlier?: readonly Intent[];
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
  /** An error of this process that stopped the action before its end. */
  readonly error: unknown;
}

interface Prepared {
  readonly draft: Draft;
  readonly evidence: EvidenceReceipt;
  readonly before: Reread;
}

/**
 * Carries out a plan: shows it, keeps evidence, reads again, records the intent, sends, checks each row, and records
 * the outcome. A preview is the same call, with an `approve` that resolves to false.
 */
export async function contain(draft: Draft, ports: ContainmentPorts): Promise<Outcome> {
  if (draft.plan.targets.length === 0) {
    return { kind: 'stopped', why: 'nothingToDo', draft };
  }
  if (!(await ports.approve(draft.plan))) {
    return { kind: 'stopped', why: 'declined', draft };
  }
  const change = rowChangeOf(ports.server, draft.plan.action);
  const prepared = await prepare(draft, change, ports);
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
  const open = plan.targets.filter(({ id }) => before.states.get(id)?.kind === 'open');
  const { sent, recovery, error: sendError } = await sendAll(open, plan, change, ports);
  const intent: Intent = { hash, ...record };
  const checked = await checkAndRecord(prepared.draft, intent, { before: before.states, sent }, ports);
  return {
    kind: 'finished',
    draft: prepared.draft,
    evidence,
    intent,
    recovery,
    ...checked,
    error: sendError ?? checked.error,
  };
}

/** Returns the plan of the rows that failed or were not sent: the same call of `contain` tries them again. */
export function draftOfFailed({ draft, results, intent }: Finished): Draft {
  const failed = new Set(results.filter(canTryAgain).map(({ id }) => id));
  return {
    ...draft,
    earlier: [intent, ...(draft.earlier ?? [])],
    plan: {
      ...draft.plan,
      scope: draft.plan.scope === 'identity' ? 'identity' : 'sessions',
      targets: draft.plan.targets.filter(({ id }) => failed.has(id)),
      ended: [],
      impossible: [],
    },
  };
}

/** The results of an action whose rows were read again. */
type CheckedOutcome = Pick<Finished, 'results' | 'unrecorded' | 'error'>;

/** Reads the targets of an intent without an outcome, after a restart, and records the outcome. Sends only GETs. */
export function checkIntent(intent: Intent, ports: CheckPorts): Promise<CheckedOutcome> {
  const { action, identity: id } = intent;
  const targets = intent.targets.map((target) => ({ id: target, state: '' }));
  const sent = new Map<string, Sent>(intent.targets.map((target) => [target, { kind: 'failed', failure: undefined }]));
  return checkAndRecord({ plan: { action, identity: { id }, targets } }, intent, { sent }, ports);
}

/** Reads the targets of an action again, some time after it, and records their state. Sends only GETs. */
export async function checkAgain({ intent, draft, results }: Finished, ports: CheckPorts): Promise<CheckedOutcome> {
  const sent = new Map(results.map((result) => [result.id, sentBefore(result)]));
  const checked = await checkAndRecord(draft, intent, { sent }, ports);
  const already = new Set(results.filter(({ status }) => status === 'already').map(({ id }) => id));
  return {
    ...checked,
    results: checked.results.map((result) =>
      result.status === 'done' && already.has(result.id) ? { id: result.id, status: 'already' } : result,
    ),
  };
}

interface SentRows {
  /** What was read before the requests. */
  readonly before?: ReadonlyMap<string, ReadState>;
  readonly sent: ReadonlyMap<string, Sent>;
}

/** The part of a draft that reading again needs. */
interface Targets extends Pick<Draft, 'earlier'> {
  readonly plan: Pick<Plan, 'action' | 'targets'> & { readonly identity: { readonly id: string } };
}

/** Reads again what was sent, and records the outcome of each intent, also when an error stops the reading. */
async function checkAndRecord(
  { plan: { action, targets, identity }, earlier = [] }: Targets,
  intent: Intent,
  { before = new Map(), sent }: SentRows,
  ports: CheckPorts,
): Promise<CheckedOutcome> {
  const rows = targets.filter(({ id }) => sent.has(id) && sent.get(id)?.kind !== 'notSent');
  const checking = check({ action, identityId: identity.id, rows, sent }, rowChangeOf(ports.server, action), ports);
  const [after, error] = await checking.then(
    (seen) => [seen, undefined] as const,
    (thrown: unknown) => [new Map<string, ReadState>(), thrown] as const,
  );
  const ends = targets.map((row) => ({ row, result: resultOfTarget(row, { before, sent, after }) }));
  const audited = ends.map(({ row, result }) => auditedResult(row, result, after.get(row.id)));
  const unrecorded = await recordOutcomes([intent, ...earlier], audited, ports);
  return { results: ends.map(({ result }) => result), unrecorded, error };
}

/** Keeps evidence and reads again, until the user has decided about each session that began meanwhile. */
async function prepare(first: Draft, change: RowChange, ports: ContainmentPorts): Promise<Prepared | Stopped> {
  let draft = first;
  for (;;) {
    const stopped = stopBeforeSending(draft, ports);
    if (stopped !== undefined) {
      return stopped;
    }
    const { plan, sessions } = draft;
    let before: Reread;
    let evidence: EvidenceReceipt;
    const total = plan.targets.length;
    try {
      ports.onProgress?.({ step: 'evidence', done: 0, total });
      const identity = await ports.server.identity(plan.identity.id, ports.signal);
      const at = ports.now();
      const input = { plan, identity, sessions, operation: ports.operation, at };
      try {
        evidence = await keepEvidence(ports.evidence, { ...input, serverDateOffset: ports.serverDateOffset() });
      } catch (error) {
        return { kind: 'stopped', why: 'noEvidence', error, draft };
      }
      ports.onProgress?.({ step: 'reading', done: 0, total });
      before = await reread(draft, change, ports);
    } catch (error) {
      const failure = failureOf(error);
      return ports.signal?.aborted
        ? { kind: 'stopped', why: 'cancelled', draft }
        : { kind: 'stopped', why: 'notRead', failure, draft };
    }
    const { reading, newSessions } = before;
    if (reading === undefined || newSessions.length === 0) {
      return { draft, evidence, before };
    }
    const answer = await ports.askAboutNew(newSessions);
    if (answer === 'stop') {
      return { kind: 'stopped', why: 'declinedNew', draft };
    }
    const keys = new Set(newSessions.map(({ id }) => keyOf(id)));
    draft = {
      ...draft,
      plan: planWithNewSessions(plan, newSessions, answer),
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
    readonly before: ReadonlyMap<string, ReadState>;
    readonly sent: ReadonlyMap<string, Sent>;
    readonly after: ReadonlyMap<string, ReadState>;
  },
): RowResult {
  const before = rows.before.get(id)?.kind;
  if (before === 'done' || before === 'gone') {
    return { id, status: before === 'done' ? 'already' : 'gone' };
  }
  const sent = rows.sent.get(id) ?? { kind: 'notSent', why: 'stopped' };
  const unseen: ReadState = { kind: 'unread', failure: { kind: 'cancelled' } };
  return resultOf(id, sent, rows.after.get(id) ?? unseen);
}

/** Writes an outcome for each intent. Resolves to the error of one that was not written. */
async function recordOutcomes(
  intents: readonly Intent[],
  results: readonly AuditedResult[],
  ports: CheckPorts,
): Promise<unknown> {
  try {
    for (const intent of intents) {
      const own = results.filter(({ id }) => intent.targets.includes(id));
      await ports.audit.append(outcomeRecord(intent, own, ports));
    }
    return undefined;
  } catch (error) {
    return error;
  }
}
