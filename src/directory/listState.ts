import type { Failure } from '../kratos/failure.ts';
import type { ListEnd } from '../kratos/listReader.ts';

export type ListPhase =
  /** Nobody has asked yet. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'loading'; readonly what: 'first' | 'more' | 'all' | 'refresh' }
  | { readonly kind: 'ready' }
  /** The items before the failure stay. `at` is what was being read. */
  | { readonly kind: 'failed'; readonly at: 'first' | 'more' | 'all' | 'refresh'; readonly failure: Failure };

/** All that is known of a lazily loaded list. A new object after each change; `items` is in server order, unique by id. */
export interface ListState<T> {
  readonly phase: ListPhase;
  readonly items: readonly T[];
  readonly total: number | undefined;
  readonly end: ListEnd;
  /** What the server holds may be another list by now, and nobody has read it again (see PagedList.markOutdated). */
  readonly outdated: boolean;
}
