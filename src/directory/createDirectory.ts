import type { RateLimitWaits } from '../http/rateLimit/waits.ts';
import type { IdentityFilter, KratosClient, SessionFilter } from '../kratos/createKratosClient.ts';
import { KratosError } from '../kratos/failure.ts';
import type { Identity } from '../kratos/identity.ts';
import type { ListReader } from '../kratos/listReader.ts';
import type { Malformed, Session } from '../kratos/session.ts';
import { ChangeListeners } from './changeListeners.ts';
import { checkedReader } from './checkedReader.ts';
import type { Directory, DirectoryChange, Reading } from './directory.ts';
import { IdentityLists } from './identityLists.ts';
import { identityChange, Knowledge } from './knowledge.ts';
import type { ListState } from './listState.ts';
import type { PagedList } from './pagedList.ts';
import { SessionLists } from './sessionLists.ts';
import { createSharedRequests } from './sharedRequests.ts';

export interface DirectoryOptions {
  /** How many items the next page that is read from the start holds; asked for each time, for the setting may change. */
  readonly pageSize: () => number;
  /** How long requests wait for the server's limits, where it has some. */
  readonly waits?: Pick<RateLimitWaits, 'seconds' | 'onChange'> | undefined;
  /** The present moment in milliseconds; the system's unless told. */
  readonly now?: () => number;
}

/** For so long an identity that was read counts as one that is there. */
const freshMs = 60_000;

/** Creates the directory of one server. `client` is called with the first request. */
export function createDirectory(client: () => Promise<KratosClient>, options: DirectoryOptions): Directory {
  return new KratosDirectory(client, options);
}

class KratosDirectory implements Directory {
  readonly #client: () => Promise<KratosClient>;
  readonly #options: DirectoryOptions;
  readonly #listeners = new ChangeListeners();

  readonly #now: () => number;
  readonly #known: Knowledge;

  readonly #identities: IdentityLists;
  readonly #sessions: SessionLists;

  readonly #identityReads = createSharedRequests<Identity>();
  readonly #sessionReads = createSharedRequests<Session>();
  readonly #endWaits: (() => void) | undefined;

  constructor(client: () => Promise<KratosClient>, options: DirectoryOptions) {
    this.#client = client;
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#known = new Knowledge(this.#now);
    this.#identities = this.#identityLists();
    this.#sessions = this.#sessionLists();
    this.#endWaits = options.waits?.onChange(() => this.#emit([{ kind: 'waiting' }]));
  }

  get identities(): PagedList<Identity | Malformed> {
    return this.#identities.current;
  }

  get identityFilter(): string | undefined {
    return this.#identities.filter;
  }

  set identityFilter(prefix: string | undefined) {
    if (this.#identities.setFilter(prefix)) {
      this.#emit([{ kind: 'identities' }]);
    }
  }

  get found(): readonly Identity[] {
    return this.#identities.found;
  }

  pinFound(identity: Identity): void {
    this.#identities.pin(identity);
    this.#emit([{ kind: 'identities' }, ...this.#known.learnIdentities([identity])]);
  }

  unpinFound(identityId: string): void {
    if (this.#identities.unpin(identityId)) {
      this.#emit([{ kind: 'identities' }]);
    }
  }

  sessionsOf(identityId: string): PagedList<Session | Malformed> {
    return this.#sessions.of(identityId);
  }

  sessionsState(identityId: string): ListState<Session | Malformed> | undefined {
    return this.#sessions.peek(identityId)?.state;
  }

  foundSessions(identityId: string): readonly Session[] {
    return this.#sessions
      .found(identityId)
      .map((id) => this.#known.session(id))
      .filter((session) => session !== undefined);
  }

  isFoundSession(identityId: string, sessionId: string): boolean {
    return this.#sessions.isFound(identityId, sessionId) && this.#known.session(sessionId) !== undefined;
  }

  pinFoundSession(identityId: string, session: Session): void {
    const changes = this.#known.session(session.id) === session ? [] : this.#known.learnRead(session, identityId);
    this.#sessions.pinFound(identityId, session.id);
    this.#emit(changes);
  }

  outdateSessions(except: ReadonlySet<string>): void {
    this.#sessions.markOutdated(except);
  }

  sessionFilter(identityId: string): SessionFilter {
    return this.#sessions.filter(identityId);
  }

  setSessionFilter(identityId: string, filter: SessionFilter): void {
    if (this.#sessions.setFilter(identityId, filter)) {
      this.#emit([{ kind: 'sessions', identityId }]);
    }
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
        const identity = await (await this.#client()).identity(identityId, shared);
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
        const session = await (await this.#client()).session(sessionId, shared);
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
    const { items } = await (await this.#client()).identities(filter, limit).next(signal);
    const identities = items.filter((item) => item.kind === 'identity').slice(0, limit);
    const changes = this.#learnIdentities(identities);
    for (const identity of identities.filter(({ id }) => changes.some((change) => isOf(change, id)))) {
      this.#identities.current.replaceItem(identity);
    }
    this.#emit(changes);
    return identities;
  }

  async identityByExternalId(externalId: string, signal?: AbortSignal): Promise<Identity> {
    const identity = await (await this.#client()).identityByExternalId(externalId, signal);
    this.#takeIdentity(identity);
    return identity;
  }

  async retryFailed(): Promise<void> {
    await Promise.all([this.#identities.current, ...this.#sessions.all()].map((list) => list.retryFailed()));
  }

  waiting(reading: Reading): number | undefined {
    const { waits } = this.#options;
    switch (reading) {
      case 'page':
        return waits?.seconds('medium', 'interactive');
      case 'rest':
        return waits?.seconds('medium', 'prefetch') ?? waits?.seconds('medium', 'interactive');
      case 'item':
        return waits?.seconds('high', 'interactive');
    }
  }

  onDidChange(listener: (change: DirectoryChange) => void): () => void {
    return this.#listeners.add(listener);
  }

  dispose(): void {
    this.#listeners.clear();
    this.#endWaits?.();
    this.#identities.current.cancel();
    this.#sessions.cancel();
    this.#identityReads.abort();
    this.#sessionReads.abort();
  }

  #identityLists(): IdentityLists {
    return new IdentityLists({
      read: (filter) => this.#reader((client) => client.identities(filter, this.#options.pageSize())),
      onChange: ({ read }, isCurrent) => {
        const changes = this.#learnIdentities(read.filter((item) => item.kind === 'identity'));
        this.#emit(isCurrent ? [{ kind: 'identities' }, ...changes] : changes);
      },
    });
  }

  #sessionLists(): SessionLists {
    return new SessionLists({
      read: (identityId, filter, { state }) =>
        checkedReader(
          this.#reader((client) => client.identitySessions(identityId, filter, this.#options.pageSize())),
          (signal) => this.#checkIdentity(identityId, state.items.length > 0, signal),
        ),
      onChange: (identityId, change, isCurrent) => {
        const changes = this.#known.learnListed(identityId, change);
        this.#emit(isCurrent ? [{ kind: 'sessions', identityId }, ...changes] : changes);
      },
    });
  }

  /** Returns a reader that is opened with its first page. */
  #reader<T>(open: (client: KratosClient) => ListReader<T>): ListReader<T> {
    let opening: Promise<ListReader<T>> | undefined;
    const opened = () => {
      opening ??= this.#client().then(open);
      return opening;
    };
    return {
      next: async (signal) => (await opened()).next(signal),
      async *rest(signal) {
        yield* (await opened()).rest(signal);
      },
    };
  }

  /**
   * Asks for an identity that nothing has shown lately, or that had sessions and has none any more: its empty list may also
   * mean that it was deleted. That it does not exist is a finding, not a failure.
   */
  async #checkIdentity(identityId: string, hadSessions: boolean, signal: AbortSignal | undefined): Promise<void> {
    const readAt = this.#known.identityReadAt(identityId);
    if (readAt !== undefined && this.#now() - readAt < freshMs && !hadSessions) {
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
    this.#identities.current.replaceItem(identity);
    this.#emit(changes.length > 0 ? changes : [identityChange(identity.id)]);
  }

  #loseIdentity(identityId: string): void {
    const change = this.#known.forgetIdentity(identityId);
    this.#identities.current.dropItem(identityId);
    this.#sessions.clearFound(identityId);
    this.unpinFound(identityId);
    this.#emit([change]);
  }

  #takeSession(session: Session): void {
    const owner = session.identityId ?? this.#ownerOf(session.id);
    const changes = this.#known.learnRead(session, owner);
    this.#sessions.replace(owner, session);
    this.#emit(changes);
  }

  #loseSession(sessionId: string): void {
    const owner = this.#ownerOf(sessionId);
    const change = this.#known.forgetSession(sessionId, owner);
    this.#sessions.drop(owner, sessionId);
    this.#emit([change]);
  }

  #ownerOf(sessionId: string): string | undefined {
    return this.#known.session(sessionId)?.identityId ?? this.#sessions.holder(sessionId);
  }

  /** Remembers identities that were read, also in the rows that were found. */
  #learnIdentities(identities: readonly Identity[]): DirectoryChange[] {
    const changes = this.#known.learnIdentities(identities);
    this.#identities.freshenFound((id) => this.#known.identity(id));
    return changes;
  }

  #emit(changes: readonly DirectoryChange[]): void {
    this.#listeners.tell(changes);
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof KratosError && error.failure.kind === 'notFound';
}

function isOf(change: DirectoryChange, identityId: string): boolean {
  return change.kind === 'identity' && change.identityId === identityId;
}
