import type {
  Directory,
  DirectoryChange,
  LoadedSession,
  Mails,
  Reading,
} from '../../../src/core/directory/directory.ts';
import type { ListPhase, ListState } from '../../../src/core/directory/listState.ts';
import type { PagedList } from '../../../src/core/directory/pagedList.ts';
import { RecentList } from '../../../src/core/directory/recentList.ts';
import type { IdentityFilter } from '../../../src/core/kratos/createKratosClient.ts';
import { KratosError } from '../../../src/core/kratos/failure.ts';
import type { Identity } from '../../../src/core/kratos/identity.ts';
import type { Malformed, Session } from '../../../src/core/kratos/session.ts';

type Answer<T> = T | Error | Promise<T>;

/** A directory with responses that a test sets. Records the requests. */
export class FakeDirectory implements Directory {
  readonly requests: string[] = [];
  readonly signals: AbortSignal[] = [];
  readonly sessionsKnown = new Map<string, Session>();
  readonly identitiesKnown = new Map<string, Identity>();
  /** The server's responses; all other requests fail with notFound. */
  readonly sessionAnswers = new Map<string, Answer<Session>>();
  readonly identityAnswers = new Map<string, Answer<Identity>>();
  readonly externalIdAnswers = new Map<string, Answer<Identity>>();
  search: (filter: IdentityFilter) => Answer<readonly Identity[]> = () => [];
  mailsAnswer: Answer<Mails> = { mails: [], withOlder: [], notRead: [], malformed: 0 };
  versionAnswer: Answer<string | undefined> = undefined;
  knownServerVersion: string | undefined;
  phase: ListPhase = { kind: 'idle' };
  readonly waits = new Map<Reading, number>();

  readonly loaded: LoadedSession[] = [];
  identityFilter: string | undefined;
  readonly found: Identity[] = [];
  readonly identities = this.#list<Identity | Malformed>();
  readonly recentSessions = new RecentList({
    read: () => {
      throw new Error('not part of this test');
    },
    onRead: () => {},
    onChange: () => {},
  });
  readonly #listeners = new Set<(change: DirectoryChange) => void>();

  get listeners(): number {
    return this.#listeners.size;
  }

  change(change: DirectoryChange): void {
    for (const listener of this.#listeners) {
      listener(change);
    }
  }

  /** Caches the session, or removes it if undefined, and fires the change. */
  hold(sessionId: string, session: Session | undefined): void {
    if (session === undefined) {
      this.sessionsKnown.delete(sessionId);
    } else {
      this.sessionsKnown.set(sessionId, session);
    }
    this.change({ kind: 'session', sessionId, identityId: session?.identityId });
  }

  pinFound(identity: Identity): void {
    this.found.push(identity);
  }
  unpinFound(): void {}
  sessionsOf(): PagedList<Session | Malformed> {
    return this.#list();
  }
  sessionsState(): ListState<Session> | undefined {
    return undefined;
  }
  foundSessions(): readonly Session[] {
    return [];
  }
  isFoundSession(): boolean {
    return false;
  }
  pinFoundSession(): void {}
  loadedSessions(): readonly LoadedSession[] {
    return this.loaded;
  }
  sessionFilter(): 'all' {
    return 'all';
  }
  setSessionFilter(): void {}
  outdateSessions(): void {}
  async retryFailed(): Promise<void> {}
  identityState(id: string): string | undefined {
    return this.identitiesKnown.get(id)?.state;
  }
  knownIdentity(id: string): Identity | undefined {
    return this.identitiesKnown.get(id);
  }
  knownSession(id: string): Session | undefined {
    return this.sessionsKnown.get(id);
  }
  async identity(id: string, signal?: AbortSignal): Promise<Identity> {
    return this.identitiesKnown.get(id) ?? this.readIdentity(id, signal);
  }
  async session(id: string, signal?: AbortSignal): Promise<Session> {
    return this.sessionsKnown.get(id) ?? this.readSession(id, signal);
  }
  async readIdentity(id: string, signal?: AbortSignal): Promise<Identity> {
    return this.#answer<Identity>(`identity ${id}`, this.identityAnswers.get(id) ?? notFound('identity', id), signal);
  }
  async readSession(id: string, signal?: AbortSignal): Promise<Session> {
    return this.#answer<Session>(`session ${id}`, this.sessionAnswers.get(id) ?? notFound('session', id), signal);
  }
  async searchIdentities(filter: IdentityFilter, _limit: number, signal?: AbortSignal): Promise<readonly Identity[]> {
    return this.#answer(`search ${JSON.stringify(filter)}`, this.search(filter), signal);
  }
  async identityByExternalId(id: string, signal?: AbortSignal): Promise<Identity> {
    return this.#answer<Identity>(
      `external ${id}`,
      this.externalIdAnswers.get(id) ?? notFound('externalId', id),
      signal,
    );
  }
  async mails(addresses: readonly string[], signal?: AbortSignal): Promise<Mails> {
    return this.#answer(`mails ${addresses.join(' ')}`, this.mailsAnswer, signal);
  }
  async serverVersion(signal?: AbortSignal): Promise<string | undefined> {
    return this.#answer('version', this.versionAnswer, signal);
  }
  noteServerVersion(version: string | undefined): void {
    this.knownServerVersion = version;
  }
  waiting(reading: Reading): number | undefined {
    return this.waits.get(reading);
  }
  onDidChange(listener: (change: DirectoryChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  dispose(): void {}

  async #answer<T>(request: string, answer: Answer<T>, signal: AbortSignal | undefined): Promise<T> {
    this.requests.push(request);
    if (signal !== undefined) {
      this.signals.push(signal);
    }
    if (answer instanceof Error) {
      throw answer;
    }
    return answer;
  }

  #list<T extends { readonly id: string }>(): PagedList<T> {
    const directory = this;
    const settled = async () => {};
    return {
      get state() {
        return {
          phase: directory.phase,
          items: [],
          total: undefined,
          end: { kind: 'more' },
          readAt: undefined,
          outdated: false,
        } as const;
      },
      open: settled,
      more: settled,
      all: settled,
      refresh: settled,
      retry: settled,
      markOutdated: () => {},
      cancel: () => {},
    } as Partial<PagedList<T>> as PagedList<T>;
  }
}

export function notFound(resource: 'session' | 'identity' | 'externalId', id: string): KratosError {
  return new KratosError({ kind: 'notFound', resource, id });
}

export function refused(): KratosError {
  return new KratosError({ kind: 'refused', origin: 'http://127.0.0.1:4434', detail: 'ECONNREFUSED' });
}
