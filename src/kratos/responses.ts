import { setImmediate } from 'node:timers/promises';
import { limitSeconds } from '../http/rateLimit/headers.ts';
import type { HttpResponse, Transport } from '../http/transport.ts';
import { describeBody } from './describeBody.ts';
import { type Call, type Endpoint, type ItemEndpoint, type ReadItems, send } from './endpoints.ts';
import { type Failure, KratosError, type NotKratos } from './failure.ts';
import { JsonBoundError } from './json/jsonBytes.ts';
import { parseBounded } from './json/jsonMembers.ts';
import { itemSpans, type JsonSpan, valueSpan } from './json/jsonSpans.ts';
import { redact } from './redact.ts';
import { check, type Problem, wireError } from './wireSchemas.ts';

type Called = Pick<Endpoint, 'template' | 'resource'>;

/** Calls an endpoint that returns one item, or nothing. Rejects with KratosError. */
export async function call<Item extends object>(
  transport: Pick<Transport, 'send'>,
  endpoint: ItemEndpoint<Item>,
  options: Call,
): Promise<Exclude<Item, Problem>>;
export async function call(transport: Pick<Transport, 'send'>, endpoint: Endpoint, options: Call): Promise<undefined>;
export async function call(
  transport: Pick<Transport, 'send'>,
  endpoint: Endpoint | ItemEndpoint<object>,
  options: Call,
): Promise<unknown> {
  const response = await send(transport, endpoint, options);
  demandSuccess(response, endpoint, options.id);
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
 * Reads the items of a response that must be a JSON array, some in each turn of the event loop. `read` is called with spans
 * in their order, after all of the body has been cut.
 */
export async function readItems<T>(response: HttpResponse, endpoint: Called, read: ReadItems<T>): Promise<T[]> {
  demandSuccess(response, endpoint);
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

/** The spans in groups of about `bytes`, each in a turn of its own. */
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

function demandSuccess(response: HttpResponse, endpoint: Called, id?: string): void {
  if (response.status < 200 || response.status > 299) {
    throw new KratosError(refusal(response, endpoint, id));
  }
}

/** What `error` tells of the response's JSON; an error that is about something else is returned as it is. */
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

function refusal(response: HttpResponse, { template, resource }: Called, id: string | undefined): Failure {
  const { status } = response;
  const herodot = herodotReason(response);
  const found = describeBody(response);
  const reason = herodot ?? (found.what === 'html' ? found.title : undefined);
  switch (status) {
    case 401:
      return { kind: 'unauthorized', reason };
    case 403:
      return { kind: 'forbidden', reason };
    case 404:
      if (herodot !== undefined && resource !== undefined && id !== undefined) {
        return { kind: 'notFound', resource, id };
      }
      break;
    case 429:
      return { kind: 'rateLimited', retryAfterSeconds: waitSeconds(response.headers) };
  }
  if (status >= 500) {
    return { kind: 'serverError', status, reason };
  }
  if ((status === 404 || status === 405) && found.what !== 'html') {
    return { kind: 'noSuchRoute', template, status };
  }
  if (status >= 400 && herodot !== undefined) {
    return { kind: 'rejected', reason: herodot };
  }
  return { kind: 'notKratos', status, found };
}

/** herodot's own words: the reason where it gives one (the message is then the same for every bad request). */
function herodotReason(response: HttpResponse): string | undefined {
  try {
    const { data } = check(wireError, parseBounded(response.body, 0, response.body.length));
    const reason = data?.error.reason ?? data?.error.message ?? undefined;
    return reason === undefined ? undefined : redact(response, reason);
  } catch {
    // No JSON: a gateway's response, which the status and describeBody tell.
    return undefined;
  }
}

/** In whole seconds, for a person who counts them. */
function waitSeconds(headers: HttpResponse['headers']): number | undefined {
  const seconds = limitSeconds(headers);
  return seconds === undefined ? undefined : Math.ceil(seconds);
}
