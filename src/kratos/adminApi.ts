import type { Bucket } from '../http/rateLimit/buckets.ts';
import { type HttpAnswer, type ReadRequest, type Transport, TransportError } from '../http/transport.ts';
import { KratosError } from './failure.ts';

const byteOrderMark = Buffer.from('\ufeff');

/** Sends one GET; a transport's failure leaves it as KratosError. A byte order mark is no part of the body. */
export type Get = (request: Omit<ReadRequest, 'method'>) => Promise<HttpAnswer>;

export function getOver(transport: Pick<Transport, 'send'>): Get {
  return async (request) => {
    try {
      const answer = await transport.send({ method: 'GET', bucket: bucketOf(request.template), ...request });
      const { body } = answer;
      return byteOrderMark.equals(body.subarray(0, 3)) ? { ...answer, body: body.subarray(3) } : answer;
    } catch (error) {
      throw error instanceof TransportError ? new KratosError(error.failure, { cause: error }) : error;
    }
  };
}

/**
 * Kratos' ids, in the two spellings that it knows and people paste. Whatever else is typed or comes along goes into no
 * path: an empty id, "..", or one with a slash in it would ask another question.
 */
export function isUuid(id: string): boolean {
  return /^[\da-f]{8}(-?[\da-f]{4}){3}-?[\da-f]{12}$/i.test(id);
}

/** Whether two ids are the same UUID: both spellings in any case, of which Kratos returns only one. */
export function isSameUuid(one: string, other: string): boolean {
  const plain = (id: string) => id.replaceAll('-', '').toLowerCase();
  return plain(one) === plain(other);
}

/** X-Total-Count, where there is one that is a count. */
export function totalCount({ headers }: HttpAnswer): number | undefined {
  const count = headers['x-total-count'];
  return count !== undefined && /^\d+$/.test(count) ? Number(count) : undefined;
}

function bucketOf(template: string): Bucket | undefined {
  if (['/admin/health/ready', '/admin/version'].includes(template)) {
    return undefined;
  }
  return ['/admin/identities/{id}', '/admin/sessions/{id}'].includes(template) ? 'high' : 'medium';
}
