import type { IdentityFilter, KratosClient, SessionFilter } from '../kratos/client.ts';
import { KratosError } from '../kratos/failure.ts';
import type { Identity } from '../kratos/identity.ts';
import type { Malformed, Session } from '../kratos/session.ts';
import { checkedReader } from './checkedReader.ts';
import { createPagedList, type OwnedPagedList } from './createPagedList.ts';
import type { Directory, DirectoryChange } from './directory.ts';
import { identityChange, Knowledge } from './knowledge.ts';
import type { PagedList } from './pagedList.ts';
import { SessionLists } from './sessionLists.ts';
import { createSharedRequests } from './sharedRequests.ts';

export interface DirectoryOptions {
  /** How many items the next page that is read from the start holds; asked for each time, for the setting may change. */
  readonly pageSize: () => number;
}

/** What is known of the server behind `client`, which the directory closes when it is disposed. */
export function createDirectory(client: KratosClient, options: DirectoryOptions): Directory {
  return new KratosDirectory(client, options);
}

class KratosDirectory implements Directory {
  readonly #client: KratosClient;
  readonly #options: DirectoryOptions;
  readonly #listeners = new Set<(change: DirectoryChange) => void>();

  readonly #known = new Knowledge();

  #identityFilter: string | undefined;
  #identities: OwnedPagedList<Identity | Malformed>;
  #found: readonly Identity[] = [];
  readonly #sessions: SessionLists;

  readonly #identityReads = createSharedRequests<Identity>();
  readonly #sessionReads = createSharedRequests<Session>();

  constructor(client: KratosClient, options: DirectoryOptions) {
    this.#client = client;
    this.#options = options;
    this.#identities = this.#identityList(undefined);
    this.#sessions = this.#sessionLists();
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
    this.#emit({ kind: 'identities' }, ...this.#known.learnIdentities([identity]));
  }

  unpinFound(identityId: string): void {
    const found = this.#found.filter(({ id }) => id !== identityId);
    if (found.length < this.#found.length) {
      this.#found = found;
      this.#emit({ kind: 'identities' });
    }
  }

  sessionsOf(identityId: string): PagedList<Session | Malformed> {
    return this.#sessions.of(identityId);
  }

  sessionFilter(identityId: string): SessionFilter {
    return this.#sessions.filter(identityId);
  }

  setSessionFilter(identityId: string, filter: SessionFilter): void {
    if (this.#sessions.setFilter(identityId, filter)) {
      this.#emit({ kind: 'sessions', identityId });
    }
  }

  isMissing(identityId: string): boolean {
    return this.#known.isMissing(identityId);
  }

  knownIdentity(identityId: string): Identity | undefined {
    return this.#known.identity(identityId);
  }

  identityState(identityId: string): string | undefined {
    return this.#known.identityState(identityId);
  }

  knownSession(sessionId: string): Session | undefined {
    return this.#known.session(sessionId);
  }

  async identity(identityId: string, signal?: AbortSignal): Promise<Identity> {
    return this.#known.identity(identityId) ?? (await this.readIdentity(identityId, signal));
  }

  async session(sessionId: string, signal?: AbortSignal): Promise<Session> {
    return this.#known.session(sessionId) ?? (await this.readSession(sessionId, signal));
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
    const changes = this.#learnIdentities(identities);
    for (const identity of identities.filter(({ id }) => changes.some((change) => isOf(change, id)))) {
      this.#identities.replaceItem(identity);
    }
    this.#emit(...changes);
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
    this.#sessions.cancel();
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

  #sessionLists(): SessionLists {
    return new SessionLists({
      read: (identityId, filter, { state }) =>
        checkedReader(this.#client.identitySessions(identityId, filter, this.#options.pageSize()), (signal) =>
          this.#checkIdentity(identityId, state.items.length > 0, signal),
        ),
      onChange: (identityId, change, isCurrent) => {
        const changes = this.#known.learnListed(identityId, change);
        this.#emit(...(isCurrent ? [{ kind: 'sessions', identityId } as const] : []), ...changes);
      },
    });
  }

  /**
   * Asks for an identity that nothing has shown, or that had sessions and has none any more. That it does not exist is a
   * finding, not a failure.
   */
  async #checkIdentity(identityId: string, hadSessions: boolean, signal: AbortSignal | undefined): Promise<void> {
    if (this.#known.identity(identityId) !== undefined && !hadSessions) {
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
    // What is known first, the row next: who hears of the change finds it everywhere.
    const changes = this.#learnIdentities([identity]);
    this.#identities.replaceItem(identity);
    this.#emit(...(changes.length > 0 ? changes : [identityChange(identity.id)]));
  }

  #loseIdentity(identityId: string): void {
    const change = this.#known.forgetIdentity(identityId);
    this.#identities.dropItem(identityId);
    this.unpinFound(identityId);
    this.#emit(change);
  }

  #takeSession(session: Session): void {
    const owner = session.identityId ?? this.#ownerOf(session.id);
    const changes = this.#known.learnRead(session, owner);
    this.#sessions.replace(owner, session);
    this.#emit(...changes);
  }

  #loseSession(sessionId: string): void {
    const owner = this.#ownerOf(sessionId);
    const change = this.#known.forgetSession(sessionId, owner);
    this.#sessions.drop(owner, sessionId);
    this.#emit(change);
  }

  #ownerOf(sessionId: string): string | undefined {
    return this.#known.session(sessionId)?.identityId ?? this.#sessions.holder(sessionId);
  }

  /** Remembers identities that were read, also in the rows that were found. */
  #learnIdentities(identities: readonly Identity[]): DirectoryChange[] {
    const changes = this.#known.learnIdentities(identities);
    if (this.#found.length > 0) {
      this.#found = this.#found.map((identity) => this.#known.identity(identity.id) ?? identity);
    }
    return changes;
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

function isOf(change: DirectoryChange, identityId: string): boolean {
  return change.kind === 'identity' && change.identityId === identityId;
}
