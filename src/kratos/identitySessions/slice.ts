import type { Priority } from '../../http/transport.ts';
import type { Malformed, Session } from '../session.ts';

export type SessionRow = Session | Malformed;

/** One response: a slice of the list as it was at one moment, and how long the whole list then was. */
export interface Slice {
  readonly items: readonly SessionRow[];
  readonly total: number | undefined;
  /** The response links to a next page. Its Link header is wrong about where that is, not about whether there is one. */
  readonly hasNext: boolean;
  /** See ServerClock. */
  readonly leadAtMost: number;
  readonly bytes: number;
}

/** Requests one page by its number, as the server counts. */
export type ReadSlice = (page: number, perPage: number, signal: AbortSignal | undefined) => Promise<Slice>;

export type ReadSliceFor = (...slice: [...Parameters<ReadSlice>, priority: Priority]) => Promise<Slice>;

/**
 * How a server counts the pages of an identity's sessions, remembered for one connection. Every Kratos to date counts from 1
 * and returns page 1 for page 0; a corrected one will count from 0.
 */
export interface PageBase {
  countsFrom: 0 | 1 | undefined;
}
