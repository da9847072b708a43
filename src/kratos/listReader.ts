/**
 * How a reader stands with its list after a step.
 * - more: there may be further items.
 * - complete: it ended, and holds exactly what the server holds; `by` says what proved it.
 * - unproven: it ended, but nobody can say that it is whole. `pages`: it came in several pages without a count, and what
 *   was written between two of them may be missing or gone. `noLinks`: a page came without any link, so whatever is
 *   between us and Kratos has taken the link to the next one away. `brokenLinks`: the server says that there is more, by a
 *   link or a count, and gives no link that can be followed. `falseCount`: responses held more than they counted.
 *   `cached`: a cache answered, with what the server may have held at another moment. `repeats`: a page
 *   that should have gone on brought nothing new.
 */
export type ListEnd =
  | { readonly kind: 'more' }
  | { readonly kind: 'complete'; readonly by: 'count' | 'shortPage' | 'onlyPage' }
  | {
      readonly kind: 'unproven';
      readonly why: 'moved' | 'noCount' | 'falseCount' | 'pages' | 'noLinks' | 'brokenLinks' | 'cached' | 'repeats';
    };

/** What one step of reading added. `replace` means: the list was read again, and `items` is all of it. */
export interface ListStep<T> {
  readonly change: 'append' | 'replace';
  readonly items: readonly T[];
  /** The server's own count; undefined where it gives none. */
  readonly total: number | undefined;
  readonly end: ListEnd;
}

/**
 * Reads one list from its beginning, once. A reader remembers where it is, so that a failed step can be tried again by
 * calling it again. Items are unique by id over all steps (after a `replace`, within the new items). Fails with
 * KratosError; a step under way is ended by `signal`.
 */
export interface ListReader<T> {
  /** Reads one page more (and, when it seems to be the last, whatever proves it). */
  next(signal?: AbortSignal): Promise<ListStep<T>>;
  /** Reads all that is left, several requests at once where the list allows; yields steps in list order. */
  rest(signal?: AbortSignal): AsyncIterable<ListStep<T>>;
}
