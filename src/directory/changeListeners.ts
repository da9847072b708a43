import type { DirectoryChange } from './directory.ts';

type Listener = (change: DirectoryChange) => void;

/** Who hears of the changes of a directory. */
export class ChangeListeners {
  readonly #listeners = new Set<Listener>();

  /** Calls `listener` at each change; the answer ends it. */
  add(listener: Listener): () => void {
    // Each registration ends by itself, even when one listener is registered twice.
    const own: Listener = (change) => listener(change);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  tell(changes: readonly DirectoryChange[]): void {
    for (const change of changes) {
      for (const listener of [...this.#listeners]) {
        try {
          listener(change);
        } catch (error) {
          // A defect of a listener must neither stop the others nor leave a list in the middle of a step.
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}
