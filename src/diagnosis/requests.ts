import type { HttpResponse, Transport } from '../http/transport.ts';
import { endpoints, type QueryParameters, readItems, send } from '../kratos/endpoints.ts';
import { type Failure, failureOf } from '../kratos/failure.ts';
import { parseBounded } from '../kratos/json/jsonMembers.ts';

/** Requests a path without ids. Resolves to any response; rejects with KratosError if none arrives. */
export type SendRequest = (template: string, query: QueryParameters, signal: AbortSignal) => Promise<HttpResponse>;

/** The requests of a check, which only read and return raw responses. */
export interface CheckRequests {
  readonly send: SendRequest;
  readonly identities: (query: QueryParameters, signal: AbortSignal) => Promise<HttpResponse>;
  readonly sessionsOf: (identityId: string, query: QueryParameters, signal: AbortSignal) => Promise<HttpResponse>;
  /** Of all identities. */
  readonly newestSessions: (pageSize: number, signal: AbortSignal) => Promise<HttpResponse>;
}

export function checkRequests(transport: Pick<Transport, 'send'>): CheckRequests {
  return {
    send: (template, query, signal) => {
      const known = Object.values(endpoints).find((endpoint) => endpoint.template === template);
      return send(transport, known ?? { method: 'GET', template, bucket: 'medium' }, { query, signal });
    },
    identities: (query, signal) => send(transport, endpoints.identities, { query, signal }),
    sessionsOf: (id, query, signal) => send(transport, endpoints.identitySessions, { id, query, signal }),
    newestSessions: (pageSize, signal) =>
      send(transport, endpoints.sessions, { query: [['page_size', String(pageSize)]], signal }),
  };
}

/** Returns why the response of `template` is no list, as a reader of that list would report it. */
export async function refusalIn(response: HttpResponse, template: string): Promise<Failure | undefined> {
  try {
    await readItems(response, { template }, (_body, spans) => [...spans]);
    return undefined;
  } catch (error) {
    return failureOf(error);
  }
}

/** Returns the items of a response that is a list, else none. */
export async function items(response: HttpResponse): Promise<readonly unknown[]> {
  try {
    return await readItems(response, { template: '' }, (body, spans) =>
      spans.map(({ start, end }) => parseBounded(body, start, end)),
    );
  } catch {
    return [];
  }
}

/** Returns the response's JSON object, for any status. */
export function jsonOf({ body }: HttpResponse): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = parseBounded(body, 0, body.length);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
