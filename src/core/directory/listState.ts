import type { Failure } from '../kratos/failure.ts';
import type { ListEnd } from '../kratos/listReader.ts';

/** A list of more items is read to its end only on request. */
export const readByItself = 500;

export type ListPhase =
  /** Nothing was read yet. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'loading'; readonly what: 'first' | 'more' | 'all' | 'refresh' }
  | { readonly kind: 'ready' }
  /** The items before the failure stay. `at` is what was being read. */
  | { readonly kind: 'failed'; readonly at: 'first' | 'more' | 'all' | 'refresh'; readonly failure: Failure };

/** The state of a lazily loaded list: a new object after each change. `items` is in server order, unique by id. */
export interface ListState<T> {
  readonly phase: ListPhase;
  readonly items: readonly T[];
  readonly total: number | undefined;
  readonly end: ListEnd;
  /** When the last response with items or a count was read; undefined before the first. */
  readonly readAt: Date | undefined;
  /** Whether other parts of the server's data were read again, and this list was not (see PagedList.markOutdated). */
  readonly outdated: boolean;
}
