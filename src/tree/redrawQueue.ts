import type { Disposable } from 'vscode';

interface RedrawQueueOptions {
  /** Returns the milliseconds until this row may be redrawn; 0 or less: at once. */
  readonly leftToWait: (id: string) => number;
  /** Redraws these rows, each of which was marked at least once. */
  readonly redraw: (ids: readonly string[]) => void;
}

/** How long getChildren waits for a first page before it returns "Loading…". */
const firstPageMilliseconds = 200;

/** One call of getChildren. */
interface RowsRequest {
  /** Resolves when "Loading…" has to be shown. Calls for the same message of VS Code share it. */
  readonly timeUp: Promise<void>;
  readonly end: () => void;
}

/**
 * Collects the rows that changed, so that simultaneous changes are drawn together. Announces nothing while VS Code
 * waits for rows: the workbench loses a change of rows that it has requested and not received yet.
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
    // A throttled row must not delay the others.
    if (this.#openRequests === 0 && (this.#timer === undefined || this.#timerWaits)) {
      this.#flushIn(0);
    }
  }

  /** Holds back changes until `end` is called and VS Code has sent the rows. */
  startRequest(): RowsRequest {
    this.#openRequests += 1;
    this.#timeUp ??= timeout(firstPageMilliseconds);
    return {
      timeUp: this.#timeUp.promise,
      end: () => {
        // VS Code sends the rows in the first turn of the timers: a change in the second one arrives after them.
        setTimeout(() => setTimeout(() => this.#endRequest(), 0), 0);
      },
    };
  }

  /** Redraws at once what is neither throttled nor held back. */
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
