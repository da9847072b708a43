import { identitySessionsLink, parseOffsetToken } from '../links.ts';
import type { DemoSession } from '../model.ts';
import type { Query } from '../query.ts';
import { badRequest, json, noContent, noSuchResource } from '../responses.ts';
import { jsonArray } from '../slices.ts';
import type { Micros } from '../time.ts';
import { parseUuid } from '../uuid.ts';
import { identityJson, sessionJson } from '../wire.ts';
import type { DemoBackend, DemoHandler } from './handler.ts';
import { totalCount } from './handler.ts';

const defaultPage = 250;
const maxPage = 1000;

/**
 * GET /admin/identities/{id}/sessions. Links count pages from 0 and rows from 1: pages 0 and 1 are equal, and following
 * the links never reaches the last rows. An unknown identity has no sessions: 200.
 */
export const listIdentitySessions: DemoHandler = async ({ path, query, params: [idText = ''] }, server) => {
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

/** DELETE /admin/identities/{id}/sessions: deletes all rows, including revoked ones; 404 if there is none. */
export const deleteIdentitySessions: DemoHandler = ({ params: [idText = ''] }, { data }) => {
  const parsed = parseUuid(idText);
  if ('error' in parsed) {
    return badRequest(parsed.error);
  }
  return data.deleteSessionsOf(parsed.id) === 0 ? noSuchResource() : noContent({});
};

/** Parses `active` as strconv.ParseBool does; undefined without the parameter. */
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

/** The filter ignores the identity's state, on which "active" in the JSON depends. */
export function rowIsActive(row: DemoSession, now: Micros): boolean {
  return row.active && row.expiresAt >= now;
}

/** Returns the sessions newest first. Cached until the data changes, for reading page by page. */
function sorted(identityId: string, { data, profile }: DemoBackend): readonly DemoSession[] {
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

/** page_size or page_token, even if empty, override page and per_page. */
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
