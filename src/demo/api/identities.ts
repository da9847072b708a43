import { firstIdentitiesToken, keysetLink, legacyLink } from '../links.ts';
import type { DemoIdentity } from '../model.ts';
import type { Profile } from '../profile.ts';
import { atoi, type Query } from '../query.ts';
import { type DemoResponse, dropped, json, noContent, noSuchResource, refused } from '../responses.ts';
import { jsonArray } from '../slices.ts';
import { parseUuid } from '../uuid.ts';
import { type IdentityForm, identityJson, noConfigs } from '../wire.ts';
import { type DemoBackend, type DemoHandler, totalCount } from './handler.ts';
import { type DemoIdentityFilter, matching, parseConfigs, parseFilter } from './identityFilter.ts';

const defaultPage = 250;
const legacyReach = 1000;

/** GET /admin/identities: with keyset pages, or page numbers if only `page` is given. */
export const listIdentities: DemoHandler = async (call, server) => {
  const { profile, data } = server;
  const paging = parsePaging(call.query, server);
  if ('error' in paging) {
    return refused(paging.error);
  }
  if (paging.mode === 'dropped') {
    return dropped;
  }
  const filter = parseFilter(call.query, profile);
  const configOf = parseConfigs(call.query, profile.listNamesBadCredential ? 'value' : 'list before it');
  if ('error' in filter) {
    return refused(filter.error);
  }
  if ('error' in configOf) {
    return refused(configOf.error);
  }
  if ((filter.identifier ?? filter.identifierPrefix ?? filter.organizationId) !== undefined) {
    await data.makeIdentities();
  }
  const ids = matching(filter, data);
  const form = listForm(filter, configOf.types);
  const write = (page: readonly string[]): Promise<string> =>
    jsonArray(page, (id) => {
      const identity = data.identity(id);
      return identity === undefined ? undefined : identityJson(identity, form, profile);
    });

  if (paging.mode === 'page') {
    const { page, perPage } = paging;
    const text = await write(ids.slice(page * perPage, (page + 1) * perPage));
    // Kratos counts all identities despite a filter, except for an exact identifier.
    const total = filter.identifier === undefined ? data.ids.length : ids.length;
    return json(text, {
      Link: legacyLink({ path: call.path, query: call.query, total, page, perPage }),
      ...totalCount(total, server),
    });
  }

  const { query, pageSize, after } = paging;
  const start = after === undefined ? 0 : firstAbove(ids, after);
  const page = ids.slice(start, start + pageSize);
  const next = start + pageSize < ids.length ? page.at(-1) : undefined;
  return json(await write(page), { Link: keysetLink(call.path, query, pageSize, firstIdentitiesToken, next) });
};

/** GET /admin/identities/{id}: with credentials. A malformed id is a 404. */
export const getIdentity: DemoHandler = ({ query, params: [idText = ''] }, { data, profile }) => {
  const parsed = parseUuid(idText);
  return oneIdentity('error' in parsed ? undefined : data.identity(parsed.id), query, profile);
};

/** GET /admin/identities/by/external/{externalID}, since v25.4. */
export const getIdentityByExternalId: DemoHandler = async ({ query, params: [externalId] }, { data, profile }) => {
  await data.makeIdentities();
  const identity = data.ids.map((id) => data.identity(id)).find((one) => one?.externalId === externalId);
  return oneIdentity(identity, query, profile);
};

function oneIdentity(identity: DemoIdentity | undefined, query: Query, profile: Profile): DemoResponse {
  if (identity === undefined) {
    return noSuchResource();
  }
  const configOf = parseConfigs(query, 'list before it');
  return 'error' in configOf
    ? refused(configOf.error)
    : json(identityJson(identity, fullForm(configOf.types), profile));
}

/** DELETE /admin/identities/{id}: with all sessions. */
export const deleteIdentity: DemoHandler = ({ params: [idText = ''] }, { data }) => {
  const parsed = parseUuid(idText);
  return 'error' in parsed || !data.deleteIdentity(parsed.id) ? noSuchResource() : noContent({});
};

/** Returns an identity with all its members. */
export function fullForm(configOf: ReadonlySet<string> = noConfigs): IdentityForm {
  return { addresses: true, schemaUrl: true, metadataAdmin: true, credentials: { configOf } };
}

/** A list has credentials only if it is filtered by them or requests them. */
function listForm(filter: DemoIdentityFilter, configOf: ReadonlySet<string>): IdentityForm {
  const byIdentifier = filter.identifier !== undefined || filter.identifierPrefix !== undefined;
  return byIdentifier || configOf.size > 0 ? fullForm(configOf) : { ...fullForm(), credentials: 'none' };
}

type Paging =
  | {
      readonly mode: 'keyset';
      readonly query: Query;
      readonly pageSize: number;
      readonly after: DemoIdentity['id'] | undefined;
    }
  | { readonly mode: 'page'; readonly page: number; readonly perPage: number }
  | { readonly mode: 'dropped' }
  | { readonly error: string };

/**
 * page_token or page_size select keyset pages, else page selects page numbers, else per_page is an alias of page_size.
 */
function parsePaging(query: Query, { profile }: DemoBackend): Paging {
  if (!query.has('page_token') && !query.has('page_size') && query.has('page')) {
    return parseLegacy(query);
  }
  const renamed =
    !query.has('page_token') && !query.has('page_size') && query.has('per_page')
      ? query.with({ page_size: query.get('per_page') }).without('per_page')
      : query;
  const text = renamed.get('page_size');
  const size = text === '' ? { value: 0 } : atoi(text);
  if ('error' in size) {
    return size;
  }
  if (size.value < 0 && profile.negativePageSize === 'panic') {
    return { mode: 'dropped' };
  }
  const token = renamed.get('page_token');
  const after = token === '' ? undefined : parseUuid(token);
  if (after !== undefined && 'error' in after) {
    return { error: 'The page token is invalid, do not craft your own page tokens' };
  }
  const pageSize = size.value <= 0 ? defaultPage : Math.min(size.value, profile.keysetMaxPage);
  return { mode: 'keyset', query: renamed, pageSize, after: after?.id };
}

function parseLegacy(query: Query): Paging {
  const number = (name: string, otherwise: number): number => {
    const parsed = atoi(query.get(name));
    return 'error' in parsed ? otherwise : parsed.value;
  };
  const page = Math.max(number('page', 0), 0);
  const perPage = Math.min(Math.max(number('per_page', defaultPage), 1), 500);
  return page * perPage > legacyReach
    ? {
        error:
          'Legacy pagination is not supported for enumerating over 1000 items. Please switch to using page_token and page_size.',
      }
    : { mode: 'page', page, perPage };
}

function firstAbove(ids: readonly string[], after: string): number {
  const index = ids.findIndex((id) => id > after);
  return index === -1 ? ids.length : index;
}
