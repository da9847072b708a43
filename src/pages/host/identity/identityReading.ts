import { type Disposable, EventEmitter } from 'vscode';
import type { Connection } from '../../../connections/connection.ts';
import type { Connections } from '../../../connections/connections.ts';
import type { IdentityRef } from '../../../connections/refs.ts';
import type { Directory, DirectoryChange, Mails } from '../../../core/directory/directory.ts';
import { type ListState, readByItself } from '../../../core/directory/listState.ts';
import type { SessionFilter } from '../../../core/kratos/createKratosClient.ts';
import { detailsOfIdentity } from '../../../core/kratos/detailsOfIdentity.ts';
import { type Failure, failureOf, KratosError } from '../../../core/kratos/failure.ts';
import type { Identity } from '../../../core/kratos/identity.ts';
import type { IdentityDetails } from '../../../core/kratos/identityDetails.ts';
import type { Malformed, Session } from '../../../core/kratos/session.ts';
import type { Loaded } from '../../../core/origins/reason.ts';
import { phaseAfter, type ReadingPhase } from '../session/sessionReading.ts';

/** What changed: rows of the table, or only what is around it. */
export type IdentityChange = 'rows' | 'rest';

/**
 * Reads an identity and its sessions for a page, and follows changes of both in the directory. Reads up to 500 sessions
 * by itself, the others with `readAll`.
 */
export class IdentityReading implements Disposable {
  readonly ref: IdentityRef;
  readonly #connections: Connections;
  readonly #changed = new EventEmitter<IdentityChange>();
  readonly onDidChange = this.#changed.event;
  readonly #listSubscription: Disposable;
  #directory: Directory | undefined;
  #endDirectory: (() => void) | undefined;
  #connection: Connection | undefined;
  #request: AbortController | undefined;
  #phase: ReadingPhase = { kind: 'unread' };
  #identity: Identity | undefined;
  #version: string | undefined;
  #mails: Mails | undefined;
  #mailsFailure: Failure | undefined;

  constructor(ref: IdentityRef, connections: Connections) {
    this.ref = ref;
    this.#connections = connections;
    this.#follow();
    this.#listSubscription = connections.onDidChangeList(() => this.#connectionsChanged());
  }

  /** How the identity itself was read. The list's phase is in `sessions`. */
  get phase(): ReadingPhase {
    return this.#phase;
  }

  /** The last known state, also after a failure or when the identity is gone. */
  get identity(): Identity | undefined {
    return this.#identity;
  }

  /** The identity's credentials and addresses; undefined before it is known. */
  get details(): IdentityDetails | undefined {
    return this.#identity && detailsOfIdentity(this.#identity, this.#version);
  }

  /** The newest mails to the identity's addresses; undefined while they are not read. */
  get mails(): Mails | undefined {
    return this.#mails;
  }

  get mailsFailure(): Failure | undefined {
    return this.#mailsFailure;
  }

  get connection(): Connection | undefined {
    return this.#connection;
  }

  get directory(): Directory | undefined {
    return this.#directory;
  }

  /** The list of the sessions under the identity's filter; undefined before it is read. */
  get sessions(): ListState<Session | Malformed> | undefined {
    return this.#directory?.sessionsState(this.ref.identityId);
  }

  get filter(): SessionFilter {
    return this.#directory?.sessionFilter(this.ref.identityId) ?? 'all';
  }

  /** The sessions of the list, and those that look-ups found. */
  get items(): readonly (Session | Malformed)[] {
    const found = this.#directory?.foundSessions(this.ref.identityId) ?? [];
    return [...found, ...(this.sessions?.items ?? [])];
  }

  /** What reasons are compared with; undefined when all sessions are read. The total under a filter is not that of all. */
  get loaded(): Loaded | undefined {
    const isUnfiltered = this.filter === 'all';
    const { end, total } = this.sessions ?? {};
    return isUnfiltered && end?.kind === 'complete'
      ? undefined
      : { sessions: this.items.length, total: isUnfiltered ? total : undefined };
  }

  /** Whether everything is read that is read without a request of the user. */
  get isSettled(): boolean {
    const list = this.sessions?.phase.kind;
    return this.#phase.kind !== 'reading' && (list === 'ready' || list === 'failed');
  }

  /** Reads what is not known yet. */
  async open(): Promise<void> {
    await Promise.all([this.#phase.kind === 'unread' ? this.#readIdentity() : undefined, this.#readSessions()]);
  }

  /** Reads the identity and its sessions again, also if the user refused consent before. */
  async refresh(): Promise<void> {
    this.#connections.askAgain(this.ref.connectionId);
    const list = this.#directory?.sessionsOf(this.ref.identityId);
    await Promise.all([this.#readIdentity(), list?.refresh()]);
    await this.#readSessions();
  }

  async readAll(): Promise<void> {
    await this.#directory?.sessionsOf(this.ref.identityId).all();
  }

  /** Adds a session that the list does not hold (yet), as a look-up does. A session that cannot be read is left out. */
  async include(sessionId: string): Promise<void> {
    const { identityId } = this.ref;
    const directory = this.#directory;
    await directory?.sessionsOf(identityId).open();
    if (directory !== undefined && !this.items.some(({ id }) => id === sessionId)) {
      await directory.session(sessionId).then((session) => directory.pinFoundSession(identityId, session), failureOf);
    }
  }

  /** Shows the sessions of every state, whatever filter the tree has for this identity. */
  async clearFilter(): Promise<void> {
    this.#directory?.setSessionFilter(this.ref.identityId, 'all');
    await this.#readSessions();
  }

  cancel(): void {
    this.#directory?.sessionsOf(this.ref.identityId).cancel();
    if (this.#phase.kind === 'reading') {
      this.#request?.abort();
      this.#enter({ kind: 'failed', failure: { kind: 'cancelled' } });
    }
  }

  dispose(): void {
    this.#request?.abort();
    this.#endDirectory?.();
    this.#directory = undefined;
    this.#listSubscription.dispose();
    this.#changed.dispose();
  }

  async #readIdentity(): Promise<void> {
    const directory = this.#directory;
    if (directory === undefined || this.#phase.kind === 'reading') {
      return;
    }
    const request = new AbortController();
    this.#request = request;
    this.#enter({ kind: 'reading' });
    try {
      const identity = await directory.readIdentity(this.ref.identityId, request.signal);
      if (!request.signal.aborted) {
        this.#identity = identity;
        this.#enter({ kind: 'ready' });
        await this.#readSurroundings();
      }
    } catch (error) {
      if (!(error instanceof KratosError)) {
        this.#enter({ kind: 'broken', error });
        throw error;
      }
      if (!request.signal.aborted) {
        this.#enter(phaseAfter(error.failure, 'identity'));
      }
    }
  }

  /** Reads the server's version, which decides which times are true, and the mails to the identity's addresses. */
  async #readSurroundings(): Promise<void> {
    const directory = this.#directory;
    const addresses = this.details?.addresses ?? [];
    if (directory === undefined || this.#phase.kind !== 'ready') {
      return;
    }
    const settle = (apply: () => void) => {
      if (this.#directory === directory) {
        apply();
        this.#changed.fire('rest');
      }
    };
    await Promise.all([
      directory.serverVersion().then(
        (version) => settle(() => (this.#version = version)),
        // Without a version, the times of credentials are left out.
        failureOf,
      ),
      directory.mails([...new Set(addresses.map(({ value }) => value))]).then(
        (mails) =>
          settle(() => {
            this.#mails = mails;
            this.#mailsFailure = undefined;
          }),
        (error) =>
          settle(() => {
            this.#mails = undefined;
            this.#mailsFailure = failureOf(error);
          }),
      ),
    ]);
  }

  /** Reads a short list completely, in one reading that proves it, and of a long one the first sessions. */
  async #readSessions(): Promise<void> {
    const directory = this.#directory;
    if (directory === undefined || this.#phase.kind === 'gone') {
      return;
    }
    const list = directory.sessionsOf(this.ref.identityId);
    await list.open();
    let before = -1;
    while (this.#directory === directory && isShort(list.state) && list.state.items.length > before) {
      before = list.state.items.length;
      await ((list.state.total ?? Number.POSITIVE_INFINITY) <= readByItself ? list.all() : list.more());
    }
  }

  #follow(): void {
    const { connectionId, identityId } = this.ref;
    this.#directory = this.#connections.directory(connectionId);
    this.#connection = this.#connections.get(connectionId) ?? this.#connection;
    this.#endDirectory = this.#directory?.onDidChange((change) => this.#directoryChanged(change));
    this.#identity = this.#directory?.knownIdentity(identityId) ?? this.#identity;
    this.#phase = { kind: this.#directory === undefined ? 'noConnection' : 'unread' };
  }

  #connectionsChanged(): void {
    const { connectionId } = this.ref;
    if (this.#connections.directory(connectionId) !== this.#directory) {
      this.#request?.abort();
      this.#endDirectory?.();
      this.#identity = undefined;
      this.#version = undefined;
      this.#mails = undefined;
      this.#mailsFailure = undefined;
      this.#follow();
      this.#changed.fire('rows');
      return;
    }
    const connection = this.#connections.get(connectionId) ?? this.#connection;
    if (connection !== this.#connection) {
      this.#connection = connection;
      this.#changed.fire('rest');
    }
  }

  #directoryChanged(change: DirectoryChange): void {
    switch (change.kind) {
      case 'sessions':
      case 'session':
        if (change.identityId === this.ref.identityId) {
          this.#changed.fire(change.kind === 'sessions' && change.rows.length === 0 ? 'rest' : 'rows');
        }
        return;
      case 'identity':
      case 'identities':
        this.#updateIdentity();
        return;
      case 'waiting':
        this.#changed.fire('rest');
        return;
      case 'recentSessions':
        // Origins are compared with them, once for each reading.
        if (this.#directory?.recentSessions.state.phase.kind !== 'loading') {
          this.#changed.fire('rows');
        }
        return;
    }
  }

  /** The state of an identity is part of the state of each of its sessions. */
  #updateIdentity(): void {
    const known = this.#directory?.knownIdentity(this.ref.identityId);
    if (known !== undefined && known !== this.#identity) {
      const isOtherState = known.state !== this.#identity?.state;
      this.#identity = known;
      const isBack = this.#phase.kind === 'failed' || this.#phase.kind === 'gone';
      if (isBack) {
        this.#phase = { kind: 'unread' };
      }
      this.#changed.fire(isBack || isOtherState ? 'rows' : 'rest');
    }
  }

  #enter(phase: ReadingPhase): void {
    this.#phase = phase;
    this.#changed.fire('rest');
  }
}

function isShort({ phase, end, items }: ListState<unknown>): boolean {
  return phase.kind === 'ready' && end.kind === 'more' && items.length < readByItself;
}
