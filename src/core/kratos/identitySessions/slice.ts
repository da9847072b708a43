import type { Priority } from '../../http/transport.ts';
import type { Malformed, Session } from '../session.ts';

export type ListedSession = Session | Malformed;

/** One response: a slice of the list at one moment, and the length of the list at that moment. */
export interface Slice {
  readonly items: readonly ListedSession[];
  readonly total: number | undefined;
  /**
   * Whether the response links to a next page. Kratos' link leads to the wrong page, but exists only if there is one.
   */
  readonly hasNext: boolean;
  /** See ServerClock. */
  readonly leadAtMost: number;
  readonly bytes: number;
}

/** Requests one page by its number, as the server counts. */
export type ReadSlice = (page: number, perPage: number, signal: AbortSignal | undefined) => Promise<Slice>;

export type ReadSliceFor = (...slice: [...Parameters<ReadSlice>, priority: Priority]) => Promise<Slice>;

/**
 * How a server counts the pages of an identity's sessions. Every Kratos so far counts from 1 and returns page 1 for
 * page 0; a corrected one will count from 0.
 */
export interface PageBase {
  countsFrom: 0 | 1 | undefined;
}
