import { decodeGo, goKind } from '../goJson.ts';
import { type DemoResponse, failure, json, refused } from '../responses.ts';
import { parseUuid } from '../uuid.ts';
import type { DemoHandler } from './handler.ts';

const maxIds = 500;
/** The limit for the sessions of all identities. Those of listed identities have none. */
const maxSessionsOfAll = 5000;

/** POST /admin/sessions, only at head: disables or deletes sessions by their ids or their identities' ids. */
export const manageSessions: DemoHandler = async ({ body }, { data }) => {
  const request = parse(body);
  if ('kind' in request) {
    return request;
  }
  await data.makeEverything();
  const { action, by, ids } = request;
  const rows =
    by === 'sessions'
      ? ids.map((id) => data.session(id)).filter((session) => session !== undefined)
      : (ids === '*' ? data.ids : ids).flatMap((id) => [...data.sessionsOf(id)]);
  const due = action === 'disable' ? rows.filter(({ active }) => active) : rows;
  const now = ids === '*' ? due.slice(0, maxSessionsOfAll) : due;
  for (const { id } of now) {
    if (action === 'disable') {
      data.revokeSession(id);
    } else {
      data.deleteSession(id);
    }
  }
  return json(`{"processed":${now.length},"more":${ids === '*' && now.length === maxSessionsOfAll}}`);
};

type BulkRequest = { readonly action: 'disable' | 'delete' } & (
  | { readonly by: 'sessions'; readonly ids: readonly string[] }
  | { readonly by: 'identities'; readonly ids: readonly string[] | '*' }
);

function parse(body: string): BulkRequest | DemoResponse {
  const decoded = decodeGo(body, 'object', 'session.ManageSessionsBody');
  if ('error' in decoded) {
    return unreadable(body === '' ? 'EOF' : decoded.error);
  }
  const members = (decoded.value ?? {}) as Readonly<Record<string, unknown>>;
  const sessions = texts(members, 'sessions');
  const identities = texts(members, 'identities');
  if ('error' in sessions || 'error' in identities) {
    return unreadable('error' in sessions ? sessions.error : 'error' in identities ? identities.error : '');
  }
  const { action } = members;
  if (action !== 'disable' && action !== 'delete') {
    return refused("The 'action' field must be one of 'disable' or 'delete'.");
  }
  if (identities.length > 0 === sessions.length > 0) {
    return refused("Exactly one of 'identities' or 'sessions' must be a non-empty array.");
  }
  if (identities.length === 1 && identities[0] === '*') {
    return { action, by: 'identities', ids: '*' };
  }
  const by = sessions.length > 0 ? 'sessions' : 'identities';
  const given = sessions.length > 0 ? sessions : identities;
  if (given.length > maxIds) {
    return refused(`Could not parse '${by}' field: at most ${maxIds} IDs may be provided per call`);
  }
  const ids = new Set<string>();
  for (const text of given) {
    if (text === '*') {
      return refused(`Could not parse '${by}' field: the wildcard '*' is not accepted here`);
    }
    const parsed = parseUuid(text);
    if ('error' in parsed) {
      return refused(`Could not parse '${by}' field: could not parse ${JSON.stringify(text)} as UUID: ${parsed.error}`);
    }
    ids.add(parsed.id);
  }
  return { action, by, ids: [...ids] };
}

function unreadable(message: string): DemoResponse {
  return failure(400, 'Bad Request', { reason: 'Invalid JSON body.', message });
}

function texts(
  members: Readonly<Record<string, unknown>>,
  name: string,
): readonly string[] | { readonly error: string } {
  const value = members[name] ?? [];
  const field = `Go struct field ManageSessionsBody.${name} of type`;
  if (!Array.isArray(value)) {
    return { error: `json: cannot unmarshal ${goKind(value)} into ${field} []string` };
  }
  const other: unknown = value.find((one) => typeof one !== 'string');
  return other === undefined
    ? (value as readonly string[])
    : { error: `json: cannot unmarshal ${goKind(other)} into ${field} string` };
}
