import type { Identity } from '../kratos/identity.ts';
import type { ListEnd } from '../kratos/listReader.ts';
import { momentOf } from '../kratos/moments.ts';
import type { Malformed, Session } from '../kratos/session.ts';
import { wasReadWhileDisabled } from '../kratos/sessionStatus.ts';
import { isSameUuid, isUuid } from '../kratos/uuid.ts';
import type { Origin } from '../origins/origins.ts';
import type { Mark } from '../origins/reason.ts';
import type { Action, IdentityAction, SessionAction } from './action.ts';
import { canonicalJson, sha256 } from './canonicalJson.ts';

/** The connection that a plan was made for. */
export interface PlannedConnection {
  readonly name: string;
  readonly origin: string;
  readonly environment: string | undefined;
  readonly serverVersion: string | undefined;
}

/** The sessions of an identity as they were read together. */
export interface SessionsReading {
  readonly sessions: readonly (Session | Malformed)[];
  /** What proves that these are all sessions, or why nothing does. */
  readonly end: ListEnd;
  readonly readAt: Date;
  /** The same moment by the server's clock; undefined where that is not known. */
  readonly serverReadAt?: Date | undefined;
}

/**
 * - ended: revoked or expired.
 * - hidden: the identity is disabled, so the list does not say whether the session itself was revoked.
 * - unreadable: the row is malformed.
 */
type RowState = 'active' | 'ended' | 'hidden' | 'unreadable';

/** A session or identity, as a plan names it. */
export interface PlanRow {
  readonly id: string;
  /** Of a session; an identity has its own. */
  readonly state: RowState | Identity['state'];
  /** Times are the server's texts. */
  readonly began?: string | undefined;
  readonly expires?: string | undefined;
  readonly aal?: string | undefined;
  readonly methods?: readonly string[];
  readonly address?: string | undefined;
  readonly location?: string | undefined;
  readonly userAgent?: string | undefined;
  /** Why its origin differs from those before it, where origins were given. */
  readonly marks?: readonly Mark[] | undefined;
}

/**
 * Why nothing is sent for a row that was selected.
 * - noUuid: its id would make a path to something else.
 * - otherIdentity: it belongs to another identity than the plan.
 * - notRead: the list did not hold it, so there is no evidence of it.
 */
type Impossible = 'noUuid' | 'otherIdentity' | 'notRead';

export interface ImpossibleRow extends PlanRow {
  readonly why: Impossible;
}

/** An action, and exactly the ids that it is for. Has no texts: the host describes it. */
export interface Plan {
  readonly v: 1;
  readonly action: Action;
  readonly scope: Selection['kind'] | 'identity';
  readonly connection: PlannedConnection;
  readonly identity: { readonly id: string; readonly state: string };
  /** When the rows were read, by this machine's clock. */
  readonly readAt: string;
  /** Undefined where no sessions were read. */
  readonly list?: ListEnd;
  /** Nothing else is ever sent. */
  readonly targets: readonly PlanRow[];
  /** Sessions that are not selected and did not end. */
  readonly kept: readonly PlanRow[];
  /** Selected sessions that ended before. */
  readonly ended: readonly PlanRow[];
  readonly impossible: readonly ImpossibleRow[];
}

/** Which sessions of an identity are meant. Ids are compared as UUIDs. */
export type Selection =
  | { readonly kind: 'sessions'; readonly ids: readonly string[] }
  | { readonly kind: 'origin'; readonly origin: Pick<Origin, 'sessions'> }
  /** All but these. With nothing left to keep, it is `all`. */
  | {
      readonly kind: 'allBut';
      readonly ids: readonly string[];
      readonly origins: readonly Pick<Origin, 'sessions'>[];
    }
  | { readonly kind: 'all' };

interface PlanInput {
  readonly connection: PlannedConnection;
  readonly identity: Pick<Identity, 'id' | 'state'>;
}

interface SessionsPlanInput extends PlanInput {
  readonly action: SessionAction;
  readonly selection: Selection;
  readonly reading: SessionsReading;
  readonly origins?: readonly Pick<Origin, 'sessions' | 'reasons'>[];
}

/** Returns the plan of an action on sessions of one identity. */
export function planForSessions(input: SessionsPlanInput): Plan {
  const { action, selection, reading, connection, identity, origins = [] } = input;
  const rows = planRows(reading.sessions, { origins, now: reading.serverReadAt });
  const isSelected = selector(selection);
  const selected = [...rows.values()].filter(({ id }) => isSelected(id));
  const strangers = new Set(
    reading.sessions.filter((session) => isOfAnother(session, identity.id)).map(({ id }) => keyOf(id)),
  );
  const whyImpossible = ({ id }: PlanRow): Impossible | undefined =>
    strangers.has(keyOf(id)) ? 'otherIdentity' : isUuid(id) ? undefined : 'noUuid';
  const possible = selected.filter((row) => whyImpossible(row) === undefined);
  const kept = [...rows.values()].filter(({ id, state }) => !isSelected(id) && state !== 'ended');
  // An expired session becomes active when it is extended.
  const isDone = ({ state }: PlanRow) => action.kind === 'revokeSessions' && state === 'ended';
  return {
    v: 1,
    action,
    scope: selection.kind === 'allBut' && kept.length === 0 ? 'all' : selection.kind,
    connection,
    identity: { id: identity.id, state: identity.state },
    readAt: reading.readAt.toISOString(),
    list: reading.end,
    targets: possible.filter((row) => !isDone(row)),
    kept,
    ended: possible.filter(isDone),
    impossible: [
      ...selected.flatMap((row) => {
        const why = whyImpossible(row);
        return why === undefined ? [] : [{ ...row, why }];
      }),
      ...namedIds(selection)
        .filter((id) => !rows.has(keyOf(id)))
        .map((id) => ({ id, state: 'unreadable', why: 'notRead' as const })),
    ],
  };
}

interface IdentityPlanInput extends PlanInput {
  readonly action: IdentityAction;
  readonly readAt: Date;
}

/** Returns the plan of an action on the identity itself. */
export function planForIdentity({ action, connection, identity, readAt }: IdentityPlanInput): Plan {
  const { id, state } = identity;
  const row: PlanRow = { id, state };
  return {
    v: 1,
    action,
    scope: 'identity',
    connection,
    identity: { id, state },
    readAt: readAt.toISOString(),
    targets: isUuid(id) ? [row] : [],
    kept: [],
    ended: [],
    impossible: isUuid(id) ? [] : [{ ...row, why: 'noUuid' }],
  };
}

/** Returns the plan with new sessions, as targets or as kept. */
export function planWithNewSessions(plan: Plan, newSessions: readonly PlanRow[], answer: 'include' | 'keep'): Plan {
  const included = answer === 'include' ? newSessions : [];
  return {
    ...plan,
    scope: plan.scope === 'all' && answer === 'keep' ? 'allBut' : plan.scope,
    targets: [...plan.targets, ...included.filter(({ id }) => isUuid(id))],
    kept: answer === 'keep' ? [...plan.kept, ...newSessions] : plan.kept,
    impossible: [
      ...plan.impossible,
      ...included.filter(({ id }) => !isUuid(id)).map((row) => ({ ...row, why: 'noUuid' as const })),
    ],
  };
}

/** Returns the SHA-256 of the plan's canonical JSON. */
export function planSha256(plan: Plan): string {
  return sha256(canonicalJson(plan));
}

interface RowFacts {
  readonly origins?: readonly Pick<Origin, 'sessions' | 'reasons'>[];
  /** By the server's clock: what expired before has ended, also where the list hides it. */
  readonly now?: Date | undefined;
}

/** Returns the rows of sessions by `keyOf` their ids, each session once. */
export function planRows(
  sessions: readonly (Session | Malformed)[],
  { origins = [], now }: RowFacts = {},
): ReadonlyMap<string, PlanRow> {
  const marks = new Map(
    origins.flatMap((origin) => {
      const found = origin.reasons.map(({ finding }) => finding.mark);
      return origin.sessions.map(({ id }) => [keyOf(id), found] as const);
    }),
  );
  const rows = new Map<string, PlanRow>();
  for (const session of sessions) {
    const key = keyOf(session.id);
    if (!rows.has(key)) {
      rows.set(key, { ...planRow(session, now), marks: marks.get(key) });
    }
  }
  return rows;
}

/** Returns the same text for both spellings of a UUID. */
export function keyOf(id: string): string {
  return isUuid(id) ? id.replaceAll('-', '').toLowerCase() : id;
}

function planRow(session: Session | Malformed, now: Date | undefined): PlanRow {
  if (session.kind === 'malformed') {
    return { id: session.id, state: 'unreadable' };
  }
  const [device] = session.devices;
  const expires = momentOf(session.expiresAt);
  const isExpired = expires !== undefined && now !== undefined && expires <= now;
  return {
    id: session.id,
    state: session.active ? 'active' : wasReadWhileDisabled(session) && !isExpired ? 'hidden' : 'ended',
    began: session.issuedAt ?? session.authenticatedAt,
    expires: session.expiresAt,
    aal: session.aal,
    methods: session.methods.map(({ method, provider }) => (provider ? `${method} ${provider}` : method)),
    address: device?.ipAddress,
    location: device?.location,
    userAgent: device?.userAgent,
  };
}

function isOfAnother(session: Session | Malformed, identityId: string): boolean {
  return session.kind === 'session' && session.identityId !== undefined && !isSameUuid(session.identityId, identityId);
}

function selector(selection: Selection): (id: string) => boolean {
  if (selection.kind === 'all') {
    return () => true;
  }
  const isAllBut = selection.kind === 'allBut';
  const ids = isAllBut ? [...selection.ids, ...selection.origins.flatMap(idsOf)] : namedIds(selection);
  const keys = new Set(ids.map(keyOf));
  return (id) => keys.has(keyOf(id)) !== isAllBut;
}

function namedIds(selection: Selection): readonly string[] {
  return selection.kind === 'sessions' ? selection.ids : selection.kind === 'origin' ? idsOf(selection.origin) : [];
}

function idsOf({ sessions }: Pick<Origin, 'sessions'>): readonly string[] {
  return sessions.map(({ id }) => id);
}
