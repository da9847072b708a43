import type { Disposable } from 'vscode';

export interface RedrawQueueOptions {
  /** Milliseconds until what is below this row may be drawn again, from `now`; 0 or less: at once. */
  readonly leftToWait: (id: string) => number;
  /** Draws again what changed about these rows; each was marked, once or often. */
  readonly redraw: (ids: readonly string[]) => void;
}

/** Gathers the rows that something changed about, so that changes of one moment are drawn together. */
export class RedrawQueue implements Disposable {
  readonly #options: RedrawQueueOptions;
  readonly #stale = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #timerWaits = false;

  constructor(options: RedrawQueueOptions) {
    this.#options = options;
  }

  mark(id: string): void {
    this.#stale.add(id);
    // A row that waits for its turn must not hold up the others.
    if (this.#timer === undefined || this.#timerWaits) {
      this.#flushIn(0);
    }
  }

  /** Draws at once what may be drawn. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const due: string[] = [];
    let wait: number | undefined;
    for (const id of this.#stale) {
      const left = this.#options.leftToWait(id);
      if (left > 0) {
        wait = Math.min(wait ?? left, left);
      } else {
        this.#stale.delete(id);
        due.push(id);
      }
    }
    if (wait !== undefined) {
      this.#flushIn(wait);
    }
    this.#options.redraw(due);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#stale.clear();
  }

  #flushIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timerWaits = milliseconds > 0;
    this.#timer = setTimeout(() => this.flush(), milliseconds);
  }
}
