import { json, refused } from '../answer.ts';
import { parseUuid } from '../uuid.ts';
import type { Handler } from './handler.ts';

const maxIds = 500;
const maxSessionsPerCall = 5000;

/** POST /admin/sessions, at head alone: disables or deletes sessions, given themselves or by their identities. */
export const manageSessions: Handler = async ({ body }, { data }) => {
  const request = parse(body);
  if ('error' in request) {
    return refused(request.error);
  }
  await data.makeEverything();
  const { action, by, ids } = request;
  const rows =
    by === 'sessions'
      ? ids.map((id) => data.session(id)).filter((session) => session !== undefined)
      : (ids === '*' ? data.ids : ids).flatMap((id) => [...data.sessionsOf(id)]);
  const due = action === 'disable' ? rows.filter(({ active }) => active) : rows;
  const now = due.slice(0, maxSessionsPerCall);
  for (const { id } of now) {
    if (action === 'disable') {
      data.revokeSession(id);
    } else {
      data.deleteSession(id);
    }
  }
  return json(`{"processed":${now.length},"more":${due.length > now.length}}`);
};

type BulkRequest = { readonly action: 'disable' | 'delete' } & (
  | { readonly by: 'sessions'; readonly ids: readonly string[] }
  | { readonly by: 'identities'; readonly ids: readonly string[] | '*' }
);

function parse(body: string): BulkRequest | { readonly error: string } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return { error: 'Invalid JSON body.' };
  }
  const members = (typeof parsed === 'object' && parsed !== null ? parsed : {}) as Readonly<Record<string, unknown>>;
  const { action } = members;
  if (action !== 'disable' && action !== 'delete') {
    return { error: "The 'action' field must be one of 'disable' or 'delete'." };
  }
  const identities = texts(members.identities);
  const sessions = texts(members.sessions);
  if (identities === undefined || sessions === undefined) {
    return { error: 'Invalid JSON body.' };
  }
  if (identities.length > 0 === sessions.length > 0) {
    return { error: "Exactly one of 'identities' or 'sessions' must be a non-empty array." };
  }
  if (identities.length === 1 && identities[0] === '*') {
    return { action, by: 'identities', ids: '*' };
  }
  const by = sessions.length > 0 ? 'sessions' : 'identities';
  const given = sessions.length > 0 ? sessions : identities;
  if (given.includes('*')) {
    return { error: `Could not parse '${by}' field: the wildcard '*' is not accepted here` };
  }
  if (given.length > maxIds) {
    return { error: `Could not parse '${by}' field: at most ${maxIds} IDs may be provided per call` };
  }
  const uuids = given.map((text) => ({ text, uuid: parseUuid(text) }));
  const bad = uuids.find(({ uuid }) => 'error' in uuid);
  if (bad !== undefined) {
    return {
      error: `Could not parse '${by}' field: could not parse ${JSON.stringify(bad.text)} as UUID: ${'error' in bad.uuid ? bad.uuid.error : ''}`,
    };
  }
  return { action, by, ids: uuids.flatMap(({ uuid }) => ('id' in uuid ? [uuid.id] : [])) };
}

function texts(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) {
    return [];
  }
  return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined;
}
