import { type Disposable, EventEmitter } from 'vscode';
import type { Connection } from '../connections/connection.ts';
import type { Connections } from '../connections/connections.ts';
import type { SessionRef } from '../connections/refs.ts';
import type { Directory, DirectoryChange } from '../directory/directory.ts';
import { type Failure, KratosError } from '../kratos/failure.ts';
import type { Identity } from '../kratos/identity.ts';
import type { Session } from '../kratos/session.ts';
import { wasReadWhileDisabled } from '../kratos/sessionStatus.ts';

/** How the panel's session stands with its server. */
export type ReadingPhase =
  /** Nothing was read yet, or only from a server that this connection meant before. */
  | { readonly kind: 'unread' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** The server does not have the session any more. */
  | { readonly kind: 'gone' }
  /** The person has no such connection any more. */
  | { readonly kind: 'noConnection' };

/** What the panel shows of the session's surroundings. */
interface Around {
  readonly identity: Identity | undefined;
  readonly identityState: string | undefined;
  readonly otherSessions: number | undefined;
  readonly waiting: number | undefined;
}

/**
 * One open session file: the session as last seen, and what is known around it. It follows the directory, so that what
 * others read again is fresh here, and finds its way back when session or connection return. Shared by all panels of the file.
 */
export class SessionReading implements Disposable {
  readonly ref: SessionRef;
  readonly #connections: Connections;
  readonly #changed = new EventEmitter<void>();
  readonly #listSubscription: Disposable;
  readonly onDidChange = this.#changed.event;
  #directory: Directory | undefined;
  #endDirectory: (() => void) | undefined;
  #request: AbortController | undefined;
  #phase: ReadingPhase = { kind: 'unread' };
  #session: Session | undefined;
  #connection: Connection | undefined;
  #readAt: Date | undefined;
  #around: Around = { identity: undefined, identityState: undefined, otherSessions: undefined, waiting: undefined };

  constructor(ref: SessionRef, connections: Connections) {
    this.ref = ref;
    this.#connections = connections;
    this.#follow();
    const known = this.#directory?.knownSession(ref.sessionId);
    if (known !== undefined) {
      this.#session = known;
      this.#phase = { kind: 'ready' };
    }
    // Nobody listens yet: this only notes what is around.
    this.#noticeAround();
    this.#listSubscription = connections.onDidChangeList(() => this.#connectionsChanged());
  }

  get phase(): ReadingPhase {
    return this.#phase;
  }

  /** As last seen on this server: stays after a failure, and after the server lost it. */
  get session(): Session | undefined {
    return this.#session;
  }

  /** The connection as last seen. */
  get connection(): Connection | undefined {
    return this.#connection;
  }

  /** When a reading of the session arrived while it was open here; undefined for one that was known before. */
  get readAt(): Date | undefined {
    return this.#readAt;
  }

  get identityId(): string {
    return this.#session?.identityId ?? this.ref.identityId;
  }

  /** From memory: never a request. */
  get identity(): Identity | undefined {
    return this.#directory?.knownIdentity(this.identityId);
  }

  /** As read last, alone or inside any session. */
  get identityState(): string | undefined {
    return this.#directory?.identityState(this.identityId);
  }

  /** Seconds until the reading that is under way is sent, where the server's limits hold it up. */
  get waiting(): number | undefined {
    return this.#phase.kind === 'reading' ? this.#directory?.waiting('item') : undefined;
  }

  /** How many sessions the identity has beside this one, where the tree has counted them all. */
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
    // Whether a session that is gone was counted, nobody knows.
    return total === undefined || total === 0 || this.#phase.kind === 'gone' ? undefined : total - 1;
  }

  /** For when someone looks: reads the session unless it is known, and again after a failure, for it may be back. */
  async open(): Promise<void> {
    if (this.#phase.kind !== 'ready') {
      await this.refresh();
    }
  }

  /** For when a person wants it read again, whatever they said before. */
  async tryAgain(): Promise<void> {
    this.#connections.askAgain(this.ref.connectionId);
    await this.refresh();
  }

  /** Reads the session again; joins a reading that is under way. What the server or the network did wrong is in `phase`. */
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
        this.#arrived(session);
      }
    } catch (error) {
      if (!(error instanceof KratosError)) {
        this.#enter({ kind: 'unread' });
        throw error;
      }
      if (!request.signal.aborted) {
        this.#enter(phaseAfter(error.failure));
      }
    }
  }

  /** Gives up the reading that is under way; only a person asks again. */
  cancel(): void {
    if (this.#phase.kind === 'reading') {
      this.#request?.abort();
      this.#enter({ kind: 'failed', failure: { kind: 'cancelled' } });
    }
  }

  dispose(): void {
    this.#request?.abort();
    this.#endDirectory?.();
    this.#listSubscription.dispose();
    this.#changed.dispose();
  }

  #follow(): void {
    const { connectionId } = this.ref;
    this.#directory = this.#connections.directory(connectionId);
    const connection = this.#connections.get(connectionId) ?? this.#connection;
    if (this.#connection !== undefined && connection !== undefined && !isSameServer(this.#connection, connection)) {
      // What another server said is nothing that this one has lost.
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
          this.#lookAgain();
        }
        return;
      case 'sessions':
        if (change.identityId === this.identityId) {
          this.#lookAgain();
        }
        return;
      case 'identity':
      case 'identities':
      case 'waiting':
        this.#noticeAround();
        return;
    }
  }

  #lookAgain(): void {
    const known = this.#directory?.knownSession(this.ref.sessionId);
    if (known !== undefined && known !== this.#session) {
      this.#request?.abort();
      this.#arrived(known);
    } else if (known === undefined && this.#phase.kind === 'ready') {
      // A refreshed list no longer shows it: it may be gone. Whoever looks at it asks.
      this.#enter({ kind: 'unread' });
    } else {
      this.#noticeAround();
    }
  }

  /** Pages of lists arrive by the dozen: only what the panel shows of them is a change here. */
  #noticeAround(): void {
    if (this.#isEnabledAgain()) {
      // Only the server knows whether the session came back with its identity. Whoever looks at it asks.
      this.#enter({ kind: 'unread' });
      return;
    }
    const { identity, identityState, otherSessions, waiting } = this;
    if (
      identity !== this.#around.identity ||
      identityState !== this.#around.identityState ||
      otherSessions !== this.#around.otherSessions ||
      waiting !== this.#around.waiting
    ) {
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
    const { identity, identityState, otherSessions, waiting } = this;
    this.#around = { identity, identityState, otherSessions, waiting };
    this.#changed.fire();
  }

  #arrived(session: Session): void {
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

function phaseAfter(failure: Failure): ReadingPhase {
  const gone = failure.kind === 'notFound' && failure.resource === 'session';
  return gone ? { kind: 'gone' } : { kind: 'failed', failure };
}
