import type { Disposable } from 'vscode';
import type { Connections } from '../connections/connections.ts';
import { validConnections } from '../connections/validConnections.ts';
import type { Directory, DirectoryChange } from '../core/directory/directory.ts';

/** Listens to the directories of all connections. */
export class FollowedDirectories implements Disposable {
  readonly #connections: Connections;
  readonly #onChange: (connectionId: string, change: DirectoryChange) => void;
  readonly #followed = new Map<Directory, () => void>();

  constructor(connections: Connections, onChange: (connectionId: string, change: DirectoryChange) => void) {
    this.#connections = connections;
    this.#onChange = onChange;
  }

  /** Follows the current list of connections. Sends no request. */
  update(): void {
    const wanted = new Map<Directory, string>();
    for (const { id } of validConnections(this.#connections)) {
      const directory = this.#connections.directory(id);
      if (directory !== undefined) {
        wanted.set(directory, id);
      }
    }
    for (const [directory, unfollow] of this.#followed) {
      if (!wanted.has(directory)) {
        unfollow();
        this.#followed.delete(directory);
      }
    }
    for (const [directory, id] of wanted) {
      if (!this.#followed.has(directory)) {
        const unfollow = directory.onDidChange((change) => this.#onChange(id, change));
        this.#followed.set(directory, unfollow);
      }
    }
  }

  dispose(): void {
    for (const unfollow of this.#followed.values()) {
      unfollow();
    }
    this.#followed.clear();
  }
}
