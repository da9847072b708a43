import type { Directory, Reading } from '../core/directory/directory.ts';
import type { DirectoryChange } from '../core/directory/directoryChange.ts';
import type { ListPhase } from '../core/directory/listState.ts';
import type { Failure } from '../core/kratos/failure.ts';

export type ConnectionState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connected' }
  | { readonly kind: 'loading' }
  /** The rate limit allows the next request in `seconds`. */
  | { readonly kind: 'waiting'; readonly seconds: number }
  | { readonly kind: 'failed'; readonly failure: Failure };

const identities = Symbol('the list of identities');
const recentSessions = Symbol('the list of recent sessions');
const readings: readonly Reading[] = ['page', 'rest', 'item'];

/** Derives the state of a connection from the list that was read last. */
export class FollowedState {
  readonly #directory: Directory;
  readonly #changed: () => void;
  readonly #end: () => void;
  readonly #loading = new Set<string | symbol>();
  #settled: ConnectionState = { kind: 'idle' };

  constructor(directory: Directory, changed: () => void) {
    this.#directory = directory;
    this.#changed = changed;
    this.#takePhase(identities, directory.identities.state.phase);
    this.#end = directory.onDidChange((change) => this.#take(change));
  }

  get state(): ConnectionState {
    if (this.#loading.size === 0) {
      return this.#settled;
    }
    const waits = readings
      .map((reading) => this.#directory.waiting(reading))
      .filter((seconds) => seconds !== undefined);
    return waits.length === 0 ? { kind: 'loading' } : { kind: 'waiting', seconds: Math.min(...waits) };
  }

  dispose(): void {
    this.#end();
  }

  #take(change: DirectoryChange): void {
    switch (change.kind) {
      case 'identities':
        this.#takePhase(identities, this.#directory.identities.state.phase);
        break;
      case 'sessions':
        this.#takePhase(change.identityId, this.#directory.sessionsState(change.identityId)?.phase);
        break;
      case 'recentSessions':
        this.#takePhase(recentSessions, this.#directory.recentSessions.state.phase);
        break;
      case 'identity':
      case 'session':
      case 'waiting':
        break;
    }
    this.#changed();
  }

  #takePhase(list: string | symbol, phase: ListPhase | undefined): void {
    if (phase?.kind === 'loading') {
      this.#loading.add(list);
      return;
    }
    this.#loading.delete(list);
    if (phase?.kind === 'ready') {
      this.#settled = { kind: 'connected' };
    } else if (phase?.kind === 'failed' && phase.failure.kind !== 'cancelled') {
      this.#settled = { kind: 'failed', failure: phase.failure };
    }
  }
}
