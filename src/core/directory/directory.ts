import type { IdentityFilter, SessionFilter } from '../kratos/createKratosClient.ts';
import type { Identity } from '../kratos/identity.ts';
import type { Mail } from '../kratos/mails.ts';
import type { Malformed, Session } from '../kratos/session.ts';
import type { ListState } from './listState.ts';
import type { PagedList } from './pagedList.ts';
import type { RecentList } from './recentList.ts';

/** What changed in a list. */
export interface ListChange {
  /** Ids of the items that were replaced in their places; `all` where items, their order or what is counted changed. */
  readonly rows: readonly string[] | 'all';
  /** Whether its phase changed: what stands before and after the items. */
  readonly edges: boolean;
}

export type DirectoryChange =
  /** The list of identities, its filter or the found ones. */
  | ({ readonly kind: 'identities' } & ListChange)
  /** The list of one identity's sessions, its filter or the found ones. */
  | ({ readonly kind: 'sessions'; readonly identityId: string } & ListChange)
  /** One identity was read again, or turned out to be gone. */
  | { readonly kind: 'identity'; readonly identityId: string }
  /** One session was read again, or turned out to be gone. */
  | { readonly kind: 'session'; readonly sessionId: string; readonly identityId: string | undefined }
  /** The list of recent sessions: its items or its phase. */
  | { readonly kind: 'recentSessions' }
  /** How long requests wait for the rate limits: each second while some do. */
  | { readonly kind: 'waiting' };

/** A session with the identity whose list holds it. */
export interface LoadedSession {
  readonly identityId: string;
  readonly session: Session;
}

/** What is read: one page, all that is left of a list, or one item by its id. */
export type Reading = 'page' | 'rest' | 'item';

/** The mails of the courier to several addresses. */
export interface Mails {
  /** Newest first; those without a time are last. */
  readonly mails: readonly Mail[];
  /** The addresses that have older mails than these. */
  readonly withOlder: readonly string[];
  /** The addresses beyond the first ten, whose mails were not requested. */
  readonly notRead: readonly string[];
  /** How many messages could not be read. */
  readonly malformed: number;
}

/**
 * What is known of one server. Tree, panel, documents and look-ups share it, so what one of them reads again is fresh
 * in all. Nothing is read before a call asks for it.
 */
export interface Directory {
  /** The identities of the current filter. */
  readonly identities: PagedList<Identity | Malformed>;
  /** Only identities with a credentials identifier that begins so; undefined lists all. */
  identityFilter: string | undefined;
  /** Identities that a look-up found: rows of their own, before the list. */
  readonly found: readonly Identity[];
  pinFound(identity: Identity): void;
  unpinFound(identityId: string): void;

  /**
   * Returns the sessions of one identity under its current filter; the same object until the filter changes. Kratos
   * sends the same empty list for an unknown identity and one without sessions, so an empty list is shown only once it
   * is known which of the two it is.
   */
  sessionsOf(identityId: string): PagedList<Session | Malformed>;
  /** Returns the state of that list, without creating it; undefined before `sessionsOf` was called. */
  sessionsState(identityId: string): ListState<Session | Malformed> | undefined;
  /**
   * Returns the sessions that a look-up found and that the list does not hold (yet): rows of their own, before the
   * list. They are removed when the server no longer has them, and with the filter that they were found under.
   */
  foundSessions(identityId: string): readonly Session[];
  /** Returns whether this session is one of them. Called for each row that is drawn, so it searches no list. */
  isFoundSession(identityId: string, sessionId: string): boolean;
  pinFoundSession(identityId: string, session: Session): void;
  /** Returns the sessions of all lists, and the found ones, without a request. */
  loadedSessions(): readonly LoadedSession[];
  /**
   * Marks the sessions of all identities but these as outdated, without a request (see PagedList.markOutdated): the
   * identities were read again, and these sessions were not.
   */
  outdateSessions(except: ReadonlySet<string>): void;
  sessionFilter(identityId: string): SessionFilter;
  setSessionFilter(identityId: string, filter: SessionFilter): void;

  /** The newest sessions of all identities. They are known sessions, too; the identities in them are not cached. */
  readonly recentSessions: RecentList;

  /** Returns what is in memory, without a request. */
  knownIdentity(identityId: string): Identity | undefined;
  /**
   * Returns the state of an identity as it was read last, alone or inside a session. `sessionStatus` prefers it to the
   * session's `active`, which depends on the identity's state when the session was read.
   */
  identityState(identityId: string): string | undefined;
  /** Returns undefined also for a session that a refreshed list no longer holds, unless a look-up found it. */
  knownSession(sessionId: string): Session | undefined;
  /** Resolves from memory, else by a request. Fails with KratosError. */
  identity(identityId: string, signal?: AbortSignal): Promise<Identity>;
  session(sessionId: string, signal?: AbortSignal): Promise<Session>;
  /**
   * Always sends a request, which concurrent callers share. The result replaces the row wherever it is shown. If the
   * server has none, its rows are removed before this fails with notFound.
   */
  readIdentity(identityId: string, signal?: AbortSignal): Promise<Identity>;
  readSession(sessionId: string, signal?: AbortSignal): Promise<Session>;

  /**
   * Resolves with the first `limit` identities of `filter`, by one request, without malformed ones. They are cached;
   * the list and its filter stay as they are. Fails with KratosError.
   */
  searchIdentities(filter: IdentityFilter, limit: number, signal?: AbortSignal): Promise<readonly Identity[]>;
  /**
   * Resolves with the identity of this external id, by one request. Fails with KratosError: noSuchRoute before v25.4.
   */
  identityByExternalId(externalId: string, signal?: AbortSignal): Promise<Identity>;

  /**
   * Resolves with the newest mails to these addresses, at most 100 each, by one request for each of them. They are not
   * cached. Fails with KratosError.
   */
  mails(addresses: readonly string[], signal?: AbortSignal): Promise<Mails>;
  /**
   * Resolves with the version of the server, by one request until it responds; undefined if it reports none. Fails with
   * KratosError if it does not respond.
   */
  serverVersion(signal?: AbortSignal): Promise<string | undefined>;
  /** The version, without a request; undefined before `serverVersion` has found it. */
  readonly knownServerVersion: string | undefined;

  /**
   * Retries what failed in each list, and what is being read now if it fails: called after secrets or settings changed.
   * What the user cancelled stays cancelled. Does not reject.
   */
  retryFailed(): Promise<void>;

  /**
   * Returns the whole seconds until the next request of this kind is sent, while the rate limits let none through;
   * undefined where none waits longer than a moment.
   */
  waiting(reading: Reading): number | undefined;

  /** Calls `listener` after each change, until the returned function is called. */
  onDidChange(listener: (change: DirectoryChange) => void): () => void;
  /** Aborts all requests and closes the connections. */
  dispose(): void;
}
