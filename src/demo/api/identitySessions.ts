import { badRequest, json, noContent, noSuchResource } from '../answer.ts';
import { identitySessionsLink, parseOffsetToken } from '../links.ts';
import type { DemoSession } from '../model.ts';
import type { Query } from '../query.ts';
import { jsonArray } from '../slices.ts';
import type { Micros } from '../time.ts';
import { parseUuid } from '../uuid.ts';
import { identityJson, sessionJson } from '../wire.ts';
import type { Handler, Server } from './handler.ts';
import { totalCount } from './handler.ts';

const defaultPage = 250;
const maxPage = 1000;

/**
 * GET /admin/identities/{id}/sessions. Links and count go by pages from 0, the rows by pages from 1: pages 0 and 1 are
 * alike, and whoever follows the links never sees the last rows. An identity that nobody knows has no sessions: 200.
 */
export const listIdentitySessions: Handler = async ({ path, query, params: [idText = ''] }, server) => {
  const parsed = parseUuid(idText);
  if ('error' in parsed) {
    return badRequest(parsed.error);
  }
  const active = parseActive(query);
  if (active === 'unparsable') {
    return badRequest('could not parse parameter active');
  }
  const { page, perPage } = parsePage(query);
  const { profile, data, quirks } = server;
  const now = server.now();
  const rows = sorted(parsed.id, server).filter((row) => active === undefined || rowIsActive(row, now) === active);
  const total = rows.length;
  const offset = (quirks.countsPagesFrom === 0 ? page : Math.max(page, 1) - 1) * perPage;

  const identity = data.identity(parsed.id);
  const embedded =
    identity === undefined
      ? undefined
      : identityJson(
          identity,
          {
            addresses: false,
            schemaUrl: false,
            metadataAdmin: profile.metadataAdminInSessions,
            credentials: 'none',
          },
          profile,
        );
  const form = {
    identity: embedded,
    devices: 'expanded',
    identityActive: identity?.state === 'active',
    identityLast: profile.identityLast,
  } as const;
  const text = await jsonArray(rows.slice(offset, offset + perPage), (row) => sessionJson(row, now, form));
  return json(text, {
    Link: identitySessionsLink({ path, query, total, page, perPage }),
    ...totalCount(total, server),
  });
};

/** DELETE /admin/identities/{id}/sessions: all rows, revoked ones too; 404 when there was none. */
export const deleteIdentitySessions: Handler = ({ params: [idText = ''] }, { data }) => {
  const parsed = parseUuid(idText);
  if ('error' in parsed) {
    return badRequest(parsed.error);
  }
  return data.deleteSessionsOf(parsed.id) === 0 ? noSuchResource() : noContent({});
};

/** strconv.ParseBool; undefined without the parameter. */
export function parseActive(query: Query): boolean | undefined | 'unparsable' {
  const text = query.get('active');
  if (text === '') {
    return undefined;
  }
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) {
    return true;
  }
  return ['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text) ? false : 'unparsable';
}

/** What the filter goes by: the row alone, not the identity's state, which the JSON's "active" takes into account. */
export function rowIsActive(row: DemoSession, now: Micros): boolean {
  return row.active && row.expiresAt >= now;
}

/** Newest first. Sorted once for as long as nothing changes: a walk through a long list asks for it page by page. */
function sorted(identityId: string, { data, profile }: Server): readonly DemoSession[] {
  const rows = data.sessionsOf(identityId);
  const known = sortedRows.get(rows);
  if (known !== undefined && known.generation === data.generation) {
    return known.sorted;
  }
  const key = profile.sessionsSortedBy;
  const result = rows.toSorted((a, b) => b[key] - a[key]);
  sortedRows.set(rows, { generation: data.generation, sorted: result });
  return result;
}

const sortedRows = new WeakMap<
  readonly DemoSession[],
  { readonly generation: number; readonly sorted: readonly DemoSession[] }
>();

/** page_size or page_token, even empty, silence page and per_page. */
function parsePage(query: Query): { readonly page: number; readonly perPage: number } {
  if (query.has('page_token') || query.has('page_size')) {
    const perPage = parsePerPage(query.get('page_size'));
    return { page: Math.trunc(parseOffsetToken(query.get('page_token')) / perPage), perPage };
  }
  const page = parseInt64(query.get('page'));
  return { page: page === undefined || page < 0 ? 0 : page, perPage: parsePerPage(query.get('per_page')) };
}

function parsePerPage(text: string): number {
  const size = parseInt64(text);
  return size === undefined ? defaultPage : Math.min(Math.max(size, 1), maxPage);
}

function parseInt64(text: string): number | undefined {
  if (!/^[+-]?\d+$/.test(text)) {
    return undefined;
  }
  const value = BigInt(text);
  return value === BigInt.asIntN(64, value) ? Number(value) : undefined;
}
