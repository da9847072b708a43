import type { IdentityFilter, KratosClient, SessionFilter } from '../kratos/client.ts';
import { type ExactJson, exactText } from '../kratos/exactJson.ts';
import { KratosError } from '../kratos/failure.ts';
import type { Identity } from '../kratos/identity.ts';
import type { Malformed, Session } from '../kratos/session.ts';
import { checkedReader } from './checkedReader.ts';
import { createPagedList, type ItemsChange, type OwnedPagedList } from './createPagedList.ts';
import type { Directory, DirectoryChange } from './directory.ts';
import type { PagedList } from './pagedList.ts';
import { createSharedRequests } from './sharedRequests.ts';

export interface DirectoryOptions {
  /** How many items the next page that is read from the start holds; asked for each time, for the setting may change. */
  readonly pageSize: () => number;
}

/** What is known of the server behind `client`, which the directory closes when it is disposed. */
export function createDirectory(client: KratosClient, options: DirectoryOptions): Directory {
  return new KratosDirectory(client, options);
}

interface SessionList {
  readonly filter: SessionFilter;
  readonly list: OwnedPagedList<Session | Malformed>;
}

class KratosDirectory implements Directory {
  readonly #client: KratosClient;
  readonly #options: DirectoryOptions;
  readonly #listeners = new Set<(change: DirectoryChange) => void>();

  readonly #knownIdentities = new Map<string, Identity>();
  readonly #identityStates = new Map<string, string>();
  readonly #missing = new Set<string>();
  readonly #knownSessions = new Map<string, Session>();

  #identityFilter: string | undefined;
  #identities: OwnedPagedList<Identity | Malformed>;
  #found: readonly Identity[] = [];
  readonly #sessionFilters = new Map<string, SessionFilter>();
  readonly #sessionLists = new Map<string, SessionList>();

  readonly #identityReads = createSharedRequests<Identity>();
  readonly #sessionReads = createSharedRequests<Session>();

  constructor(client: KratosClient, options: DirectoryOptions) {
    this.#client = client;
    this.#options = options;
    this.#identities = this.#identityList(undefined);
  }

  get identities(): PagedList<Identity | Malformed> {
    return this.#identities;
  }

  get identityFilter(): string | undefined {
    return this.#identityFilter;
  }

  set identityFilter(prefix: string | undefined) {
    if (prefix === this.#identityFilter) {
      return;
    }
    const old = this.#identities;
    this.#identityFilter = prefix;
    this.#identities = this.#identityList(prefix);
    old.cancel();
    this.#emit({ kind: 'identities' });
  }

  get found(): readonly Identity[] {
    return this.#found;
  }

  pinFound(identity: Identity): void {
    const place = this.#found.findIndex(({ id }) => id === identity.id);
    this.#found = place < 0 ? [...this.#found, identity] : this.#found.with(place, identity);
    this.#emit({ kind: 'identities' }, ...this.#learnIdentities([identity]));
  }

  unpinFound(identityId: string): void {
    const found = this.#found.filter(({ id }) => id !== identityId);
    if (found.length < this.#found.length) {
      this.#found = found;
      this.#emit({ kind: 'identities' });
    }
  }

  sessionsOf(identityId: string): PagedList<Session | Malformed> {
    const filter = this.sessionFilter(identityId);
    let entry = this.#sessionLists.get(identityId);
    if (entry === undefined) {
      entry = { filter, list: this.#sessionList(identityId, filter) };
      this.#sessionLists.set(identityId, entry);
    }
    return entry.list;
  }

  sessionFilter(identityId: string): SessionFilter {
    return this.#sessionFilters.get(identityId) ?? 'all';
  }

  setSessionFilter(identityId: string, filter: SessionFilter): void {
    if (filter === this.sessionFilter(identityId)) {
      return;
    }
    this.#sessionFilters.set(identityId, filter);
    const old = this.#sessionLists.get(identityId);
    this.#sessionLists.delete(identityId);
    old?.list.cancel();
    this.#emit({ kind: 'sessions', identityId });
  }

  isMissing(identityId: string): boolean {
    return this.#missing.has(identityId);
  }

  knownIdentity(identityId: string): Identity | undefined {
    return this.#knownIdentities.get(identityId);
  }

  identityState(identityId: string): string | undefined {
    return this.#identityStates.get(identityId);
  }

  knownSession(sessionId: string): Session | undefined {
    return this.#knownSessions.get(sessionId);
  }

  async identity(identityId: string, signal?: AbortSignal): Promise<Identity> {
    return this.#knownIdentities.get(identityId) ?? (await this.readIdentity(identityId, signal));
  }

  async session(sessionId: string, signal?: AbortSignal): Promise<Session> {
    return this.#knownSessions.get(sessionId) ?? (await this.readSession(sessionId, signal));
  }

  readIdentity(identityId: string, signal?: AbortSignal): Promise<Identity> {
    return this.#identityReads.ask(identityId, signal, async (shared) => {
      try {
        const identity = await this.#client.identity(identityId, shared);
        this.#takeIdentity(identity);
        return identity;
      } catch (error) {
        if (isNotFound(error)) {
          this.#loseIdentity(identityId);
        }
        throw error;
      }
    });
  }

  readSession(sessionId: string, signal?: AbortSignal): Promise<Session> {
    return this.#sessionReads.ask(sessionId, signal, async (shared) => {
      try {
        const session = await this.#client.session(sessionId, shared);
        this.#takeSession(session);
        return session;
      } catch (error) {
        if (isNotFound(error)) {
          this.#loseSession(sessionId);
        }
        throw error;
      }
    });
  }

  async searchIdentities(filter: IdentityFilter, limit: number, signal?: AbortSignal): Promise<readonly Identity[]> {
    const { items } = await this.#client.identities(filter, limit).next(signal);
    const identities = items.filter((item) => item.kind === 'identity').slice(0, limit);
    this.#emit(...this.#learnIdentities(identities));
    return identities;
  }

  async identityByExternalId(externalId: string, signal?: AbortSignal): Promise<Identity> {
    const identity = await this.#client.identityByExternalId(externalId, signal);
    this.#takeIdentity(identity);
    return identity;
  }

  onDidChange(listener: (change: DirectoryChange) => void): () => void {
    // Each registration ends by itself, even when one listener is registered twice.
    const own = (change: DirectoryChange) => listener(change);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  dispose(): void {
    this.#listeners.clear();
    this.#identities.cancel();
    for (const { list } of this.#sessionLists.values()) {
      list.cancel();
    }
    this.#identityReads.abort();
    this.#sessionReads.abort();
    void this.#client.close();
  }

  #identityList(prefix: string | undefined): OwnedPagedList<Identity | Malformed> {
    const filter: IdentityFilter = prefix === undefined ? { by: 'all' } : { by: 'identifierPrefix', prefix };
    const list: OwnedPagedList<Identity | Malformed> = createPagedList({
      read: () => this.#client.identities(filter, this.#options.pageSize()),
      onChange: ({ read }) => {
        const changes = this.#learnIdentities(read.filter((item) => item.kind === 'identity'));
        this.#emit(...(this.#identities === list ? [{ kind: 'identities' } as const] : []), ...changes);
      },
    });
    return list;
  }

  #sessionList(identityId: string, filter: SessionFilter): OwnedPagedList<Session | Malformed> {
    const list: OwnedPagedList<Session | Malformed> = createPagedList({
      read: () =>
        checkedReader(this.#client.identitySessions(identityId, filter, this.#options.pageSize()), (signal) =>
          this.#checkIdentity(identityId, signal),
        ),
      onChange: (change) => {
        const changes = this.#learnSessions(identityId, change);
        const isCurrent = this.#sessionLists.get(identityId)?.list === list;
        this.#emit(...(isCurrent ? [{ kind: 'sessions', identityId } as const] : []), ...changes);
      },
    });
    return list;
  }

  /** Asks for an identity that nothing has shown; one that does not exist is a finding, not a failure. */
  async #checkIdentity(identityId: string, signal: AbortSignal | undefined): Promise<void> {
    if (this.#knownIdentities.has(identityId)) {
      return;
    }
    try {
      await this.readIdentity(identityId, signal);
    } catch (error) {
      if (!isNotFound(error)) {
        throw error;
      }
    }
  }

  #takeIdentity(identity: Identity): void {
    const changes = this.#learnIdentities([identity]);
    // The row first: who hears of the change finds it everywhere.
    this.#identities.replaceItem(identity);
    this.#emit(...changes);
  }

  #loseIdentity(identityId: string): void {
    this.#knownIdentities.delete(identityId);
    this.#identityStates.delete(identityId);
    this.#missing.add(identityId);
    this.#identities.dropItem(identityId);
    this.unpinFound(identityId);
    this.#emit({ kind: 'identity', identityId });
  }

  #takeSession(session: Session): void {
    const owner = session.identityId ?? this.#ownerOf(session.id);
    const before = this.#knownSessions.get(session.id);
    this.#knownSessions.set(session.id, session);
    const changes = this.#learnState(session);
    if (owner !== undefined) {
      this.#sessionLists.get(owner)?.list.replaceItem(session);
    }
    if (before === undefined || !sameJson(before.json, session.json)) {
      changes.push({ kind: 'session', sessionId: session.id, identityId: owner });
    }
    this.#emit(...changes);
  }

  #loseSession(sessionId: string): void {
    const owner = this.#ownerOf(sessionId);
    this.#knownSessions.delete(sessionId);
    if (owner !== undefined) {
      this.#sessionLists.get(owner)?.list.dropItem(sessionId);
    }
    this.#emit({ kind: 'session', sessionId, identityId: owner });
  }

  #ownerOf(sessionId: string): string | undefined {
    const known = this.#knownSessions.get(sessionId)?.identityId;
    if (known !== undefined) {
      return known;
    }
    for (const [identityId, { list }] of this.#sessionLists) {
      if (list.has(sessionId)) {
        return identityId;
      }
    }
    return undefined;
  }

  /** Remembers identities that were read, and answers with what is to be told: those that are not as they were known. */
  #learnIdentities(identities: readonly Identity[]): DirectoryChange[] {
    const changes: DirectoryChange[] = [];
    for (const identity of identities) {
      const { id } = identity;
      const before = this.#knownIdentities.get(id);
      const wasMissing = this.#missing.delete(id);
      const stateMoved = this.#identityStates.get(id) !== identity.state;
      this.#knownIdentities.set(id, identity);
      this.#identityStates.set(id, identity.state);
      if (wasMissing || before === undefined ? wasMissing : stateMoved || !sameJson(before.json, identity.json)) {
        this.#refreshFound(identity);
        changes.push({ kind: 'identity', identityId: id });
      }
    }
    return changes;
  }

  #refreshFound(identity: Identity): void {
    const place = this.#found.findIndex(({ id }) => id === identity.id);
    if (place >= 0) {
      this.#found = this.#found.with(place, identity);
    }
  }

  #learnSessions(identityId: string, { read, gone }: ItemsChange<Session | Malformed>): DirectoryChange[] {
    const changes: DirectoryChange[] = [];
    for (const { id } of gone) {
      if (this.#knownSessions.delete(id)) {
        changes.push({ kind: 'session', sessionId: id, identityId });
      }
    }
    for (const session of read) {
      if (session.kind === 'session') {
        const before = this.#knownSessions.get(session.id);
        this.#knownSessions.set(session.id, session);
        if (before !== undefined && !sameJson(before.json, session.json)) {
          changes.push({ kind: 'session', sessionId: session.id, identityId });
        }
      }
    }
    // All sessions of one answer embed the same identity.
    const last = read.findLast((item) => item.kind === 'session');
    return last === undefined ? changes : [...changes, ...this.#learnState(last)];
  }

  #learnState({ identityId, identityState }: Session): DirectoryChange[] {
    if (identityId === undefined || identityState === undefined) {
      return [];
    }
    const before = this.#identityStates.get(identityId);
    this.#identityStates.set(identityId, identityState);
    return before === undefined || before === identityState ? [] : [{ kind: 'identity', identityId }];
  }

  #emit(...changes: readonly DirectoryChange[]): void {
    for (const change of changes) {
      for (const listener of [...this.#listeners]) {
        try {
          listener(change);
        } catch (error) {
          // A defect of a listener must neither stop the others nor leave a list in the middle of a step.
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    }
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof KratosError && error.failure.kind === 'notFound';
}

function sameJson(one: ExactJson, other: ExactJson): boolean {
  return (
    (one.before === other.before && one.identity === other.identity && one.after === other.after) ||
    exactText(one) === exactText(other)
  );
}
