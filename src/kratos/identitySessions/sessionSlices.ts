import type { Priority } from '../../http/transport.ts';
import { type Get, isUuid, totalCount } from '../adminApi.ts';
import { readItems } from '../answers.ts';
import type { SessionFilter } from '../client.ts';
import { distinctItems } from '../distinctItems.ts';
import { KratosError } from '../failure.ts';
import type { Malformed, Session } from '../session.ts';
import { SessionItems } from '../sessionItem.ts';

export type SessionRow = Session | Malformed;

/** One answer: a slice of the list as it was at one moment, and how long the whole list then was. */
export interface Slice {
  readonly items: readonly SessionRow[];
  readonly total: number | undefined;
  readonly bytes: number;
}

/** Asks for one page by its number, as the server counts. */
export type ReadSlice = (page: number, perPage: number, signal: AbortSignal | undefined) => Promise<Slice>;

/** The same, for a person who waits for it or ahead of one. */
export type ReadSliceFor = (...slice: [...Parameters<ReadSlice>, priority: Priority]) => Promise<Slice>;

/**
 * GET /admin/identities/{id}/sessions by page and per_page. Never page_size or page_token, which the server prefers and
 * pages wrongly by, and never its Link header.
 */
export function sessionSlices(get: Get, identityId: string, filter: SessionFilter): ReadSliceFor {
  const rows = new SessionItems();
  const template = '/admin/identities/{id}/sessions';
  const active: [string, string][] = filter === 'all' ? [] : [['active', String(filter === 'active')]];
  return async (page, perPage, signal, priority) => {
    if (!isUuid(identityId)) {
      throw new KratosError({ kind: 'notFound', resource: 'identity', id: identityId });
    }
    const answer = await get({
      path: `/admin/identities/${identityId}/sessions`,
      template,
      query: [['page', String(page)], ['per_page', String(perPage)], ...active],
      signal,
      priority,
    });
    const items = await readItems(answer, { template }, (body, spans) => rows.readAll(body, spans));
    return { items: distinctItems(items), total: totalCount(answer), bytes: answer.body.length };
  };
}
