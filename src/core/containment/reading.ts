import type { SessionFilter } from '../kratos/createKratosClient.ts';
import { type Failure, failureOf, KratosError } from '../kratos/failure.ts';
import { type Action, concernsSessions } from './action.ts';
import { keyOf, type Plan, type PlanRow, planRows, type SessionsReading } from './plan.ts';
import type { CheckPorts, ContainmentServer } from './ports.ts';
import type { ReadState, Sent } from './result.ts';
import type { RowChange } from './rowChange.ts';

const pageSize = 250;
const requestsAtOnce = 4;

/** Up to this many rows are read one by one; more are read in a list, which takes fewer requests. */
const fewRows = 20;

/** Calls `work` for each item, for four at once. */
export async function eachAtOnce<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) {
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: requestsAtOnce }, worker));
}

interface ReadOptions {
  readonly server: ContainmentServer;
  readonly now: () => Date;
  readonly signal?: AbortSignal | undefined;
}

/** Is called with the numbers of sessions that were read and that the server counts. */
export type OnRead = (count: number, total: number | undefined) => void;

/** What was read just before sending. */
export interface Reread {
  /** Of each target, by its id. */
  readonly states: ReadonlyMap<string, ReadState>;
  /** Undefined where the plan is of no sessions. */
  readonly reading: SessionsReading | undefined;
  /** Sessions that are not in the plan and have not ended. */
  readonly newSessions: readonly PlanRow[];
}

/** Reads the targets of a plan again, and what began since it was made. Rejects with KratosError. */
export async function reread(
  { plan, sessions }: { readonly plan: Plan; readonly sessions: SessionsReading['sessions'] },
  change: RowChange,
  options: ReadOptions,
): Promise<Reread> {
  const { targets } = plan;
  const lists = concernsSessions(plan.action) ? await readLists(plan, options) : undefined;
  const listed = plan.action.kind === 'revokeSessions' ? lists?.states : undefined;
  const states = new Map<string, ReadState>(listed);
  const missing: PlanRow[] = [];
  await eachAtOnce(
    targets.filter(({ id }) => !states.has(id)),
    async (row) => {
      const one = await readOne(change.readState(row, undefined, options.signal));
      if (one.kind === 'unread') {
        throw new KratosError(one.failure);
      }
      states.set(row.id, one);
      if (one.kind === 'gone') {
        missing.push(row);
      }
    },
  );
  for (const [id, kind] of await findInList(missing, plan.action, plan.identity.id, options)) {
    // A row that is not proven to be gone is sent, and fails without the others.
    states.set(id, { kind: kind === 'gone' || kind === 'done' ? kind : 'open' });
  }
  return {
    states,
    reading: lists?.reading,
    newSessions: lists === undefined ? [] : newSessionsSince(plan, sessions, lists.reading),
  };
}

/** The part of a sent action that reading its rows again needs. */
interface SentAction {
  readonly action: Action;
  readonly identityId: string;
  readonly rows: readonly PlanRow[];
  readonly sent: ReadonlyMap<string, Sent>;
}

/** Reads rows again after their requests: one by one, or many sessions by their list. */
export async function check(
  { action, identityId, rows, sent }: SentAction,
  change: RowChange,
  { server, now, onProgress }: Pick<CheckPorts, 'server' | 'now' | 'onProgress'>,
): Promise<ReadonlyMap<string, ReadState>> {
  const states = new Map<string, ReadState>();
  const onSeen = () => onProgress?.({ step: 'checking', done: states.size, total: rows.length });
  if (action.kind === 'revokeSessions' && rows.length > fewRows) {
    try {
      const reading = await readSessions(identityId, 'all', { server, now });
      for (const [id, one] of await statesInLists(rows, reading, identityId, { server, now })) {
        states.set(id, one);
      }
    } catch (error) {
      const failure = failureOf(error);
      return new Map(rows.map(({ id }) => [id, { kind: 'unread', failure }]));
    }
    onSeen();
  }
  await eachAtOnce(
    rows.filter(({ id }) => !states.has(id)),
    async (row) => {
      states.set(row.id, await readOne(change.readState(row, sent.get(row.id))));
      onSeen();
    },
  );
  const missing = rows.filter(({ id }) => states.get(id)?.kind === 'gone');
  try {
    for (const [id, kind] of await findInList(missing, action, identityId, { server, now })) {
      states.set(
        id,
        kind === 'gone' || kind === 'done' ? { kind } : { kind: 'unread', failure: missingFailure(id, kind) },
      );
    }
  } catch (error) {
    const failure = failureOf(error);
    for (const { id } of missing) {
      states.set(id, { kind: 'unread', failure });
    }
  }
  return states;
}

/** What the list of an identity says about a session whose request returned 404. */
type Missing = 'gone' | 'done' | 'listed' | 'unproven';

function missingFailure(id: string, kind: 'listed' | 'unproven'): Failure {
  return kind === 'listed' ? { kind: 'falselyMissing' } : { kind: 'notFound', resource: 'session', id };
}

/** Looks sessions up in the list of their identity, because a gateway may have sent the 404. */
async function findInList(
  rows: readonly PlanRow[],
  action: Action,
  identityId: string,
  options: ReadOptions,
): Promise<ReadonlyMap<string, Missing>> {
  if (rows.length === 0 || !concernsSessions(action)) {
    return new Map();
  }
  const reading = await readSessions(identityId, 'all', options);
  const listed = planRows(reading.sessions);
  const states = await statesInLists(rows, reading, identityId, options);
  const what = (id: string): Missing => {
    if (!listed.has(keyOf(id))) {
      return reading.end.kind === 'complete' ? 'gone' : 'unproven';
    }
    // An ended session may still be extended.
    return action.kind === 'revokeSessions' && states.get(id)?.kind === 'done' ? 'done' : 'listed';
  };
  return new Map(rows.map(({ id }) => [id, what(id)]));
}

/** Reads the newest sessions, or all of them where the plan is of all or of many. */
async function readLists(plan: Plan, options: ReadOptions) {
  const readsAll = isOfAll(plan) || plan.targets.length > fewRows;
  const identityId = plan.identity.id;
  const reading = await (readsAll ? readSessions(identityId, 'all', options) : readNewest(identityId, options));
  const rows = readsAll ? plan.targets : [];
  return { reading, states: await statesInLists(rows, reading, identityId, options) };
}

async function readNewest(identityId: string, { server, now, signal }: ReadOptions): Promise<SessionsReading> {
  const { items, end } = await server.identitySessions(identityId, 'all', pageSize).next(signal);
  return { sessions: items, end, readAt: now() };
}

/** Reads all sessions of an identity. Rejects with KratosError. */
export async function readSessions(
  identityId: string,
  filter: SessionFilter,
  { server, now, signal, onRead }: ReadOptions & { readonly onRead?: OnRead },
): Promise<SessionsReading> {
  let sessions: SessionsReading['sessions'] = [];
  let end: SessionsReading['end'] = { kind: 'more' };
  for await (const step of server.identitySessions(identityId, filter, pageSize).rest(signal)) {
    sessions = step.change === 'replace' ? step.items : [...sessions, ...step.items];
    end = step.end;
    onRead?.(sessions.length, step.total);
  }
  return { sessions, end, readAt: now() };
}

/**
 * Returns the state of sessions in lists, without those that are not in the lists or whose state the lists do not show.
 * While an identity is disabled, its list shows all sessions as inactive, but the filter for active ones ignores the
 * identity.
 */
async function statesInLists(
  rows: readonly PlanRow[],
  { sessions, end }: SessionsReading,
  identityId: string,
  options: ReadOptions,
): Promise<ReadonlyMap<string, ReadState>> {
  const states = new Map<string, ReadState>();
  if (isCached(end)) {
    return states;
  }
  const listed = planRows(sessions);
  const hidden: PlanRow[] = [];
  for (const row of rows) {
    const state = listed.get(keyOf(row.id))?.state;
    if (state === 'active') {
      states.set(row.id, { kind: 'open' });
    } else if (state === 'ended') {
      states.set(row.id, { kind: 'done' });
    } else if (state === 'hidden') {
      hidden.push(row);
    }
  }
  if (hidden.length > 0) {
    const active = await readSessions(identityId, 'active', options);
    const own = isCached(active.end) ? new Map() : planRows(active.sessions);
    for (const { id } of hidden) {
      if (own.has(keyOf(id))) {
        states.set(id, { kind: 'open' });
      } else if (active.end.kind === 'complete') {
        states.set(id, { kind: 'done' });
      }
    }
  }
  return states;
}

function isCached(end: SessionsReading['end']): boolean {
  return end.kind === 'unproven' && end.why === 'cached';
}

function isOfAll({ scope }: Plan): boolean {
  return scope === 'all' || scope === 'allBut';
}

/**
 * Returns the sessions that began since the plan. If its list was not read to the end, older sessions are not new.
 * Times are compared with those of the same server.
 */
function newSessionsSince(
  plan: Plan,
  sessions: SessionsReading['sessions'],
  reading: SessionsReading,
): readonly PlanRow[] {
  const known = planRows(sessions);
  const isPartial = plan.list?.kind === 'more' && !isOfAll(plan);
  const newest = [...known.values()].reduce((latest, { began }) => Math.max(latest, timeOf(began) ?? latest), 0);
  return [...planRows(reading.sessions)]
    .filter(([key, { state }]) => !known.has(key) && state !== 'ended')
    .map(([, row]) => row)
    .filter(({ began }) => !isPartial || (timeOf(began) ?? newest) >= newest);
}

function timeOf(text: string | undefined): number | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? undefined : time;
}

async function readOne(reading: Promise<'done' | 'open'>): Promise<ReadState> {
  try {
    return { kind: await reading };
  } catch (error) {
    const failure = failureOf(error);
    return failure.kind === 'notFound' ? { kind: 'gone' } : { kind: 'unread', failure };
  }
}
