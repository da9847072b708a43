import type { IdentityFilter, SessionFilter } from '../kratos/createKratosClient.ts';
import type { Identity } from '../kratos/identity.ts';
import type { Malformed, Session } from '../kratos/session.ts';
import type { ListState } from './listState.ts';
import type { PagedList } from './pagedList.ts';

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
  /** How long requests wait for the server's limits: each second while some do. */
  | { readonly kind: 'waiting' };

/** What is read: a page that a person asked for, all that is left of a list, or one thing by its id. */
export type Reading = 'page' | 'rest' | 'item';

/**
 * What is known of one server: shared by tree, panel, documents and look-ups, so that what one of them reads again is
 * fresh in all. Nothing is read before someone asks.
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
   * The sessions of one identity under its current filter; the same object until the filter changes. The sessions endpoint
   * answers an unknown identity and one without sessions alike: an empty answer is shown only once it is known which of the
   * two it is, and an identity that the server does not have is forgotten before.
   */
  sessionsOf(identityId: string): PagedList<Session | Malformed>;
  /** What that list holds by now; undefined while nobody has asked for it, and looking makes none. */
  sessionsState(identityId: string): ListState<Session | Malformed> | undefined;
  /**
   * Sessions of this identity that a look-up found and that its list does not hold, or not yet: rows of their own, before
   * the list. They go when the server has them no longer, and with the filter that they were found under.
   */
  foundSessions(identityId: string): readonly Session[];
  /** Whether this session is one of them: asked for every row that is drawn, so it looks no list through for the others. */
  isFoundSession(identityId: string, sessionId: string): boolean;
  pinFoundSession(identityId: string, session: Session): void;
  /**
   * Marks the sessions that were read of all identities but these as outdated (see PagedList.markOutdated): they are as
   * old as before, and the rest of the server's data is not. Asks nothing.
   */
  outdateSessions(except: ReadonlySet<string>): void;
  sessionFilter(identityId: string): SessionFilter;
  setSessionFilter(identityId: string, filter: SessionFilter): void;

  /** What is in memory, without a request. */
  knownIdentity(identityId: string): Identity | undefined;
  /**
   * The state of an identity as it was read last, alone or inside a session: what `sessionStatus` takes as the fresher one
   * (a session's `active` folds in the state that its identity had when the session was read).
   */
  identityState(identityId: string): string | undefined;
  /** Undefined also for a session that a refreshed list no longer shows, unless it was found: whoever shows it asks again. */
  knownSession(sessionId: string): Session | undefined;
  /** From memory, else by a request. Fails with KratosError. */
  identity(identityId: string, signal?: AbortSignal): Promise<Identity>;
  session(sessionId: string, signal?: AbortSignal): Promise<Session>;
  /**
   * Always by a request; what it brings replaces the row wherever it is shown. Two askers share one request. When the
   * server has none, it is forgotten and its rows are taken out before this fails with notFound.
   */
  readIdentity(identityId: string, signal?: AbortSignal): Promise<Identity>;
  readSession(sessionId: string, signal?: AbortSignal): Promise<Session>;

  /**
   * A look-up beside the list: the first `limit` identities of `filter`, by one request; malformed ones are left out. What
   * it brings is known from then on; the list and its filter stay as they are. Fails with KratosError.
   */
  searchIdentities(filter: IdentityFilter, limit: number, signal?: AbortSignal): Promise<readonly Identity[]>;
  /** The identity with this external id, by one request. Fails with KratosError: noSuchRoute before v25.4. */
  identityByExternalId(externalId: string, signal?: AbortSignal): Promise<Identity>;

  /**
   * For when requests are made in another way from now on: does again what failed in every list that is shown, and what
   * is under way once more if it fails. What a person gave up, and the other lists, stay as they are. Does not reject, as
   * no list does.
   */
  retryFailed(): Promise<void>;

  /**
   * Whole seconds until the next request of this kind is sent, while the server's limits let none through; undefined where
   * none waits longer than a moment.
   */
  waiting(reading: Reading): number | undefined;

  /** Calls `listener` after each change; the answer ends it. */
  onDidChange(listener: (change: DirectoryChange) => void): () => void;
  /** Aborts everything under way and closes the connections. */
  dispose(): void;
}
