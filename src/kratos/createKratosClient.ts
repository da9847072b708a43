import type { HttpAnswer, Transport } from '../http/transport.ts';
import { getOver, isSameUuid, isUuid } from './adminApi.ts';
import { readItems, readValue, unexpectedShape } from './answers.ts';
import type { IdentityFilter, KratosClient, SessionFilter } from './client.ts';
import { KratosError } from './failure.ts';
import type { Identity } from './identity.ts';
import { identityItem, identityItems } from './identityItem.ts';
import { IdentitySessionsReader } from './identitySessions/identitySessionsReader.ts';
import type { PageBase } from './identitySessions/pageBase.ts';
import { sessionSlices } from './identitySessions/sessionSlices.ts';
import { parseBounded } from './json/jsonMembers.ts';
import { keysetReader } from './keysetReader.ts';
import { ServerClock } from './serverClock.ts';
import type { Malformed, Session } from './session.ts';
import { SessionItems } from './sessionItem.ts';
import { check, wireStatus, wireVersion } from './wireSchemas.ts';

type Query = (readonly [name: string, value: string])[];

const expanded: Query = [
  ['expand', 'identity'],
  ['expand', 'devices'],
];

/**
 * The admin API behind `transport`. What one list finds out of how the server counts pages serves the next: `pageBase`
 * is that memory, for those who make several clients of one server.
 */
export function createKratosClient(
  transport: Pick<Transport, 'send'>,
  pageBase: PageBase = { countsFrom: undefined },
): KratosClient {
  const get = getOver(transport);
  const clock = new ServerClock();

  return {
    identities(filter, pageSize) {
      const template = '/admin/identities';
      return keysetReader(async (pageToken, signal, priority) => {
        const query = [['page_size', String(pageSize)] as const, ...identityQuery(filter), ...tokenQuery(pageToken)];
        const answer = await get({ path: template, template, query, signal, priority });
        return { answer, items: await readItems(answer, { template }, identityItems) };
      }, clock);
    },

    async identity(id, signal) {
      if (!isUuid(id)) {
        throw new KratosError({ kind: 'notFound', resource: 'identity', id });
      }
      const template = '/admin/identities/{id}';
      const answer = await get({ path: `/admin/identities/${id}`, template, signal });
      const item = readValue(answer, { template, resource: { kind: 'identity', id } }, identityItem);
      return requested(wellFormed(item, answer), (identity) => isSameUuid(identity.id, id));
    },

    async identityByExternalId(externalId, signal) {
      // "." and ".." stay what they are in a path, however they are encoded.
      if (/^\.{0,2}$/.test(externalId)) {
        throw new KratosError({ kind: 'notFound', resource: 'externalId', id: externalId });
      }
      const template = '/admin/identities/by/external/{externalId}';
      const path = `/admin/identities/by/external/${encodeURIComponent(externalId)}`;
      const answer = await get({ path, template, signal });
      const item = readValue(answer, { template, resource: { kind: 'externalId', id: externalId } }, identityItem);
      return requested(wellFormed(item, answer), (identity) => isFoundBy(externalId, identity));
    },

    identitySessions: (identityId, filter, pageSize) =>
      new IdentitySessionsReader(sessionSlices(get, identityId, filter, clock), { filter, pageSize, pageBase, clock }),

    sessions(filter, pageSize) {
      const template = '/admin/sessions';
      const rows = new SessionItems();
      return keysetReader(async (pageToken, signal, priority) => {
        const query = [
          ['page_size', String(pageSize)] as const,
          ...expanded,
          ...activeQuery(filter),
          ...tokenQuery(pageToken),
        ];
        const answer = await get({ path: template, template, query, signal, priority });
        return { answer, items: await readItems(answer, { template }, (body, spans) => rows.readAll(body, spans)) };
      }, clock);
    },

    async session(id, signal) {
      if (!isUuid(id)) {
        throw new KratosError({ kind: 'notFound', resource: 'session', id });
      }
      const template = '/admin/sessions/{id}';
      const answer = await get({ path: `/admin/sessions/${id}`, template, query: expanded, signal });
      const item = readValue(answer, { template, resource: { kind: 'session', id } }, (body, span) =>
        new SessionItems().read(body, span),
      );
      return requested(wellFormed(item, answer), (session) => isSameUuid(session.id, id));
    },

    async ready(signal) {
      const template = '/admin/health/ready';
      const answer = await get({ path: template, template, signal });
      const { problem } = check(wireStatus, parsed(answer, template));
      if (problem !== undefined) {
        throw unexpectedShape(answer, problem);
      }
    },

    async version(signal) {
      const template = '/admin/version';
      const answer = await get({ path: template, template, signal });
      const { data, problem } = check(wireVersion, parsed(answer, template));
      if (problem !== undefined) {
        throw unexpectedShape(answer, problem);
      }
      return data.version;
    },
  };
}

function parsed(answer: HttpAnswer, template: string): unknown {
  return readValue(answer, { template }, (body, { start, end }) => parseBounded(body, start, end));
}

function wellFormed<T extends Session | Identity>(item: T | Malformed, answer: HttpAnswer): T {
  if (item.kind === 'malformed') {
    throw unexpectedShape(answer, item.problem);
  }
  return item;
}

function requested<T>(item: T, isRequested: (item: T) => boolean): T {
  if (!isRequested(item)) {
    throw new KratosError({ kind: 'otherResponse' });
  }
  return item;
}

/** Some databases compare without case and accents. */
function isFoundBy(externalId: string, identity: Identity): boolean {
  return identity.externalId?.trimEnd().localeCompare(externalId.trimEnd(), 'en', { sensitivity: 'base' }) === 0;
}

function identityQuery(filter: IdentityFilter): Query {
  switch (filter.by) {
    case 'all':
      return [];
    case 'identifier':
      return [['credentials_identifier', filter.identifier]];
    case 'identifierPrefix':
      return [['preview_credentials_identifier_similar', filter.prefix]];
    case 'ids':
      return filter.ids.map((id) => ['ids', id] as const);
  }
}

function activeQuery(filter: SessionFilter): Query {
  return filter === 'all' ? [] : [['active', String(filter === 'active')]];
}

function tokenQuery(pageToken: string | undefined): Query {
  return pageToken === undefined ? [] : [['page_token', pageToken]];
}
