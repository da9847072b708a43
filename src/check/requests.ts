import type { HttpResponse, Transport } from '../core/http/transport.ts';
import { endpoints, type QueryParameters, readItems, send } from '../core/kratos/endpoints.ts';
import { type Failure, failureOf } from '../core/kratos/failure.ts';
import { parseBounded } from '../core/kratos/json/jsonMembers.ts';

/** Sends a GET. Resolves to any response; rejects with KratosError if none arrives. `id` is that of the template. */
export type SendRequest = (
  template: string,
  query: QueryParameters,
  signal: AbortSignal,
  id?: string,
) => Promise<HttpResponse>;

/** Returns a function that sends the requests of a check, which only read. */
export function requestsOver(transport: Pick<Transport, 'send'>): SendRequest {
  return (template, query, signal, id) => {
    const known = Object.values(endpoints).find((endpoint) => endpoint.template === template);
    return send(transport, known ?? { method: 'GET', template, bucket: 'medium' }, { id, query, signal });
  };
}

/** Returns why the response of `template` is not a list, as a reader of that list would report it. */
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

/** Returns the JSON object of a response of any status. */
export function jsonOf({ body }: HttpResponse): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = parseBounded(body, 0, body.length);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
