import type { RateLimitWaits } from '../http/rateLimit/waits.ts';
import type { IdentityFilter, KratosClient, SessionFilter } from '../kratos/createKratosClient.ts';
import { KratosError } from '../kratos/failure.ts';
import type { Identity } from '../kratos/identity.ts';
import type { ListReader } from '../kratos/listReader.ts';
import type { Malformed, Session } from '../kratos/session.ts';
import type { DirectoryChange, ListChange } from './directoryChange.ts';
import { EntityCache, identityChange } from './entityCache.ts';
import type { ListState } from './listState.ts';
import { PagedList } from './pagedList.ts';
import { type Mails, readMails } from './readMails.ts';
import { RecentList } from './recentList.ts';
import { checkedReader, SessionLists } from './sessionLists.ts';
import { SharedRequests } from './sharedRequests.ts';

/** A session with the identity whose list holds it. */
export interface LoadedSession {
  readonly identityId: string;
  readonly session: Session;
}

/** What is read: one page, all that is left of a list, or one item by its id. */
export type Reading = 'page' | 'rest' | 'item';

export interface DirectoryOptions {
  /** Returns how many items a page holds; called for each reading from the start, since the setting may change. */
  readonly pageSize: () => number;
  /** How long requests wait for the server's rate limits, where it has some. */
  readonly waits?: Pick<RateLimitWaits, 'seconds' | 'onChange'> | undefined;
  /** Returns the current time in milliseconds; the system's by default. */
  readonly now?: () => number;
}

/** Another filter, or other found rows. */
const otherRows: ListChange = { rows: 'all', edges: true };

/** The largest page of all sessions: each request counts against the rate limit, however long its page is. */
const recentPageSize = 1000;

/** How long an identity that was read counts as existing. */
const freshMs = 60_000;

/**
 * What is known of one server. Tree, panel, documents and look-ups share it, so what one of them reads again is fresh
 * in all. Nothing is read before a call asks for it; `client` is called with the first request.
 */
export class Directory {
  readonly #client: () => Promise<KratosClient>;
  readonly #options: DirectoryOptions;
  readonly #listeners = new Set<(change: DirectoryChange) => void>();

  readonly #now: () => number;
  readonly #cache = new EntityCache();

  #identityFilter: string | undefined;
  #identities = this.#identityList();
  #found: readonly Identity[] = [];
  readonly #sessions: SessionLists;
  /** The newest sessions of all identities. They are known sessions, too; the identities in them are not cached. */
  readonly recentSessions: RecentList;

  readonly #identityReads = new SharedRequests<Identity>();
  readonly #sessionReads = new SharedRequests<Session>();
  readonly #versionReads = new SharedRequests<string | undefined>();
  #version: { readonly reported: string | undefined } | undefined;
  readonly #endWaits: (() => void) | undefined;

  constructor(client: () => Promise<KratosClient>, options: DirectoryOptions) {
    this.#client = client;
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#sessions = this.#sessionLists();
    this.recentSessions = new RecentList({
      read: () => this.#reader((client) => client.sessions('all', recentPageSize)),
      onRead: (sessions) => this.#storeRecent(sessions),
      onChange: () => this.#emit([{ kind: 'recentSessions' }]),
    });
    this.#endWaits = options.waits?.onChange(() => this.#emit([{ kind: 'waiting' }]));
  }

  get identities(): PagedList<Identity | Malformed> {
    return this.#identities;
  }

  /** Only identities with a credentials identifier that begins so; undefined lists all. */
  get identityFilter(): string | undefined {
    return this.#identityFilter;
  }

  set identityFilter(prefix: string | undefined) {
    if (prefix !== this.#identityFilter) {
      const old = this.#identities;
      this.#identityFilter = prefix;
      this.#identities = this.#identityList();
      old.cancel();
      this.#emit([{ kind: 'identities', ...otherRows }]);
    }
  }

  /** Identities that a look-up found: rows of their own, before the list. A new array after each change. */
  get found(): readonly Identity[] {
    return this.#found;
  }

  pinFound(identity: Identity): void {
    const place = this.#found.findIndex(({ id }) => id === identity.id);
    this.#found = place < 0 ? [...this.#found, identity] : this.#found.with(place, identity);
    this.#emit([{ kind: 'identities', ...otherRows }, ...this.#cache.upsertIdentities([identity])]);
  }

  unpinFound(identityId: string): void {
    const found = this.#found.filter(({ id }) => id !== identityId);
    if (found.length < this.#found.length) {
      this.#found = found;
      this.#emit([{ kind: 'identities', ...otherRows }]);
    }
  }

  /**
   * Returns the sessions of one identity under its current filter; the same object until the filter changes. Kratos
   * sends the same empty list for an unknown identity and one without sessions, so an empty list is shown only once it
   * is known which of the two it is.
   */
  sessionsOf(identityId: string): PagedList<Session | Malformed> {
    return this.#sessions.of(identityId);
  }

  /** Returns the state of that list, without creating it; undefined before `sessionsOf` was called. */
  sessionsState(identityId: string): ListState<Session | Malformed> | undefined {
    return this.#sessions.peek(identityId)?.state;
  }

  /**
   * Returns the sessions that a look-up found and that the list does not hold (yet): rows of their own, before the
   * list. They are removed when the server no longer has them, and with the filter that they were found under.
   */
  foundSessions(identityId: string): readonly Session[] {
    return this.#sessions
      .found(identityId)
      .map((id) => this.#cache.session(id))
      .filter((session) => session !== undefined);
  }

  /** Returns whether this session is one of them. Called for each row that is drawn, so it searches no list. */
  isFoundSession(identityId: string, sessionId: string): boolean {
    return this.#sessions.isFound(identityId, sessionId) && this.#cache.session(sessionId) !== undefined;
  }

  pinFoundSession(identityId: string, session: Session): void {
    const changes = this.#cache.session(session.id) === session ? [] : this.#cache.upsertSession(session, identityId);
    this.#sessions.pinFound(identityId, session.id);
    this.#emit(changes);
  }

  /** Returns the sessions of all lists, and the found ones, without a request. */
  loadedSessions(): readonly LoadedSession[] {
    return this.#sessions.loaded().flatMap(({ identityId, sessionId }) => {
      const session = this.#cache.session(sessionId);
      return session === undefined ? [] : [{ identityId, session }];
    });
  }

  /**
   * Marks the sessions of all identities but these as outdated, without a request (see PagedList.markOutdated): the
   * identities were read again, and these sessions were not.
   */
  outdateSessions(except: ReadonlySet<string>): void {
    this.#sessions.markOutdated(except);
  }

  sessionFilter(identityId: string): SessionFilter {
    return this.#sessions.filter(identityId);
  }

  setSessionFilter(identityId: string, filter: SessionFilter): void {
    if (this.#sessions.setFilter(identityId, filter)) {
      this.#emit([{ kind: 'sessions', identityId, ...otherRows }]);
    }
  }

  /** Returns what is in memory, without a request. */
  knownIdentity(identityId: string): Identity | undefined {
    return this.#cache.identity(identityId);
  }

  /**
   * Returns the state of an identity as it was read last, alone or inside a session. `sessionStatus` prefers it to the
   * session's `active`, which depends on the identity's state when the session was read.
   */
  identityState(identityId: string): string | undefined {
    return this.#cache.identityState(identityId);
  }

  /** Returns undefined also for a session that a refreshed list no longer holds, unless a look-up found it. */
  knownSession(sessionId: string): Session | undefined {
    return this.#cache.session(sessionId);
  }

  /** Resolves from memory, else by a request. Fails with KratosError. */
  async identity(identityId: string, signal?: AbortSignal): Promise<Identity> {
    return this.#cache.identity(identityId) ?? (await this.readIdentity(identityId, signal));
  }

  async session(sessionId: string, signal?: AbortSignal): Promise<Session> {
    return this.#cache.session(sessionId) ?? (await this.readSession(sessionId, signal));
  }

  /**
   * Always sends a request, which concurrent callers share. The result replaces the row wherever it is shown. If the
   * server has none, its rows are removed before this fails with notFound.
   */
  readIdentity(identityId: string, signal?: AbortSignal): Promise<Identity> {
    return this.#identityReads.send(identityId, signal, (shared) =>
      this.#readItem(
        (client) => client.identity(identityId, shared),
        (identity) => this.#storeIdentity(identity),
        () => this.#removeIdentity(identityId),
      ),
    );
  }

  readSession(sessionId: string, signal?: AbortSignal): Promise<Session> {
    return this.#sessionReads.send(sessionId, signal, (shared) =>
      this.#readItem(
        (client) => client.session(sessionId, shared),
        (session) => this.#storeSession(session),
        () => this.#removeSession(sessionId),
      ),
    );
  }

  /**
   * Resolves with the first `limit` identities of `filter`, by one request, without malformed ones. They are cached;
   * the list and its filter stay as they are. Fails with KratosError.
   */
  async searchIdentities(filter: IdentityFilter, limit: number, signal?: AbortSignal): Promise<readonly Identity[]> {
    const { items } = await (await this.#client()).identities(filter, limit).next(signal);
    const identities = items.filter((item) => item.kind === 'identity').slice(0, limit);
    const changes = this.#upsertIdentities(identities);
    for (const identity of identities.filter(({ id }) => changes.some((change) => isOf(change, id)))) {
      this.#identities.replaceItem(identity);
    }
    this.#emit(changes);
    return identities;
  }

  /**
   * Resolves with the identity of this external id, by one request. Fails with KratosError: noSuchRoute before v25.4.
   */
  async identityByExternalId(externalId: string, signal?: AbortSignal): Promise<Identity> {
    const identity = await (await this.#client()).identityByExternalId(externalId, signal);
    this.#storeIdentity(identity);
    return identity;
  }

  /** Resolves with the newest mails to these addresses, which are not cached. Fails with KratosError. */
  async mails(addresses: readonly string[], signal?: AbortSignal): Promise<Mails> {
    return readMails(await this.#client(), addresses, signal);
  }

  /**
   * Resolves with the version of the server, by one request until it responds; undefined if it reports none. Fails with
   * KratosError if it does not respond.
   */
  async serverVersion(signal?: AbortSignal): Promise<string | undefined> {
    if (this.#version === undefined) {
      const reported = await this.#versionReads.send('version', signal, async (shared) => {
        try {
          return await (await this.#client()).version(shared);
        } catch (error) {
          if (isRefusal(error)) {
            return undefined;
          }
          throw error;
        }
      });
      this.noteServerVersion(reported);
    }
    return this.knownServerVersion;
  }

  /** Keeps a version that a request of another part has brought. */
  noteServerVersion(version: string | undefined): void {
    const before = this.knownServerVersion;
    this.#version = { reported: version };
    if (before !== version) {
      this.#emit([{ kind: 'version' }]);
    }
  }

  /** The version, without a request; undefined before `serverVersion` has found it or `noteServerVersion` was called. */
  get knownServerVersion(): string | undefined {
    return this.#version?.reported;
  }

  /**
   * Retries what failed in each list, and what is being read now if it fails: called after secrets or settings changed.
   * What the user cancelled stays cancelled. Does not reject.
   */
  async retryFailed(): Promise<void> {
    await Promise.all(
      [this.#identities, ...this.#sessions.all(), this.recentSessions].map((list) => list.retry({ automatic: true })),
    );
  }

  /**
   * Returns the whole seconds until the next request of this kind is sent, while the rate limits let none through;
   * undefined where none waits longer than a moment.
   */
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

  /** Calls `listener` after each change, until the returned function is called. */
  onDidChange(listener: (change: DirectoryChange) => void): () => void {
    // Each registration ends by itself, even when one listener is registered twice.
    const own = (change: DirectoryChange) => listener(change);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  /** Aborts all requests. Nothing is reported any more. */
  dispose(): void {
    this.#listeners.clear();
    this.#endWaits?.();
    this.#identities.cancel();
    this.#sessions.cancel();
    this.recentSessions.cancel();
    this.#identityReads.abort();
    this.#sessionReads.abort();
    this.#versionReads.abort();
  }

  /** Returns the list of the current filter. */
  #identityList(): PagedList<Identity | Malformed> {
    const prefix = this.#identityFilter;
    const filter: IdentityFilter = prefix === undefined ? { by: 'all' } : { by: 'identifierPrefix', prefix };
    const list: PagedList<Identity | Malformed> = new PagedList({
      read: () => this.#reader((client) => client.identities(filter, this.#options.pageSize())),
      onChange: ({ read, rows, edges }) => {
        const changes = this.#upsertIdentities(read.filter((item) => item.kind === 'identity'));
        this.#emit(this.#identities === list ? [{ kind: 'identities', rows, edges }, ...changes] : changes);
      },
    });
    return list;
  }

  #sessionLists(): SessionLists {
    return new SessionLists({
      read: (identityId, filter, { state }) =>
        checkedReader(
          this.#reader((client) => client.identitySessions(identityId, filter, this.#options.pageSize())),
          (signal) => this.#checkIdentity(identityId, state.items.length > 0, signal),
        ),
      onChange: (identityId, change, isCurrent) => {
        const changes = this.#cache.upsertPage(identityId, change);
        for (const session of this.#changedSessions(changes)) {
          this.recentSessions.replace(session);
        }
        this.#emit(
          isCurrent ? [{ kind: 'sessions', identityId, rows: change.rows, edges: change.edges }, ...changes] : changes,
        );
      },
    });
  }

  /** Returns a reader that is opened with its first page. */
  #reader<T>(open: (client: KratosClient) => ListReader<T>): ListReader<T> {
    let opened: ListReader<T> | undefined;
    const reader = async () => {
      const client = await this.#client();
      opened ??= open(client);
      return opened;
    };
    return {
      next: async (signal) => (await reader()).next(signal),
      async *rest(signal) {
        yield* (await reader()).rest(signal);
      },
    };
  }

  async #readItem<T>(
    read: (client: KratosClient) => Promise<T>,
    store: (item: T) => void,
    remove: () => void,
  ): Promise<T> {
    try {
      const item = await read(await this.#client());
      store(item);
      return item;
    } catch (error) {
      if (isNotFound(error)) {
        remove();
      }
      throw error;
    }
  }

  /**
   * Reads an identity again that was not read lately, or that had sessions and has none any more: an empty list may
   * also mean that it was deleted. That it does not exist is no failure.
   */
  async #checkIdentity(identityId: string, hadSessions: boolean, signal: AbortSignal | undefined): Promise<void> {
    const readAt = this.#cache.identity(identityId)?.readAt.getTime();
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

  #storeIdentity(identity: Identity): void {
    // The cache before the row: listeners find the change in both.
    const changes = this.#upsertIdentities([identity]);
    this.#identities.replaceItem(identity);
    this.#emit(changes.length > 0 ? changes : [identityChange(identity.id)]);
  }

  #removeIdentity(identityId: string): void {
    const change = this.#cache.removeIdentity(identityId);
    this.#identities.dropItem(identityId);
    this.#sessions.clearFound(identityId);
    this.unpinFound(identityId);
    this.#emit([change]);
  }

  #storeSession(session: Session): void {
    const owner = session.identityId ?? this.#ownerOf(session.id);
    const changes = this.#cache.upsertSession(session, owner);
    this.#sessions.replace(owner, session);
    this.recentSessions.replace(session);
    this.#emit(changes);
  }

  #storeRecent(sessions: readonly Session[]): void {
    const changes = this.#cache.upsertSessions(sessions);
    for (const session of this.#changedSessions(changes)) {
      this.#sessions.replace(session.identityId, session);
    }
    this.#emit(changes);
  }

  #changedSessions(changes: readonly DirectoryChange[]): readonly Session[] {
    return changes.flatMap((change) =>
      change.kind === 'session' ? (this.#cache.session(change.sessionId) ?? []) : [],
    );
  }

  #removeSession(sessionId: string): void {
    const owner = this.#ownerOf(sessionId);
    const change = this.#cache.removeSession(sessionId, owner);
    this.#sessions.drop(owner, sessionId);
    this.recentSessions.drop(sessionId);
    this.#emit([change]);
  }

  #ownerOf(sessionId: string): string | undefined {
    return this.#cache.session(sessionId)?.identityId ?? this.#sessions.holder(sessionId);
  }

  /** Caches identities that were read, and updates the found ones among them. */
  #upsertIdentities(identities: readonly Identity[]): DirectoryChange[] {
    const changes = this.#cache.upsertIdentities(identities);
    if (this.#found.some((identity) => (this.#cache.identity(identity.id) ?? identity) !== identity)) {
      this.#found = this.#found.map((identity) => this.#cache.identity(identity.id) ?? identity);
    }
    return changes;
  }

  #emit(changes: readonly DirectoryChange[]): void {
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

/** Whether the server has no version to report, or refuses to report it. */
function isRefusal(error: unknown): boolean {
  const refusals = ['forbidden', 'noSuchRoute', 'rejected', 'notKratos'];
  return error instanceof KratosError && refusals.includes(error.failure.kind);
}

function isOf(change: DirectoryChange, identityId: string): boolean {
  return change.kind === 'identity' && change.identityId === identityId;
}
