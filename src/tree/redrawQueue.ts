import type { Disposable } from 'vscode';

export interface RedrawQueueOptions {
  /** Milliseconds until what is below this row may be drawn again, from `now`; 0 or less: at once. */
  readonly leftToWait: (id: string) => number;
  /** Draws again what changed about these rows; each was marked, once or often. */
  readonly redraw: (ids: readonly string[]) => void;
}

/** How long rows wait for their first page before "Loading…" stands in its place. */
const firstPageMilliseconds = 200;

/** One call of getChildren. */
export interface RowsRequest {
  /** Resolves when "Loading…" has to be shown. Calls that VS Code makes one after the other share it. */
  readonly timeUp: Promise<void>;
  readonly end: () => void;
}

/**
 * Gathers the rows that something changed about, so that changes of one moment are drawn together. Announces nothing
 * while VS Code waits for rows: the workbench drops a change of rows that it has asked for and not received yet.
 */
export class RedrawQueue implements Disposable {
  readonly #options: RedrawQueueOptions;
  readonly #stale = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #timerWaits = false;
  #openRequests = 0;
  #timeUp: { readonly promise: Promise<void>; readonly timer: NodeJS.Timeout } | undefined;

  constructor(options: RedrawQueueOptions) {
    this.#options = options;
  }

  mark(id: string): void {
    this.#stale.add(id);
    // A row that waits for its turn must not hold up the others.
    if (this.#openRequests === 0 && (this.#timer === undefined || this.#timerWaits)) {
      this.#flushIn(0);
    }
  }

  /** Starts a call of getChildren, before which VS Code may have asked for other rows in the same message. */
  startRequest(): RowsRequest {
    this.#openRequests += 1;
    this.#timeUp ??= timeout(firstPageMilliseconds);
    return {
      timeUp: this.#timeUp.promise,
      end: () => {
        // In the first turn VS Code sends the rows; what is announced after it cannot overtake them.
        setTimeout(() => setTimeout(() => this.#endRequest(), 0), 0);
      },
    };
  }

  /** Draws at once what may be drawn. */
  flush(): void {
    if (this.#openRequests > 0) {
      return;
    }
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
    clearTimeout(this.#timeUp?.timer);
    this.#stale.clear();
  }

  #endRequest(): void {
    this.#openRequests -= 1;
    if (this.#openRequests === 0) {
      clearTimeout(this.#timeUp?.timer);
      this.#timeUp = undefined;
      this.flush();
    }
  }

  #flushIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timerWaits = milliseconds > 0;
    this.#timer = setTimeout(() => this.flush(), milliseconds);
  }
}

function timeout(milliseconds: number): { readonly promise: Promise<void>; readonly timer: NodeJS.Timeout } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { promise, timer: setTimeout(resolve, milliseconds) };
}
