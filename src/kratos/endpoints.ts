import type { Bucket } from '../http/rateLimit/buckets.ts';
import {
  type HttpRequest,
  type HttpResponse,
  type Priority,
  type Transport,
  TransportError,
  type WriteRequest,
} from '../http/transport.ts';
import { KratosError } from './failure.ts';
import type { Identity } from './identity.ts';
import { identityItems } from './identityItem.ts';
import type { JsonSpan } from './json/jsonSpans.ts';
import type { Malformed, Session } from './session.ts';
import { SessionItems } from './sessionItem.ts';
import { jsonItems, wireStatus, wireVersion } from './wireSchemas.ts';

export type Query = readonly (readonly [name: string, value: string])[];

/** One endpoint of the admin API. A success has no body, unless it is an `ItemEndpoint`. */
export interface Endpoint {
  readonly method: HttpRequest['method'];
  /** The path, with {id} for a UUID and {externalId} for any text. */
  readonly template: string;
  /** The server's rate-limit counter; none for requests that it does not count. */
  readonly bucket: Bucket | undefined;
  /** Is sent with each request. */
  readonly query?: Query;
  /** What does not exist when the response is 404. */
  readonly resource?: 'identity' | 'session' | 'externalId';
}

/** An endpoint that returns one item, or a list of items. */
export interface ItemEndpoint<Item> extends Endpoint {
  /** Returns a function that reads items, for one item or one list. */
  readonly items: () => ReadItems<Item>;
}

export type ReadItems<Item> = (body: Buffer, spans: readonly JsonSpan[]) => Item[];

const get = <Item>(endpoint: Omit<ItemEndpoint<Item>, 'method'>): ItemEndpoint<Item> => ({
  method: 'GET',
  ...endpoint,
});

const identityReader = (): ReadItems<Identity | Malformed> => identityItems;
const sessionReader = (): ReadItems<Session | Malformed> => {
  const items = new SessionItems();
  return (body, spans) => items.readAll(body, spans);
};

const expanded: Query = [
  ['expand', 'identity'],
  ['expand', 'devices'],
];

export const endpoints = {
  identities: get({ template: '/admin/identities', bucket: 'medium', items: identityReader }),
  identity: get({
    template: '/admin/identities/{id}',
    bucket: 'high',
    resource: 'identity',
    items: identityReader,
  }),
  /** Since v25.4. */
  identityByExternalId: get({
    template: '/admin/identities/by/external/{externalId}',
    bucket: 'medium',
    resource: 'externalId',
    items: identityReader,
  }),
  identitySessions: get({ template: '/admin/identities/{id}/sessions', bucket: 'medium', items: sessionReader }),
  sessions: get({ template: '/admin/sessions', bucket: 'medium', query: expanded, items: sessionReader }),
  session: get({
    template: '/admin/sessions/{id}',
    bucket: 'high',
    query: expanded,
    resource: 'session',
    items: sessionReader,
  }),
  ready: get({ template: '/admin/health/ready', bucket: undefined, items: () => jsonItems(wireStatus) }),
  version: get({ template: '/admin/version', bucket: undefined, items: () => jsonItems(wireVersion) }),
};

export interface Call {
  /** The value of the path's parameter. */
  readonly id?: string | undefined;
  readonly query?: Query;
  readonly signal?: AbortSignal | undefined;
  readonly priority?: Priority | undefined;
  /** Of an endpoint that changes something. */
  readonly write?: Pick<WriteRequest, 'json' | 'permit'>;
}

const byteOrderMark = Buffer.from('\ufeff');

/** Sends a request to an endpoint. Rejects with KratosError if no response arrives, or if the id cannot exist. */
export async function send(
  transport: Pick<Transport, 'send'>,
  endpoint: Endpoint,
  { id, query = [], write, ...rest }: Call,
): Promise<HttpResponse> {
  const { method, template, bucket } = endpoint;
  const allQuery = [...(endpoint.query ?? []), ...query];
  const target = { path: pathOf(endpoint, id), template, bucket, query: allQuery, ...rest };
  if (method !== 'GET' && write === undefined) {
    throw new Error(`${method} ${template} needs a permit.`);
  }
  try {
    const isRead = method === 'GET' || write === undefined;
    const response = await transport.send(isRead ? { method: 'GET', ...target } : { method, ...target, ...write });
    const { body } = response;
    return byteOrderMark.equals(body.subarray(0, 3)) ? { ...response, body: body.subarray(3) } : response;
  } catch (error) {
    throw error instanceof TransportError ? new KratosError(error.failure, { cause: error }) : error;
  }
}

/** An id that is no UUID, or a path segment that is no name, would make a path to something else. */
function pathOf({ template, resource = 'identity' }: Endpoint, id = ''): string {
  const [parameter] = /\{\w+\}/.exec(template) ?? [];
  if (parameter === undefined) {
    return template;
  }
  if (parameter === '{id}' ? !isUuid(id) : /^\.{0,2}$/.test(id)) {
    throw new KratosError({ kind: 'notFound', resource, id });
  }
  return template.replace(parameter, () => encodeURIComponent(id));
}

/** Kratos accepts UUIDs in two spellings. */
function isUuid(id: string): boolean {
  return /^[\da-f]{8}(-?[\da-f]{4}){3}-?[\da-f]{12}$/i.test(id);
}

/** Returns whether two ids are the same UUID, in either spelling and any case. */
export function isSameUuid(one: string, other: string): boolean {
  const plain = (id: string) => id.replaceAll('-', '').toLowerCase();
  return plain(one) === plain(other);
}

/** Returns X-Total-Count if it is a count. */
export function totalCount({ headers }: HttpResponse): number | undefined {
  const count = headers['x-total-count'];
  return count !== undefined && /^\d+$/.test(count) ? Number(count) : undefined;
}
