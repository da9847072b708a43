/** The server's limit of per_page, and the documented one, above which a short page without a count proves nothing. */
const mostWithCount = 1000;
const mostWithoutCount = 500;
/** The server's cost grows faster than the page, so longer lists are read in one response only if necessary. */
const mostWithoutNeed = 250;
const mostBytes = 16 * 1024 * 1024;
/** Rows for sign-ins until the response is made. */
const room = 16;

export interface WholeList {
  /** The server's count; undefined if it sends none. */
  readonly total: number | undefined;
  /** How many rows are known to exist. */
  readonly atLeast: number;
  /** The longest response so far, if it was cut. */
  readonly clamp: number;
  readonly bytesPerRow: number;
  /** Nothing cheaper can prove this list, because it is filtered or has moved. */
  readonly needed: boolean;
}

/**
 * Returns the page size for one response with the whole list, which needs no other proof; undefined if that is
 * impossible or not worth it.
 */
export function wholeListLength({ total, atLeast, clamp, bytesPerRow, needed }: WholeList): number | undefined {
  if (!needed && total !== undefined && total > mostWithoutNeed) {
    return undefined;
  }
  const limit = total === undefined ? mostWithoutCount : mostWithCount;
  const most = Math.min(limit, clamp, Math.floor(mostBytes / bytesPerRow));
  // Without a count, only a response that could have been longer holds all rows.
  const least = total ?? atLeast + 1;
  return least <= most ? Math.min(most, least + room) : undefined;
}
