import { setImmediate } from 'node:timers/promises';
import type { Bucket } from '../http/rateLimit/buckets.ts';
import { limitSeconds } from '../http/rateLimit/headers.ts';
import {
  type HttpRequest,
  type HttpResponse,
  type Priority,
  type Transport,
  TransportError,
  type WriteRequest,
} from '../http/transport.ts';
import { describeBody } from './describeBody.ts';
import { type Failure, KratosError, type NotKratos } from './failure.ts';
import type { Identity } from './identity.ts';
import { identityItems } from './identityItem.ts';
import { JsonBoundError } from './json/jsonBytes.ts';
import { parseBounded } from './json/jsonMembers.ts';
import { itemSpans, type JsonSpan, valueSpan } from './json/jsonSpans.ts';
import { redact } from './redact.ts';
import type { Malformed, Session } from './session.ts';
import { SessionItems } from './sessionItem.ts';
import { isUuid } from './uuid.ts';
import {
  check,
  jsonItems,
  type Problem,
  wireDisabled,
  wireError,
  wireMessage,
  wireOwnState,
  wireRecovery,
  wireStatus,
  wireVersion,
} from './wireSchemas.ts';

export type QueryParameters = readonly (readonly [name: string, value: string])[];

/** One endpoint of the admin API. A success has no body, unless it is an `ItemEndpoint`. */
interface Endpoint {
  readonly method: HttpRequest['method'];
  /** The path, with {id} for a UUID, and {externalId} and {type} for any text. */
  readonly template: string;
  /** The server's rate-limit counter; none for requests that it does not count. */
  readonly bucket: Bucket | undefined;
  readonly query?: QueryParameters;
  /** What does not exist when the response is 404. */
  readonly resource?: 'identity' | 'session' | 'externalId';
  /**
   * Whether Kratos' 404 says itself what does not exist: the identity, its credential, or a method that is turned off.
   */
  readonly explains404?: true;
}

/** An endpoint that returns one item, or a list of items. */
export interface ItemEndpoint<Item> extends Endpoint {
  /** Returns a function that reads items, for one item or one list. */
  readonly items: () => ReadItems<Item>;
}

type ReadItems<Item> = (body: Buffer, spans: readonly JsonSpan[]) => Item[];

const get = <Item>(endpoint: Omit<ItemEndpoint<Item>, 'method'>): ItemEndpoint<Item> => ({
  method: 'GET',
  ...endpoint,
});

/** Ory Network counts all writes together. */
const write = <Writing extends Omit<Endpoint, 'bucket'>>(endpoint: Writing): Writing & Pick<Endpoint, 'bucket'> => ({
  bucket: 'low',
  ...endpoint,
});

const identityReader = (): ReadItems<Identity | Malformed> => identityItems;
const sessionReader = (): ReadItems<Session | Malformed> => {
  const items = new SessionItems();
  return (body, spans) => items.read(body, spans);
};

const expanded: QueryParameters = [
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
  /** Without its identity, so that `active` is false only if the session itself ended. */
  ownState: get({
    template: '/admin/sessions/{id}',
    bucket: 'high',
    resource: 'session',
    items: () => jsonItems(wireOwnState),
  }),
  messages: get({ template: '/admin/courier/messages', bucket: 'low', items: () => jsonItems(wireMessage) }),
  ready: get({ template: '/admin/health/ready', bucket: undefined, items: () => jsonItems(wireStatus) }),
  version: get({ template: '/admin/version', bucket: undefined, items: () => jsonItems(wireVersion) }),

  /** Ends the session and keeps its row. Without an id it would be another endpoint: see `pathOf`. */
  revokeSession: write({ method: 'DELETE', template: '/admin/sessions/{id}', resource: 'session' }),
  /**
   * Later than v26.2.0, and Ory Network; 405 elsewhere. Counts neither unknown sessions nor those that ended before.
   */
  disableSessions: write({
    method: 'POST',
    template: '/admin/sessions',
    items: () => jsonItems(wireDisabled),
  }),
  /** The response is a session, or empty. Neither says whether its expiry changed. */
  extendSession: write({ method: 'PATCH', template: '/admin/sessions/{id}/extend', resource: 'session' }),
  patchIdentity: write({ method: 'PATCH', template: '/admin/identities/{id}', resource: 'identity' }),
  removeCredential: write({
    method: 'DELETE',
    template: '/admin/identities/{id}/credentials/{type}',
    explains404: true,
  }),
  createRecoveryCode: write({
    method: 'POST',
    template: '/admin/recovery/code',
    explains404: true,
    items: () => jsonItems(wireRecovery),
  }),
  createRecoveryLink: write({
    method: 'POST',
    template: '/admin/recovery/link',
    explains404: true,
    items: () => jsonItems(wireRecovery),
  }),
};

interface CallOptions {
  /** The value of the path's {id} or {externalId}. */
  readonly id?: string | undefined;
  /** The value of the path's {type}. */
  readonly type?: string;
  readonly query?: QueryParameters;
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
  { id, type, query = [], write, ...rest }: CallOptions,
): Promise<HttpResponse> {
  const { method, template, bucket } = endpoint;
  const allQuery = [...(endpoint.query ?? []), ...query];
  const target = { path: pathOf(endpoint, id, type), template, bucket, query: allQuery, ...rest };
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

/** An id that is not a UUID, or a path segment that is not a name, could lead to another endpoint. */
function pathOf({ template, resource = 'identity' }: Endpoint, id = '', type = ''): string {
  return template.replaceAll(/\{\w+\}/g, (parameter) => {
    const value = parameter === '{type}' ? type : id;
    if (parameter === '{id}' ? !isUuid(value) : /^\.{0,2}$/.test(value)) {
      throw new KratosError({ kind: 'notFound', resource, id });
    }
    return encodeURIComponent(value);
  });
}

/** Returns X-Total-Count if it is a count. */
export function totalCount({ headers }: HttpResponse): number | undefined {
  const count = headers['x-total-count'];
  return count !== undefined && /^\d+$/.test(count) ? Number(count) : undefined;
}

type Route = Pick<Endpoint, 'template' | 'resource' | 'explains404'>;

/** Calls an endpoint that returns one item, or nothing. Rejects with KratosError. */
export async function call<Item extends object>(
  transport: Pick<Transport, 'send'>,
  endpoint: ItemEndpoint<Item>,
  options: CallOptions,
): Promise<Exclude<Item, Problem>>;
export async function call(
  transport: Pick<Transport, 'send'>,
  endpoint: Endpoint,
  options: CallOptions,
): Promise<undefined>;
export async function call(
  transport: Pick<Transport, 'send'>,
  endpoint: Endpoint | ItemEndpoint<object>,
  options: CallOptions,
): Promise<unknown> {
  const response = await send(transport, endpoint, options);
  requireSuccess(response, endpoint, options.id);
  if (!('items' in endpoint)) {
    return undefined;
  }
  const item = readValue(response, endpoint.items());
  if (isProblem(item)) {
    throw notKratos(response, { what: 'unexpectedShape', problem: redact(response, item.problem) });
  }
  return item;
}

/** The bytes of a body that are cut into spans, and those that are made into objects, in one turn of the event loop. */
const cutBytes = 1_000_000;
const readBytes = 131_072;

/**
 * Reads the items of a response that must be a JSON array, some in each turn of the event loop. `read` is called with
 * spans in their order, after all of the body has been cut.
 */
export async function readItems<T>(response: HttpResponse, endpoint: Route, read: ReadItems<T>): Promise<T[]> {
  requireSuccess(response, endpoint);
  try {
    let spans: readonly JsonSpan[] = [];
    for await (const some of inTurns(itemSpans(response.body), cutBytes)) {
      spans = spans.concat(some);
    }
    let items: T[] = [];
    for await (const some of inTurns(spans, readBytes)) {
      items = items.concat(read(response.body, some));
    }
    return items;
  } catch (error) {
    throw asNotKratos(response, error);
  }
}

/** Reads a response that must be one JSON value. */
function readValue<T>(response: HttpResponse, read: ReadItems<T>): T | undefined {
  try {
    return read(response.body, [valueSpan(response.body)])[0];
  } catch (error) {
    throw asNotKratos(response, error);
  }
}

let lastTurn: Promise<unknown> = Promise.resolve();

/** Resolves in a turn of the event loop that no other caller gets: work on several responses does not add up in one. */
function nextTurn(): Promise<unknown> {
  lastTurn = lastTurn.then(() => setImmediate());
  return lastTurn;
}

/** Yields the spans in groups of about `bytes`, each in a turn of its own. */
async function* inTurns(spans: Iterable<JsonSpan>, bytes: number): AsyncGenerator<readonly JsonSpan[]> {
  await nextTurn();
  let some: JsonSpan[] = [];
  let start: number | undefined;
  for (const span of spans) {
    some.push(span);
    start ??= span.start;
    if (span.end - start >= bytes) {
      yield some;
      await nextTurn();
      some = [];
      start = undefined;
    }
  }
  yield some;
}

function requireSuccess(response: HttpResponse, endpoint: Route, id?: string): void {
  if (response.status < 200 || response.status > 299) {
    throw new KratosError(refusal(response, endpoint, id));
  }
}

/** Returns what is wrong with the response's JSON, or `error` itself if it is about something else. */
function asNotKratos(response: HttpResponse, error: unknown): unknown {
  if (error instanceof JsonBoundError) {
    return notKratos(response, { what: error.bound === 'items' ? 'tooManyItems' : 'tooDeep' });
  }
  return error instanceof SyntaxError ? notKratos(response, describeBody(response)) : error;
}

function isProblem(item: object | undefined): item is Problem {
  return item !== undefined && 'kind' in item && item.kind === 'malformed';
}

function notKratos({ status }: HttpResponse, found: NotKratos): KratosError {
  return new KratosError({ kind: 'notKratos', status, found });
}

function refusal(response: HttpResponse, route: Route, id: string | undefined): Failure {
  const { template, resource, explains404 = false } = route;
  const { status } = response;
  const { reason: herodot, isNotFound } = herodotError(response);
  const found = describeBody(response);
  const reason = herodot ?? (found.what === 'html' ? found.title : undefined);
  switch (status) {
    case 401:
      return { kind: 'unauthorized', reason };
    case 403:
      return { kind: 'forbidden', reason };
    case 404:
      if (isNotFound && resource !== undefined && id !== undefined) {
        return { kind: 'notFound', resource, id };
      }
      break;
    case 429: {
      const seconds = limitSeconds(response.headers);
      return { kind: 'rateLimited', retryAfterSeconds: seconds === undefined ? undefined : Math.ceil(seconds) };
    }
  }
  if (status >= 500) {
    return { kind: 'serverError', status, reason };
  }
  const isExplained = isNotFound && explains404;
  if ((status === 404 || status === 405) && !isExplained && found.what !== 'html') {
    return { kind: 'noSuchRoute', template, status };
  }
  if (status >= 400 && herodot !== undefined) {
    return { kind: 'rejected', reason: herodot };
  }
  return { kind: 'notKratos', status, found };
}

/**
 * Returns herodot's reason, or its message, which is the same for every bad request, if there is none; and whether the
 * response is Kratos' own 404.
 */
function herodotError(response: HttpResponse): { readonly reason: string | undefined; readonly isNotFound: boolean } {
  try {
    const error = check(wireError, parseBounded(response.body, 0, response.body.length)).data?.error;
    const reason = error?.reason ?? error?.message ?? undefined;
    return {
      reason: reason === undefined ? undefined : redact(response, reason),
      isNotFound: response.status === 404 && error?.code === 404 && error.status === 'Not Found',
    };
  } catch {
    // A gateway's response is often no JSON.
    return { reason: undefined, isNotFound: false };
  }
}
