import type { Query } from './query.ts';
import { nilUuid } from './uuid.ts';

type Relation = 'first' | 'next' | 'prev' | 'last';

interface OffsetPage {
  readonly path: string;
  readonly query: Query;
  readonly total: number;
  /** Counted from 0. */
  readonly page: number;
  readonly perPage: number;
}

/** Returns a page token of an identity's sessions: base64url without padding. */
function offsetToken(offset: number): string {
  return Buffer.from(`{"offset":"${offset}","v":2}`).toString('base64url');
}

/** Returns the offset of a token; 0 for any other text, as Kratos does. */
export function parseOffsetToken(token: string): number {
  if (!/^[\w-]+$/.test(token)) {
    return 0;
  }
  const offset = /^\{"offset":"(\d+)","v":2\}$/.exec(Buffer.from(token, 'base64url').toString('utf8'))?.[1];
  return offset === undefined ? 0 : Number(offset);
}

/** Returns the Link header of an identity's sessions. Each link names its page by number and by token. */
export function identitySessionsLink(list: OffsetPage): string {
  return offsetLinks(list, (offset, perPage) =>
    list.query.with({
      page: String(Math.trunc(offset / perPage)),
      page_size: String(perPage),
      page_token: offsetToken(offset),
      per_page: String(perPage),
    }),
  );
}

/** Returns the Link header of identities that are paged by number. */
export function legacyLink(list: OffsetPage): string {
  return offsetLinks(list, (offset, perPage) =>
    list.query.with({ page: String(Math.trunc(offset / perPage)), per_page: String(perPage) }),
  );
}

/** Returns the Link header of a keyset list: the first page, and the next unless this is the last. */
export function keysetLink(
  path: string,
  query: Query,
  pageSize: number,
  first: string,
  next: string | undefined,
): string {
  const link = (token: string, relation: Relation): string =>
    entry(path, query.with({ page_size: String(pageSize), page_token: token }), relation);
  return next === undefined ? link(first, 'first') : `${link(first, 'first')},${link(next, 'next')}`;
}

export const firstIdentitiesToken = nilUuid;

/**
 * Returns the links of a page with the mistakes of every server so far: an empty list has an endless `next` and a page
 * -1, and `prev` always leads to the page before the last.
 */
function offsetLinks(
  { path, total, page, perPage }: OffsetPage,
  queryAt: (offset: number, perPage: number) => Query,
): string {
  const link = (relation: Relation, offset: number, size = perPage): string =>
    entry(path, queryAt(offset, size), relation);
  const offset = page * perPage;
  const last = total % perPage === 0 ? total - perPage : Math.trunc(total / perPage) * perPage;
  if (offset >= last) {
    if (total === 0) {
      return [link('first', 0), link('next', offset + perPage), link('prev', offset - perPage)].join(',');
    }
    if (total <= perPage) {
      return link('first', 0, total);
    }
    return [link('first', 0), link('prev', last - perPage)].join(',');
  }
  if (offset < perPage) {
    return [link('next', offset + perPage), link('last', last)].join(',');
  }
  return [link('first', 0), link('next', offset + perPage), link('prev', offset - perPage), link('last', last)].join(
    ',',
  );
}

function entry(path: string, query: Query, relation: Relation): string {
  return `<${path}?${query.encode()}>; rel="${relation}"`;
}
