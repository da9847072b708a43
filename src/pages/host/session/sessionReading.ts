import { type Disposable, EventEmitter } from 'vscode';
import type { Connection } from '../../../connections/connection.ts';
import type { Connections } from '../../../connections/connections.ts';
import type { SessionRef } from '../../../connections/refs.ts';
import type { Directory, DirectoryChange } from '../../../core/directory/directory.ts';
import { type Failure, KratosError } from '../../../core/kratos/failure.ts';
import type { Identity } from '../../../core/kratos/identity.ts';
import type { Session } from '../../../core/kratos/session.ts';
import { wasReadWhileDisabled } from '../../../core/kratos/sessionStatus.ts';

export type ReadingPhase =
  /** Not read yet, or only from a server that the connection no longer leads to. */
  | { readonly kind: 'unread' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** An error of the extension ended the reading: only the user repeats it. */
  | { readonly kind: 'broken'; readonly error: unknown }
  /** The server no longer has it. */
  | { readonly kind: 'gone' }
  /** The settings no longer have the connection. */
  | { readonly kind: 'noConnection' };

/** The part of a reading that the panel shows. */
export type PanelFacts = Omit<SessionReading, 'open' | 'refresh' | 'tryAgain' | 'cancel' | 'dispose' | 'onDidChange'>;

/**
 * Reads the session of an open session file and follows changes of it in the directory, also when the session or its
 * connection comes back. All panels of the file share one reading.
 */
export class SessionReading implements Disposable {
  readonly ref: SessionRef;
  readonly #connections: Connections;
  readonly #changed = new EventEmitter<void>();
  readonly #subscriptions: readonly Disposable[];
  readonly onDidChange = this.#changed.event;
  #directory: Directory | undefined;
  #endDirectory: (() => void) | undefined;
  #request: AbortController | undefined;
  #phase: ReadingPhase = { kind: 'unread' };
  #session: Session | undefined;
  #connection: Connection | undefined;
  #readAt: Date | undefined;
  /** What the panel shows beside the session, when it last changed. */
  #context: readonly unknown[] = [];

  constructor(ref: SessionRef, connections: Connections) {
    this.ref = ref;
    this.#connections = connections;
    this.#follow();
    const known = this.#directory?.knownSession(ref.sessionId);
    if (known !== undefined) {
      this.#session = known;
      this.#phase = { kind: 'ready' };
    }
    this.#updateContext();
    this.#subscriptions = [
      connections.onDidChangeList(() => this.#connectionsChanged()),
      connections.onDidChangeUnlock(() => this.#updateContext()),
    ];
  }

  get phase(): ReadingPhase {
    return this.#phase;
  }

  /** The last known state of the session, also after a failure or when the session is gone. */
  get session(): Session | undefined {
    return this.#session;
  }

  get connection(): Connection | undefined {
    return this.#connection;
  }

  /** Whether changes are possible through the connection. */
  get isUnlocked(): boolean {
    return this.#connections.unlockOf(this.ref.connectionId) !== undefined;
  }

  /** When the session was last read while it was open here. */
  get readAt(): Date | undefined {
    return this.#readAt;
  }

  get identityId(): string {
    return this.#session?.identityId ?? this.ref.identityId;
  }

  get identity(): Identity | undefined {
    return this.#directory?.knownIdentity(this.identityId);
  }

  /** The last known state, from the identity or from any of its sessions. */
  get identityState(): string | undefined {
    return this.#directory?.identityState(this.identityId);
  }

  /** Seconds until the rate limit allows the current request. */
  get waiting(): number | undefined {
    return this.#phase.kind === 'reading' ? this.#directory?.waiting('item') : undefined;
  }

  /** The number of other sessions of the identity, if the tree has counted them all. */
  get otherSessions(): number | undefined {
    if (this.#directory === undefined || this.#directory.sessionFilter(this.identityId) !== 'all') {
      return undefined;
    }
    const state = this.#directory.sessionsState(this.identityId);
    if (state === undefined || state.outdated) {
      return undefined;
    }
    const { total, items, end } = state;
    if (end.kind === 'complete') {
      return items.length === 0 ? undefined : items.filter(({ id }) => id !== this.ref.sessionId).length;
    }
    // The count may or may not include a session that is gone.
    return total === undefined || total === 0 || this.#phase.kind === 'gone' ? undefined : total - 1;
  }

  async open(): Promise<void> {
    if (this.#phase.kind !== 'ready') {
      await this.refresh();
    }
  }

  /** Reads the session again, also if the user refused consent before. */
  async tryAgain(): Promise<void> {
    this.#connections.askAgain(this.ref.connectionId);
    await this.refresh();
  }

  /** Reads the session again unless that is in progress. A failure of the server or the network is in `phase`. */
  async refresh(): Promise<void> {
    const directory = this.#directory;
    if (directory === undefined || this.#phase.kind === 'reading') {
      return;
    }
    const request = new AbortController();
    this.#request = request;
    this.#enter({ kind: 'reading' });
    try {
      const session = await directory.readSession(this.ref.sessionId, request.signal);
      if (!request.signal.aborted) {
        this.#setSession(session);
      }
    } catch (error) {
      if (!(error instanceof KratosError)) {
        this.#enter({ kind: 'broken', error });
        throw error;
      }
      if (!request.signal.aborted) {
        this.#enter(phaseAfter(error.failure, 'session'));
      }
    }
  }

  cancel(): void {
    if (this.#phase.kind === 'reading') {
      this.#request?.abort();
      this.#enter({ kind: 'failed', failure: { kind: 'cancelled' } });
    }
  }

  dispose(): void {
    this.#request?.abort();
    this.#endDirectory?.();
    this.#directory = undefined;
    for (const subscription of this.#subscriptions) {
      subscription.dispose();
    }
    this.#changed.dispose();
  }

  #follow(): void {
    const { connectionId } = this.ref;
    this.#directory = this.#connections.directory(connectionId);
    const connection = this.#connections.get(connectionId) ?? this.#connection;
    if (this.#connection !== undefined && connection !== undefined && !isSameServer(this.#connection, connection)) {
      // A session of the previous server must not count as deleted on this one.
      this.#session = undefined;
      this.#readAt = undefined;
    }
    this.#connection = connection;
    this.#endDirectory = this.#directory?.onDidChange((change) => this.#directoryChanged(change));
    this.#phase = { kind: this.#directory === undefined ? 'noConnection' : 'unread' };
  }

  #connectionsChanged(): void {
    const { connectionId } = this.ref;
    if (this.#connections.directory(connectionId) === this.#directory) {
      const connection = this.#connections.get(connectionId) ?? this.#connection;
      if (connection !== this.#connection) {
        this.#connection = connection;
        this.#fire();
      }
      return;
    }
    this.#request?.abort();
    this.#endDirectory?.();
    this.#follow();
    this.#fire();
  }

  #directoryChanged(change: DirectoryChange): void {
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
    const known = this.#directory?.knownSession(this.ref.sessionId);
    if (known !== undefined && known !== this.#session) {
      this.#request?.abort();
      this.#setSession(known);
    } else if (known === undefined && this.#phase.kind === 'ready') {
      // A refreshed list does not contain it, so it may be gone.
      this.#enter({ kind: 'unread' });
    } else {
      this.#updateContext();
    }
  }

  /** Fires only when something that the panel shows has changed, because pages of lists arrive by the dozen. */
  #updateContext(): void {
    if (this.#isEnabledAgain()) {
      // Only a request shows whether the session is active again with its identity.
      this.#enter({ kind: 'unread' });
      return;
    }
    if (this.#currentContext().some((value, index) => value !== this.#context[index])) {
      this.#fire();
    }
  }

  #isEnabledAgain(): boolean {
    const { identityState } = this;
    const isKnownEnabled = identityState !== undefined && identityState !== 'inactive';
    const session = this.#phase.kind === 'ready' ? this.#session : undefined;
    return isKnownEnabled && session !== undefined && wasReadWhileDisabled(session);
  }

  #fire(): void {
    this.#context = this.#currentContext();
    this.#changed.fire();
  }

  #currentContext(): readonly unknown[] {
    return [this.identity, this.identityState, this.otherSessions, this.waiting, this.isUnlocked];
  }

  #setSession(session: Session): void {
    this.#session = session;
    this.#readAt = new Date();
    this.#enter({ kind: 'ready' });
  }

  #enter(phase: ReadingPhase): void {
    this.#phase = phase;
    this.#fire();
  }
}

function isSameServer(one: Connection, other: Connection): boolean {
  return one.kind === 'configured' && other.kind === 'configured'
    ? one.address === other.address
    : one.kind === other.kind;
}

export function phaseAfter(failure: Failure, resource: 'session' | 'identity'): ReadingPhase {
  const isGone = failure.kind === 'notFound' && failure.resource === resource;
  return isGone ? { kind: 'gone' } : { kind: 'failed', failure };
}
