import type { Disposable } from 'vscode';
import type { Connection } from '../../../connections/connection.ts';
import type { Connections } from '../../../connections/connections.ts';
import type { SessionRef } from '../../../connections/refs.ts';
import type { DirectoryChange } from '../../../core/directory/directoryChange.ts';
import type { Identity } from '../../../core/kratos/identity.ts';
import type { Session } from '../../../core/kratos/session.ts';
import { wasReadWhileDisabled } from '../../../core/kratos/sessionStatus.ts';
import { ItemReading, type ReadingChange } from '../itemReading.ts';

/** The part of a reading that the panel shows. */
export type PanelFacts = Omit<
  SessionReading,
  'open' | 'refresh' | 'tryAgain' | 'cancel' | 'dispose' | 'onDidChange' | 'directory'
>;

/** Follows the session in the directory, also when it comes back. All panels of its file share one reading. */
export class SessionReading extends ItemReading {
  readonly ref: SessionRef;
  readonly #unlockSubscription: Disposable;
  #session: Session | undefined;
  #readAt: Date | undefined;
  /** What the panel shows beside the session, when it last changed. */
  #context: readonly unknown[] = [];

  constructor(ref: SessionRef, connections: Connections) {
    super('session', ref.connectionId, connections);
    this.ref = ref;
    const known = this.directory?.knownSession(ref.sessionId);
    if (known !== undefined) {
      this.#session = known;
      this.enter({ kind: 'ready' });
    }
    this.#updateContext();
    this.#unlockSubscription = connections.onDidChangeUnlock(() => this.#updateContext());
  }

  /** The last known state of the session, also after a failure or when the session is gone. */
  get session(): Session | undefined {
    return this.#session;
  }

  /** Whether changes are possible through the connection. */
  get isUnlocked(): boolean {
    return this.connections.unlockOf(this.ref.connectionId) !== undefined;
  }

  /** When the session was last read while it was open here. */
  get readAt(): Date | undefined {
    return this.#readAt;
  }

  get identityId(): string {
    return this.#session?.identityId ?? this.ref.identityId;
  }

  get identity(): Identity | undefined {
    return this.directory?.knownIdentity(this.identityId);
  }

  /** The last known state, from the identity or from any of its sessions. */
  get identityState(): string | undefined {
    return this.directory?.identityState(this.identityId);
  }

  /** Seconds until the rate limit allows the current request. */
  get waiting(): number | undefined {
    return this.phase.kind === 'reading' ? this.directory?.waiting('item') : undefined;
  }

  /** The number of other sessions of the identity, if the tree has counted them all. */
  get otherSessions(): number | undefined {
    if (this.directory === undefined || this.directory.sessionFilter(this.identityId) !== 'all') {
      return undefined;
    }
    const state = this.directory.sessionsState(this.identityId);
    if (state === undefined || state.outdated) {
      return undefined;
    }
    const { total, items, end } = state;
    if (end.kind === 'complete') {
      return items.length === 0 ? undefined : items.filter(({ id }) => id !== this.ref.sessionId).length;
    }
    // The count may or may not include a session that is gone.
    return total === undefined || total === 0 || this.phase.kind === 'gone' ? undefined : total - 1;
  }

  async open(): Promise<void> {
    if (this.phase.kind !== 'ready') {
      await this.refresh();
    }
  }

  /** Reads the session again, also if the user refused consent before. */
  async tryAgain(): Promise<void> {
    this.connections.resetConsent(this.ref.connectionId);
    await this.refresh();
  }

  /** Reads the session again unless that is in progress. A failure of the server or the network is in `phase`. */
  async refresh(): Promise<void> {
    const session = await this.read((directory, signal) => directory.readSession(this.ref.sessionId, signal));
    if (session !== undefined) {
      this.#setSession(session);
    }
  }

  override dispose(): void {
    this.#unlockSubscription.dispose();
    super.dispose();
  }

  protected override serverChanged(before: Connection | undefined): void {
    if (before !== undefined && this.connection !== undefined && !isSameServer(before, this.connection)) {
      // A session of the previous server must not count as deleted on this one.
      this.#session = undefined;
      this.#readAt = undefined;
    }
  }

  protected override directoryChanged(change: DirectoryChange): void {
    switch (change.kind) {
      case 'session':
        if (change.sessionId === this.ref.sessionId) {
          this.#updateSession();
        }
        return;
      case 'sessions':
        if (change.identityId === this.identityId) {
          this.#updateSession();
        }
        return;
      case 'identity':
      case 'identities':
      case 'waiting':
        this.#updateContext();
        return;
      case 'recentSessions':
        return;
    }
  }

  #updateSession(): void {
    const known = this.directory?.knownSession(this.ref.sessionId);
    if (known !== undefined && known !== this.#session) {
      this.abort();
      this.#setSession(known);
    } else if (known === undefined && this.phase.kind === 'ready') {
      // A refreshed list does not contain it, so it may be gone.
      this.enter({ kind: 'unread' });
    } else {
      this.#updateContext();
    }
  }

  /** Fires only when something that the panel shows has changed, because pages of lists arrive by the dozen. */
  #updateContext(): void {
    if (this.#isEnabledAgain()) {
      // Only a request shows whether the session is active again with its identity.
      this.enter({ kind: 'unread' });
      return;
    }
    if (this.#currentContext().some((value, index) => value !== this.#context[index])) {
      this.fire();
    }
  }

  #isEnabledAgain(): boolean {
    const { identityState } = this;
    const isKnownEnabled = identityState !== undefined && identityState !== 'inactive';
    const session = this.phase.kind === 'ready' ? this.#session : undefined;
    return isKnownEnabled && session !== undefined && wasReadWhileDisabled(session);
  }

  protected override fire(change?: ReadingChange): void {
    this.#context = this.#currentContext();
    super.fire(change);
  }

  #currentContext(): readonly unknown[] {
    return [this.identity, this.identityState, this.otherSessions, this.waiting, this.isUnlocked];
  }

  #setSession(session: Session): void {
    this.#session = session;
    this.#readAt = new Date();
    this.enter({ kind: 'ready' });
  }
}

function isSameServer(one: Connection, other: Connection): boolean {
  return one.kind === 'configured' && other.kind === 'configured'
    ? one.address === other.address
    : one.kind === other.kind;
}
