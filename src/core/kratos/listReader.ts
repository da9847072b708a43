/**
 * Whether a list is complete after a step.
 * - more: there may be further items.
 * - complete: it ended, and holds exactly what the server holds; `by` says what proved it.
 * - unproven: it ended, but may be incomplete.
 *   - `pages`: it came in several pages without a count; items may have been created or deleted in between.
 *   - `noLinks`: a page came without any link, so a gateway may have removed the link to the next page.
 *   - `brokenLinks`: a link or a count says that there is more, but no link can be followed.
 *   - `falseCount`: responses held more items than they counted.
 *   - `cached`: a cache sent a response.
 *   - `repeats`: a page that should have continued the list had no new item.
 */
export type ListEnd =
  | { readonly kind: 'more' }
  | { readonly kind: 'complete'; readonly by: 'count' | 'shortPage' | 'onlyPage' }
  | {
      readonly kind: 'unproven';
      readonly why: 'moved' | 'noCount' | 'falseCount' | 'pages' | 'noLinks' | 'brokenLinks' | 'cached' | 'repeats';
    };

/** What one step of reading added. With `replace`, the list was read again, and `items` is all of it. */
export interface ListStep<T> {
  readonly change: 'append' | 'replace';
  readonly items: readonly T[];
  /** The server's count; undefined if it sends none. */
  readonly total: number | undefined;
  readonly end: ListEnd;
}

/**
 * Reads one list once, from its beginning. A step that failed can be called again. Items are unique by id over all
 * steps (after a `replace`, within the new items). Rejects with KratosError.
 */
export interface ListReader<T> {
  /** Reads one more page and, after the last one, what proves the list complete. */
  next(signal?: AbortSignal): Promise<ListStep<T>>;
  /** Reads the rest, with several requests at once if the list allows it, and yields the steps in list order. */
  rest(signal?: AbortSignal): AsyncIterable<ListStep<T>>;
}
