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

/** A page token of an offset list: an identity's sessions. Base64url without padding; never an error to read. */
export function offsetToken(offset: number): string {
  return Buffer.from(`{"offset":"${offset}","v":2}`).toString('base64url');
}

/** The offset in such a token; 0 for whatever else somebody sends. */
export function parseOffsetToken(token: string): number {
  if (!/^[\w-]+$/.test(token)) {
    return 0;
  }
  const offset = /^\{"offset":"(\d+)","v":2\}$/.exec(Buffer.from(token, 'base64url').toString('utf8'))?.[1];
  return offset === undefined ? 0 : Number(offset);
}

/** Link of an identity's sessions: every link names its page in both ways, page and token. */
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

/** Link of the identities in their old page mode. */
export function legacyLink(list: OffsetPage): string {
  return offsetLinks(list, (offset, perPage) =>
    list.query.with({ page: String(Math.trunc(offset / perPage)), per_page: String(perPage) }),
  );
}

/** Link of a keyset list: always the first page, and the next unless this was the last. */
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
 * Which links a page of an offset list gets. Wrong where the list is empty (an endless `next`, a page -1) and on its
 * last pages (`prev` leads to the one before the last, whatever page this is): as every server to date.
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
