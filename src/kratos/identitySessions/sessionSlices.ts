import type { Priority, Transport } from '../../http/transport.ts';
import { readItems } from '../answers.ts';
import { distinctItems } from '../distinctItems.ts';
import { endpoints, isSameUuid, type Query, send, totalCount } from '../endpoints.ts';
import { KratosError } from '../failure.ts';
import { nextPageToken } from '../linkHeader.ts';
import type { ServerClock } from '../serverClock.ts';
import type { Malformed, Session } from '../session.ts';

export type SessionRow = Session | Malformed;

/** One answer: a slice of the list as it was at one moment, and how long the whole list then was. */
export interface Slice {
  readonly items: readonly SessionRow[];
  readonly total: number | undefined;
  /** The answer links to a next page. Its Link header is wrong about where that is, not about whether there is one. */
  readonly hasNext: boolean;
  /** See ServerClock. */
  readonly leadAtMost: number;
  readonly bytes: number;
}

/** Asks for one page by its number, as the server counts. */
export type ReadSlice = (page: number, perPage: number, signal: AbortSignal | undefined) => Promise<Slice>;

/** The same, for a person who waits for it or ahead of one. */
export type ReadSliceFor = (...slice: [...Parameters<ReadSlice>, priority: Priority]) => Promise<Slice>;

/**
 * Reads the endpoint by page and per_page. Never by page_size or page_token, which the server prefers and pages wrongly by,
 * and never where its Link header leads.
 */
export function sessionSlices(
  transport: Pick<Transport, 'send'>,
  identityId: string,
  filter: Query,
  clock: ServerClock,
): ReadSliceFor {
  const endpoint = endpoints.identitySessions;
  const read = endpoint.items();
  return async (page, perPage, signal, priority) => {
    const query: Query = [['page', String(page)], ['per_page', String(perPage)], ...filter];
    const answer = await send(transport, endpoint, { id: identityId, query, signal, priority });
    const items = await readItems(answer, endpoint, read);
    if (items.some((row) => row.kind === 'session' && isOfAnother(row, identityId))) {
      throw new KratosError({ kind: 'otherResponse' });
    }
    return {
      items: distinctItems(items),
      total: totalCount(answer),
      hasNext: nextPageToken(answer.headers.link) !== undefined,
      leadAtMost: clock.read(answer),
      bytes: answer.body.length,
    };
  };
}

function isOfAnother(session: Session, identityId: string): boolean {
  return session.identityId !== undefined && !isSameUuid(session.identityId, identityId);
}
