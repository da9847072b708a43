export interface SearchState<Finding> {
  readonly text: string;
  readonly findings: readonly Finding[];
  /** Whether the findings are of an older text. */
  readonly isStale: boolean;
  readonly busy: boolean;
}

/** Looks up `text` and reports all findings so far after each change, until `signal` aborts. */
export type Search<Finding> = (
  text: string,
  signal: AbortSignal,
  report: (findings: readonly Finding[]) => void,
) => Promise<void>;

const pauseMs = 300;

/** Looks up typed text after a pause. A new text cancels the previous search, whose findings stay until new ones. */
export class LiveSearch<Finding> {
  readonly #search: Search<Finding>;
  readonly #show: (state: SearchState<Finding>) => void;
  readonly #onError: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  /** The text of the running search. */
  #searching: string | undefined;
  #abort = new AbortController();
  #findings: readonly Finding[] = [];
  #findingsText = '';

  /** Calls `onError` with errors that `search` throws. Failures of a server are findings. */
  constructor(search: Search<Finding>, show: (state: SearchState<Finding>) => void, onError: (error: unknown) => void) {
    this.#search = search;
    this.#show = show;
    this.#onError = onError;
  }

  /** Looks up `text` after a pause. */
  type(text: string): void {
    this.#stop();
    this.#showLast(text);
    this.#timer = setTimeout(() => this.now(text), pauseMs);
  }

  /** Looks up `text` without a pause, unless its search is running. */
  now(text: string): void {
    if (this.#searching === text) {
      return;
    }
    this.#stop();
    this.#searching = text;
    const { signal } = this.#abort;
    let busy = true;
    const show = (findings: readonly Finding[]) => {
      if (!signal.aborted) {
        this.#findings = findings;
        this.#findingsText = text;
        this.#show({ text, findings, isStale: false, busy });
      }
    };
    this.#showLast(text);
    let found: readonly Finding[] = [];
    this.#search(text, signal, (findings) => {
      found = findings;
      show(findings);
    })
      .catch((error: unknown) => {
        if (!signal.aborted) {
          this.#onError(error);
        }
      })
      .finally(() => {
        busy = false;
        if (!signal.aborted) {
          this.#searching = undefined;
        }
        show(found);
      });
  }

  dispose(): void {
    this.#stop();
  }

  #showLast(text: string): void {
    this.#show({ text, findings: this.#findings, isStale: this.#findingsText !== text, busy: true });
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#searching = undefined;
    this.#abort.abort();
    this.#abort = new AbortController();
  }
}
