import { keysetLink } from '../links.ts';
import type { DemoSession } from '../model.ts';
import { atoi, type Query } from '../query.ts';
import { badRequest, type DemoResponse, dropped, json, noContent, noSuchResource, refused } from '../responses.ts';
import { jsonArray } from '../slices.ts';
import { hour, type Micros } from '../time.ts';
import { parseUuid } from '../uuid.ts';
import { identityJson, sessionJson, type WireSessionForm } from '../wire.ts';
import { type DemoBackend, type DemoHandler, totalCount } from './handler.ts';
import { parseActive, rowIsActive } from './identitySessions.ts';
import { cursorToken, firstAfter, firstCursor, parseCursor } from './sessionCursor.ts';

const defaultPage = 250;
const maxPage = 1000;
const lifespan = 24 * hour;

interface Expand {
  readonly identity: boolean;
  readonly devices: boolean;
}

/** GET /admin/sessions: all sessions, newest first, with keyset pages. */
export const listSessions: DemoHandler = async ({ path, query }, server) => {
  const { profile, data } = server;
  const active = parseActive(query);
  if (active === 'unparsable') {
    return badRequest('could not parse parameter active');
  }
  const expand = parseExpand(query);
  if ('refusal' in expand) {
    return expand.refusal;
  }
  const size = query.get('page_size') === '' ? { value: 0 } : atoi(query.get('page_size'));
  const cursor = parseCursor(query.get('page_token'));
  if ('error' in size || cursor === 'undecodable') {
    return badRequest('could not parse parameter page_size');
  }
  if (cursor === 'crafted') {
    return refused('The page token is invalid, do not craft your own page tokens');
  }
  if (size.value < 0 && profile.negativePageSize === 'panic') {
    return dropped;
  }
  const pageSize = size.value <= 0 ? defaultPage : Math.min(size.value, maxPage);

  await data.makeEverything();
  const now = server.now();
  const rows = newestFirst(server).filter((row) => active === undefined || rowIsActive(row, now) === active);
  const after = cursor === undefined ? 0 : firstAfter(rows, cursor);
  const page = rows.slice(after, after + pageSize);
  const last = page.at(-1);
  const more = after + pageSize < rows.length;
  return json(await jsonArray(page, (row) => expanded(row, now, expand, server, 'list')), {
    Link: keysetLink(path, query, pageSize, cursorToken(firstCursor), more && last ? cursorToken(last) : undefined),
    ...(profile.allSessionsTotal ? totalCount(rows.length, server) : {}),
  });
};

/** GET /admin/sessions/{id}. */
export const getSession: DemoHandler = async ({ query, params: [idText = ''] }, server) => {
  const expand = parseExpand(query);
  const parsed = parseUuid(idText);
  if ('error' in parsed) {
    return badRequest(parsed.error);
  }
  if ('refusal' in expand) {
    return expand.refusal;
  }
  const session = await find(parsed.id, server);
  return session === undefined ? noSuchResource() : json(expanded(session, server.now(), expand, server, 'one'));
};

/** Returns the session with this id, or the error for it. */
async function sessionNamed(
  idText: string,
  server: DemoBackend,
): Promise<{ readonly session: DemoSession } | { readonly refusal: DemoResponse }> {
  const parsed = parseUuid(idText);
  if ('error' in parsed) {
    return { refusal: badRequest(parsed.error) };
  }
  const session = await find(parsed.id, server);
  return session === undefined ? { refusal: noSuchResource() } : { session };
}

/** DELETE /admin/sessions/{id}: revokes it and keeps the row. Succeeds also if it is already revoked. */
export const revokeSession: DemoHandler = async ({ params: [idText = ''] }, server) => {
  const named = await sessionNamed(idText, server);
  if ('refusal' in named) {
    return named.refusal;
  }
  const { session } = named;
  server.data.revokeSession(session.id);
  return noContent({ 'Content-Type': 'application/json; charset=utf-8' });
};

/** PATCH /admin/sessions/{id}/extend: succeeds without a change while the expiry is too far away. */
export const extendSession: DemoHandler = async ({ params: [idText = ''] }, server) => {
  const named = await sessionNamed(idText, server);
  if ('refusal' in named) {
    return named.refusal;
  }
  const { session } = named;
  const now = server.now();
  if (session.expiresAt - server.quirks.earliestPossibleExtend < now) {
    server.data.setExpiry(session.id, now + lifespan);
  }
  if (server.quirks.fasterSessionExtend) {
    return noContent({});
  }
  // Even at head, this response has the old order of members, no metadata_admin and no devices.
  const identity = embeddedIdentity(session, server, false);
  return json(sessionJson(session, now, { ...identity, devices: 'empty', identityLast: false }));
};

async function find(id: string, { data }: DemoBackend): Promise<DemoSession | undefined> {
  if (data.session(id) === undefined) {
    await data.makeEverything();
  }
  return data.session(id);
}

function expanded(
  session: DemoSession,
  now: Micros,
  expand: Expand,
  server: DemoBackend,
  from: 'list' | 'one',
): string {
  const { profile } = server;
  const none = from === 'list' ? 'null' : 'empty';
  return sessionJson(session, now, {
    ...(expand.identity
      ? embeddedIdentity(session, server, profile.metadataAdminInSessions, from === 'one')
      : { identity: undefined, identityActive: true }),
    devices: expand.devices && session.devices !== null ? 'expanded' : none,
    identityLast: profile.identityLast,
  });
}

function embeddedIdentity(
  { identityId }: DemoSession,
  { data, profile }: DemoBackend,
  metadataAdmin: boolean,
  addresses = true,
): Pick<WireSessionForm, 'identity' | 'identityActive'> {
  const identity = data.identity(identityId);
  const form = { addresses, schemaUrl: true, metadataAdmin, credentials: 'none' } as const;
  return {
    identity: identity === undefined ? undefined : identityJson(identity, form, profile),
    identityActive: identity?.state === 'active',
  };
}

function parseExpand(query: Query): Expand | { readonly refusal: DemoResponse } {
  const wanted = query.all('expand').map((one) => ({ one, option: one.toLowerCase() }));
  const unknown = wanted.find(({ option }) => option !== 'identity' && option !== 'devices');
  return unknown === undefined
    ? {
        identity: wanted.some(({ option }) => option === 'identity'),
        devices: wanted.some(({ option }) => option === 'devices'),
      }
    : { refusal: refused(`Could not parse expand option: ${unknown.one}`) };
}

const sortedData = new WeakMap<object, { readonly generation: number; readonly rows: readonly DemoSession[] }>();

function newestFirst({ data }: DemoBackend): readonly DemoSession[] {
  const known = sortedData.get(data);
  if (known !== undefined && known.generation === data.generation) {
    return known.rows;
  }
  const rows = [...data.sessions()].sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1));
  sortedData.set(data, { generation: data.generation, rows });
  return rows;
}
