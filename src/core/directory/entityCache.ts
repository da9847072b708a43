import type { Identity } from '../kratos/identity.ts';
import { type ExactJson, exactText } from '../kratos/json/exactJson.ts';
import type { Malformed, Session } from '../kratos/session.ts';
import type { DirectoryChange } from './directoryChange.ts';
import type { ItemsChange } from './itemRows.ts';

/**
 * The identities and sessions that were read, each as it was read last. The methods that change it return the changes
 * to report: one for each item that differs from before.
 */
export class EntityCache {
  readonly #identities = new Map<string, Identity>();
  readonly #identityStates = new Map<string, string>();
  readonly #missing = new Set<string>();
  readonly #sessions = new Map<string, Session>();

  identity(id: string): Identity | undefined {
    return this.#identities.get(id);
  }

  identityState(id: string): string | undefined {
    return this.#identityStates.get(id);
  }

  session(id: string): Session | undefined {
    return this.#sessions.get(id);
  }

  upsertIdentities(identities: readonly Identity[]): DirectoryChange[] {
    return identities.filter((identity) => this.#upsertIdentity(identity)).map(({ id }) => identityChange(id));
  }

  /** Removes an identity that the server does not have. */
  removeIdentity(id: string): DirectoryChange {
    this.#identities.delete(id);
    this.#identityStates.delete(id);
    this.#missing.add(id);
    return identityChange(id);
  }

  /** Adds a page of one identity's sessions, and removes those that the list no longer holds. */
  upsertPage(identityId: string, { read, gone }: ItemsChange<Session | Malformed>): DirectoryChange[] {
    const changes: DirectoryChange[] = [];
    for (const { id } of gone) {
      if (this.#sessions.delete(id)) {
        changes.push(sessionChange(id, identityId));
      }
    }
    const sessions = read.filter((item) => item.kind === 'session');
    for (const session of sessions) {
      if (this.#storeSession(session)) {
        changes.push(sessionChange(session.id, identityId));
      }
    }
    // All sessions of one response embed the same identity.
    const last = sessions.at(-1);
    return last === undefined ? changes : [...changes, ...this.#upsertState(last)];
  }

  /**
   * Adds sessions of several identities. One whose own members are as before is kept: its list embeds more of its
   * identity.
   */
  upsertSessions(sessions: readonly Session[]): DirectoryChange[] {
    return sessions.flatMap((session) => {
      const before = this.#sessions.get(session.id);
      const isSame = before?.json.before === session.json.before && before.json.after === session.json.after;
      const changes = !isSame && this.#storeSession(session) ? [sessionChange(session.id, session.identityId)] : [];
      return [...changes, ...this.#upsertState(session)];
    });
  }

  /** Adds a session that was read by itself; `owner` is its identity, where known. */
  upsertSession(session: Session, owner: string | undefined): DirectoryChange[] {
    this.#storeSession(session);
    return [...this.#upsertState(session), sessionChange(session.id, owner)];
  }

  removeSession(id: string, owner: string | undefined): DirectoryChange {
    this.#sessions.delete(id);
    return sessionChange(id, owner);
  }

  #upsertState({ identityId, identityState }: Session): DirectoryChange[] {
    if (identityId === undefined || identityState === undefined) {
      return [];
    }
    const before = this.#identityStates.get(identityId);
    this.#identityStates.set(identityId, identityState);
    return before === undefined || before === identityState ? [] : [identityChange(identityId)];
  }

  /** Returns whether the identity differs from what was cached; a new one does not. */
  #upsertIdentity(identity: Identity): boolean {
    const { id, state } = identity;
    const before = this.#identities.get(id);
    const stateBefore = this.#identityStates.get(id);
    this.#identities.set(id, identity);
    this.#identityStates.set(id, state);
    const isBack = this.#missing.delete(id);
    const differs = before !== undefined && !sameJson(before.json, identity.json);
    return isBack || differs || (stateBefore !== undefined && stateBefore !== state);
  }

  #storeSession(session: Session): boolean {
    const before = this.#sessions.get(session.id);
    this.#sessions.set(session.id, session);
    return before !== undefined && !sameJson(before.json, session.json);
  }
}

export function identityChange(identityId: string): DirectoryChange {
  return { kind: 'identity', identityId };
}

function sessionChange(sessionId: string, identityId: string | undefined): DirectoryChange {
  return { kind: 'session', sessionId, identityId };
}

function sameJson(one: ExactJson, other: ExactJson): boolean {
  const sameParts = one.before === other.before && one.identity === other.identity && one.after === other.after;
  return sameParts || exactText(one) === exactText(other);
}
