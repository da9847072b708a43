import { type Disposable, EventEmitter } from 'vscode';
import type { Connection } from '../../connections/connection.ts';
import type { Connections } from '../../connections/connections.ts';
import type { Directory } from '../../core/directory/directory.ts';
import type { DirectoryChange } from '../../core/directory/directoryChange.ts';
import { type Failure, KratosError } from '../../core/kratos/failure.ts';

type ReadingPhase =
  /** Not read yet, or only from a server that the connection no longer leads to. */
  | { readonly kind: 'unread' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** An error of the extension ended the reading: only the user repeats it. */
  | { readonly kind: 'broken'; readonly error: unknown }
  /** The server no longer has the item. */
  | { readonly kind: 'gone' }
  /** The settings no longer have the connection. */
  | { readonly kind: 'noConnection' };

/** What changed: rows of a table, or only what is around it. */
export type ReadingChange = 'rows' | 'rest';

/** Reads the item of an open file, and follows its connection, also when that is removed and comes back. */
export abstract class ItemReading implements Disposable {
  readonly #kind: 'session' | 'identity';
  readonly #connectionId: string;
  protected readonly connections: Connections;
  readonly #changed = new EventEmitter<ReadingChange>();
  readonly onDidChange = this.#changed.event;
  readonly #subscription: Disposable;
  #directory: Directory | undefined;
  #endDirectory: (() => void) | undefined;
  #connection: Connection | undefined;
  #request: AbortController | undefined;
  #phase: ReadingPhase = { kind: 'unread' };

  constructor(kind: 'session' | 'identity', connectionId: string, connections: Connections) {
    this.#kind = kind;
    this.#connectionId = connectionId;
    this.connections = connections;
    this.#follow();
    this.#subscription = connections.onDidChangeList(() => this.#connectionsChanged());
  }

  /** How the item itself was read. */
  get phase(): ReadingPhase {
    return this.#phase;
  }

  /** The last known connection, also when the settings no longer have it. */
  get connection(): Connection | undefined {
    return this.#connection;
  }

  get directory(): Directory | undefined {
    return this.#directory;
  }

  /** Ends the request of the item, so that it counts as failed. */
  cancel(): void {
    if (this.#phase.kind === 'reading') {
      this.abort();
      this.enter({ kind: 'failed', failure: { kind: 'cancelled' } });
    }
  }

  dispose(): void {
    this.abort();
    this.#endDirectory?.();
    this.#directory = undefined;
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  protected abstract directoryChanged(change: DirectoryChange): void;

  /** Called when the connection leads to another server than `before`, was removed or came back. */
  protected abstract serverChanged(before: Connection | undefined): void;

  protected fire(change: ReadingChange = 'rest'): void {
    this.#changed.fire(change);
  }

  protected enter(phase: ReadingPhase, change?: ReadingChange): void {
    this.#phase = phase;
    this.fire(change);
  }

  protected abort(): void {
    this.#request?.abort();
  }

  /** Resolves as `request` does; to undefined if it failed, was aborted, or another one is running. */
  protected async read<Item>(
    request: (directory: Directory, signal: AbortSignal) => Promise<Item>,
  ): Promise<Item | undefined> {
    const directory = this.#directory;
    if (directory === undefined || this.#phase.kind === 'reading') {
      return undefined;
    }
    const controller = new AbortController();
    const { signal } = controller;
    this.#request = controller;
    this.enter({ kind: 'reading' });
    try {
      const item = await request(directory, signal);
      return signal.aborted ? undefined : item;
    } catch (error) {
      if (!signal.aborted) {
        this.enter(this.#phaseAfter(error));
      }
      if (error instanceof KratosError) {
        return undefined;
      }
      throw error;
    }
  }

  #phaseAfter(error: unknown): ReadingPhase {
    if (!(error instanceof KratosError)) {
      return { kind: 'broken', error };
    }
    const { failure } = error;
    const isGone = failure.kind === 'notFound' && failure.resource === this.#kind;
    return isGone ? { kind: 'gone' } : { kind: 'failed', failure };
  }

  #follow(): void {
    this.#directory = this.connections.directory(this.#connectionId);
    this.#endDirectory = this.#directory?.onDidChange((change) => this.directoryChanged(change));
    this.#connection = this.connections.get(this.#connectionId) ?? this.#connection;
    this.#phase = { kind: this.#directory === undefined ? 'noConnection' : 'unread' };
  }

  #connectionsChanged(): void {
    const before = this.#connection;
    if (this.connections.directory(this.#connectionId) !== this.#directory) {
      this.abort();
      this.#endDirectory?.();
      this.#follow();
      this.serverChanged(before);
      this.fire('rows');
      return;
    }
    this.#connection = this.connections.get(this.#connectionId) ?? before;
    if (this.#connection !== before) {
      this.fire();
    }
  }
}
