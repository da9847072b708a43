import type { ListState } from './listState.ts';

/**
 * One lazily loaded list. Whoever asks while a request is under way shares it. None of these calls rejects: what went
 * wrong is in `state.phase`, with the rows from before kept.
 */
export interface PagedList<T> {
  readonly state: ListState<T>;
  /** Reads page 1 when nobody has asked yet. After a failure only `retry` and `more` ask again, so that drawing rows never does. */
  open(): Promise<void>;
  /** Reads one page more; after a failure, the page that failed. */
  more(): Promise<void>;
  /** Reads all that is left. Ended by `signal`, it keeps what arrived and is ready to go on. */
  all(signal?: AbortSignal): Promise<void>;
  /** Reads as many items again as are shown, then swaps; until then, and on failure, the old rows stay. */
  refresh(): Promise<void>;
  /** Does again what failed. */
  retry(): Promise<void>;
  /**
   * Does again what failed, unless a person gave it up. What is under way is waited for: when it fails, it is done once
   * more, for it may have been asked in the way that no longer counts.
   */
  retryFailed(): Promise<void>;
  /**
   * Notes that what was read has grown old while nobody looks at it; asks nothing. Ended by a refresh, whatever it comes
   * to: one that is given up counts as failed then, so that the old rows never pass for fresh ones. Nothing to note where
   * nobody has read anything, or where it is being read from its start.
   */
  markOutdated(): void;
  /** Aborts what is under way and drops its answer. */
  cancel(): void;
  /** The same for a person who does not want to wait: a first page then counts as failed, so that only `retry` asks again. */
  stop(): void;
}
