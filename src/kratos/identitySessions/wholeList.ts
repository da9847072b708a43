/** The server's hard limit of per_page, and the documented one: a lower limit would look like a short page where no count tells. */
const mostWithCount = 1000;
const mostWithoutCount = 500;
/** The server's cost grows faster than the page, so a list that need not be read at once is only up to here. */
const mostWithoutNeed = 250;
/** One answer is not to take more memory than this. */
const mostBytes = 16 * 1024 * 1024;
/** For those who sign in until the answer is made. */
const room = 16;

export interface WholeListQuestion {
  /** The server's count; undefined where it gives none. */
  readonly total: number | undefined;
  /** How many rows are known to exist. */
  readonly atLeast: number;
  /** The longest answer that the server was seen to give. */
  readonly clamp: number;
  readonly bytesPerRow: number;
  /** Nothing cheaper can prove this list: it is filtered, or has moved. */
  readonly needed: boolean;
}

/**
 * How many rows to ask for so that one answer holds the whole list, which then needs no other proof; undefined where
 * that cannot be had, or is not worth it.
 */
export function wholeListLength({ total, atLeast, clamp, bytesPerRow, needed }: WholeListQuestion): number | undefined {
  if (!needed && total !== undefined && total > mostWithoutNeed) {
    return undefined;
  }
  const limit = total === undefined ? mostWithoutCount : mostWithCount;
  const most = Math.min(limit, clamp, Math.floor(mostBytes / bytesPerRow));
  // With a count, as many rows as it says are all; without one, only an answer that could have been longer is.
  const least = total ?? atLeast + 1;
  return least <= most ? Math.min(most, least + room) : undefined;
}
