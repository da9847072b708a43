import type { Transport } from '../http/transport.ts';
import { distinctItems } from './distinctItems.ts';
import { call, endpoints, type ItemEndpoint, type QueryParameters, readItems, send, totalCount } from './endpoints.ts';
import { KratosError } from './failure.ts';
import type { Identity } from './identity.ts';
import { IdentitySessionsReader } from './identitySessions/identitySessionsReader.ts';
import type { PageBase, ReadSliceFor } from './identitySessions/slice.ts';
import { keysetReader } from './keysetReader.ts';
import { nextPageToken } from './linkHeader.ts';
import type { ListReader } from './listReader.ts';
import { type AddressMails, addressMails } from './mails.ts';
import { ServerClock } from './serverClock.ts';
import type { Malformed, Session } from './session.ts';
import { isSameUuid } from './uuid.ts';

/** Which identities to list. Servers since v25.4 refuse two filters at once. */
export type IdentityFilter =
  | { readonly by: 'all' }
  | { readonly by: 'identifier'; readonly identifier: string }
  | { readonly by: 'identifierPrefix'; readonly prefix: string };

/** Kratos' `active` parameter. It filters by the session's own state and expiry, not by the identity's state. */
export type SessionFilter = 'all' | 'active' | 'inactive';

export type KratosClient = ReturnType<typeof createKratosClient>;

/**
 * Creates a client of one server: one method per endpoint. All reject only with KratosError. `pageBase` remembers how
 * the server counts pages; clients of one server may share it.
 */
export function createKratosClient(transport: Pick<Transport, 'send'>, pageBase: PageBase = { countsFrom: undefined }) {
  const clock = new ServerClock();

  function keysetList<T extends Session | Identity | Malformed>(
    endpoint: ItemEndpoint<T>,
    pageSize: number,
    filter: QueryParameters,
  ): ListReader<T> {
    const read = endpoint.items();
    return keysetReader(async (pageToken, signal, priority) => {
      const query: QueryParameters = [['page_size', String(pageSize)], ...filter, ...tokenQuery(pageToken)];
      const response = await send(transport, endpoint, { query, signal, priority });
      return { response, items: await readItems(response, endpoint, read) };
    }, clock);
  }

  return {
    identities: (filter: IdentityFilter, pageSize: number): ListReader<Identity | Malformed> =>
      keysetList(endpoints.identities, pageSize, identityQuery(filter)),

    async identity(id: string, signal?: AbortSignal): Promise<Identity> {
      const identity = await call(transport, endpoints.identity, { id, signal });
      return requested(identity, isSameUuid(identity.id, id));
    },

    async identityByExternalId(externalId: string, signal?: AbortSignal): Promise<Identity> {
      const identity = await call(transport, endpoints.identityByExternalId, { id: externalId, signal });
      return requested(identity, isFoundBy(externalId, identity.externalId));
    },

    /** Lists no sessions for an identity that does not exist. */
    identitySessions: (identityId: string, filter: SessionFilter, pageSize: number): ListReader<Session | Malformed> =>
      new IdentitySessionsReader(sessionSlices(transport, identityId, activeQuery(filter), clock), {
        filter,
        pageSize,
        pageBase,
        clock,
      }),

    /** The newest first. */
    sessions: (filter: SessionFilter, pageSize: number): ListReader<Session | Malformed> =>
      keysetList(endpoints.sessions, pageSize, activeQuery(filter)),

    async session(id: string, signal?: AbortSignal): Promise<Session> {
      const session = await call(transport, endpoints.session, { id, signal });
      return requested(session, isSameUuid(session.id, id));
    },

    /**
     * Resolves to the newest mails to an address, by one request for at most `limit`: page tokens of the courier expire
     * after an hour.
     */
    async mails(address: string, limit: number, signal?: AbortSignal): Promise<AddressMails> {
      const endpoint = endpoints.messages;
      const query: QueryParameters = [
        ['recipient', address],
        ['page_size', String(limit)],
      ];
      const response = await send(transport, endpoint, { query, signal });
      const found = addressMails(response, await readItems(response, endpoint, endpoint.items()));
      return requested(
        found,
        found.mails.every(({ recipient }) => isFoundBy(address, recipient)),
      );
    },

    ready: async (signal?: AbortSignal): Promise<void> => {
      await call(transport, endpoints.ready, { signal });
    },

    /** Resolves to e.g. "v26.2.0", or "master" for a build from source. */
    version: async (signal?: AbortSignal): Promise<string> =>
      (await call(transport, endpoints.version, { signal })).version,
  };
}

function requested<T>(item: T, isRequested: boolean): T {
  if (!isRequested) {
    throw new KratosError({ kind: 'otherResponse' });
  }
  return item;
}

/** Ignores case and accents, as some databases do. */
function isFoundBy(searched: string, found: string | undefined): boolean {
  return found?.trimEnd().localeCompare(searched.trimEnd(), 'en', { sensitivity: 'base' }) === 0;
}

function identityQuery(filter: IdentityFilter): QueryParameters {
  switch (filter.by) {
    case 'all':
      return [];
    case 'identifier':
      return [['credentials_identifier', filter.identifier]];
    case 'identifierPrefix':
      return [['preview_credentials_identifier_similar', filter.prefix]];
  }
}

function activeQuery(filter: SessionFilter): QueryParameters {
  return filter === 'all' ? [] : [['active', String(filter === 'active')]];
}

function tokenQuery(pageToken: string | undefined): QueryParameters {
  return pageToken === undefined ? [] : [['page_token', pageToken]];
}

/**
 * Reads pages by page and per_page only: the server pages wrongly by page_size and page_token, and its Link header
 * leads to wrong pages.
 */
function sessionSlices(
  transport: Pick<Transport, 'send'>,
  identityId: string,
  filter: QueryParameters,
  clock: ServerClock,
): ReadSliceFor {
  const endpoint = endpoints.identitySessions;
  const read = endpoint.items();
  return async (page, perPage, signal, priority) => {
    const query: QueryParameters = [['page', String(page)], ['per_page', String(perPage)], ...filter];
    const response = await send(transport, endpoint, { id: identityId, query, signal, priority });
    const items = await readItems(response, endpoint, read);
    if (items.some((row) => row.kind === 'session' && isOfAnother(row, identityId))) {
      throw new KratosError({ kind: 'otherResponse' });
    }
    return {
      items: distinctItems(items),
      total: totalCount(response),
      hasNext: nextPageToken(response.headers.link) !== undefined,
      leadAtMost: clock.read(response),
      bytes: response.body.length,
    };
  };
}

function isOfAnother(session: Session, identityId: string): boolean {
  return session.identityId !== undefined && !isSameUuid(session.identityId, identityId);
}
