/** What a search has found so far for what stands in the input. */
export interface SearchState<Finding> {
  readonly text: string;
  readonly findings: readonly Finding[];
  /** Whether the findings are still those of an older text. */
  readonly isStale: boolean;
  readonly busy: boolean;
}

/** Looks `text` up and reports, as often as there is news, all that is found so far. Ended by `signal`. */
export type Search<Finding> = (
  text: string,
  signal: AbortSignal,
  report: (findings: readonly Finding[]) => void,
) => Promise<void>;

/** A person reads what is there while they type on; a request for each letter would only be in the way. */
const pauseMs = 300;

/**
 * Looks up what a person types, once they pause. A new text ends the search of the old one and drops its answers; the old
 * findings stay in view until the first new ones.
 */
export class LiveSearch<Finding> {
  readonly #search: Search<Finding>;
  readonly #show: (state: SearchState<Finding>) => void;
  readonly #failed: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  /** What is being looked up now; undefined during a pause and after the last answer. */
  #searching: string | undefined;
  #abort = new AbortController();
  #findings: readonly Finding[] = [];
  /** The text that they are of. */
  #found = '';

  /** `failed` hears of what `search` throws, which is a defect: failures of a server are findings. */
  constructor(search: Search<Finding>, show: (state: SearchState<Finding>) => void, failed: (error: unknown) => void) {
    this.#search = search;
    this.#show = show;
    this.#failed = failed;
  }

  /** The text is another one: it is looked up after a pause. */
  type(text: string): void {
    this.#stop();
    this.#showLast(text);
    this.#timer = setTimeout(() => this.now(text), pauseMs);
  }

  /** Looks `text` up without a pause, unless that is under way. */
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
        this.#found = text;
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
          this.#failed(error);
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

  /** Ends everything under way. */
  dispose(): void {
    this.#stop();
  }

  #showLast(text: string): void {
    this.#show({ text, findings: this.#findings, isStale: this.#found !== text, busy: true });
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#searching = undefined;
    this.#abort.abort();
    this.#abort = new AbortController();
  }
}
