import type { Connections } from '../../../connections/connections.ts';
import type { IdentityRef } from '../../../connections/refs.ts';
import type { DirectoryChange } from '../../../core/directory/directoryChange.ts';
import { type ListState, readByItself } from '../../../core/directory/listState.ts';
import type { Mails } from '../../../core/directory/readMails.ts';
import type { SessionFilter } from '../../../core/kratos/createKratosClient.ts';
import { detailsOfIdentity } from '../../../core/kratos/detailsOfIdentity.ts';
import { type Failure, failureOf } from '../../../core/kratos/failure.ts';
import type { Identity } from '../../../core/kratos/identity.ts';
import type { IdentityDetails } from '../../../core/kratos/identityDetails.ts';
import type { Malformed, Session } from '../../../core/kratos/session.ts';
import type { Loaded } from '../../../core/origins/reason.ts';
import { ItemReading } from '../itemReading.ts';

/**
 * Reads an identity and its sessions for a page, and follows changes of both in the directory. Reads up to 500 sessions
 * by itself, the others with `readAll`.
 */
export class IdentityReading extends ItemReading {
  readonly ref: IdentityRef;
  #identity: Identity | undefined;
  #version: string | undefined;
  #mails: Mails | undefined;
  #mailsFailure: Failure | undefined;

  constructor(ref: IdentityRef, connections: Connections) {
    super('identity', ref.connectionId, connections);
    this.ref = ref;
    this.#identity = this.directory?.knownIdentity(ref.identityId);
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

  /** The list of the sessions under the identity's filter; undefined before it is read. */
  get sessions(): ListState<Session | Malformed> | undefined {
    return this.directory?.sessionsState(this.ref.identityId);
  }

  get filter(): SessionFilter {
    return this.directory?.sessionFilter(this.ref.identityId) ?? 'all';
  }

  /** The sessions of the list, and those that look-ups found. */
  get items(): readonly (Session | Malformed)[] {
    const found = this.directory?.foundSessions(this.ref.identityId) ?? [];
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

  /** Whether everything was read that is read without an action of the user. */
  get isSettled(): boolean {
    const list = this.sessions?.phase.kind;
    return this.phase.kind !== 'reading' && (list === 'ready' || list === 'failed');
  }

  /** Reads what is not known yet. */
  async open(): Promise<void> {
    await Promise.all([this.phase.kind === 'unread' ? this.#readIdentity() : undefined, this.#readSessions()]);
  }

  /** Reads the identity and its sessions again, also if the user refused consent before. */
  async refresh(): Promise<void> {
    this.connections.resetConsent(this.ref.connectionId);
    const list = this.directory?.sessionsOf(this.ref.identityId);
    await Promise.all([this.#readIdentity(), list?.refresh()]);
    await this.#readSessions();
  }

  async readAll(): Promise<void> {
    await this.directory?.sessionsOf(this.ref.identityId).all();
  }

  /** Adds a session that the list does not hold (yet), as a look-up does. A session that cannot be read is left out. */
  async include(sessionId: string): Promise<void> {
    const { identityId } = this.ref;
    const directory = this.directory;
    await directory?.sessionsOf(identityId).open();
    if (directory !== undefined && !this.items.some(({ id }) => id === sessionId)) {
      await directory.session(sessionId).then((session) => directory.pinFoundSession(identityId, session), failureOf);
    }
  }

  /** Shows the sessions of every state, whatever filter the tree has for this identity. */
  async clearFilter(): Promise<void> {
    this.directory?.setSessionFilter(this.ref.identityId, 'all');
    await this.#readSessions();
  }

  override cancel(): void {
    this.directory?.sessionsOf(this.ref.identityId).cancel();
    super.cancel();
  }

  async #readIdentity(): Promise<void> {
    const identity = await this.read((directory, signal) => directory.readIdentity(this.ref.identityId, signal));
    if (identity !== undefined) {
      this.#identity = identity;
      this.enter({ kind: 'ready' });
      await this.#readSurroundings();
    }
  }

  /** Reads the server's version, which decides which times are true, and the mails to the identity's addresses. */
  async #readSurroundings(): Promise<void> {
    const directory = this.directory;
    const addresses = this.details?.addresses ?? [];
    if (directory === undefined || this.phase.kind !== 'ready') {
      return;
    }
    const settle = (apply: () => void) => {
      if (this.directory === directory) {
        apply();
        this.fire();
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
    const directory = this.directory;
    if (directory === undefined || this.phase.kind === 'gone') {
      return;
    }
    const list = directory.sessionsOf(this.ref.identityId);
    await list.open();
    let before = -1;
    while (this.directory === directory && isShort(list.state) && list.state.items.length > before) {
      before = list.state.items.length;
      await ((list.state.total ?? Number.POSITIVE_INFINITY) <= readByItself ? list.all() : list.more());
    }
  }

  protected override serverChanged(): void {
    this.#identity = this.directory?.knownIdentity(this.ref.identityId);
    this.#version = undefined;
    this.#mails = undefined;
    this.#mailsFailure = undefined;
  }

  protected override directoryChanged(change: DirectoryChange): void {
    switch (change.kind) {
      case 'sessions':
      case 'session':
        if (change.identityId === this.ref.identityId) {
          this.fire(change.kind === 'sessions' && change.rows.length === 0 ? 'rest' : 'rows');
        }
        return;
      case 'identity':
      case 'identities':
        this.#updateIdentity();
        return;
      case 'waiting':
        this.fire();
        return;
      case 'recentSessions':
        // Origins are compared with them, once for each reading.
        if (this.directory?.recentSessions.state.phase.kind !== 'loading') {
          this.fire('rows');
        }
        return;
    }
  }

  /** The state of an identity is part of the state of each of its sessions. */
  #updateIdentity(): void {
    const known = this.directory?.knownIdentity(this.ref.identityId);
    if (known !== undefined && known !== this.#identity) {
      const isOtherState = known.state !== this.#identity?.state;
      this.#identity = known;
      if (this.phase.kind === 'failed' || this.phase.kind === 'gone') {
        this.enter({ kind: 'unread' }, 'rows');
      } else {
        this.fire(isOtherState ? 'rows' : 'rest');
      }
    }
  }
}

function isShort({ phase, end, items }: ListState<unknown>): boolean {
  return phase.kind === 'ready' && end.kind === 'more' && items.length < readByItself;
}
