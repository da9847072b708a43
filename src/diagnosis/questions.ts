import type { HttpAnswer, Transport } from '../http/transport.ts';
import { getOver } from '../kratos/adminApi.ts';

type Query = readonly (readonly [name: string, value: string])[];

/** Asks a path without ids in it. Whatever answers is an answer; fails with KratosError where none comes. */
export type Ask = (template: string, query: Query, signal: AbortSignal) => Promise<HttpAnswer>;

/** What a check asks a server: only reading, and of answers as they are. */
export interface Questions {
  readonly ask: Ask;
  readonly identities: (query: Query, signal: AbortSignal) => Promise<HttpAnswer>;
  readonly sessionsOf: (identityId: string, query: Query, signal: AbortSignal) => Promise<HttpAnswer>;
  /** Of all identities, each with its own. */
  readonly newestSessions: (pageSize: number, signal: AbortSignal) => Promise<HttpAnswer>;
}

export function questionsOver(transport: Pick<Transport, 'send'>): Questions {
  const get = getOver(transport);
  const ask: Ask = (template, query, signal) => get({ path: template, template, query, signal });
  return {
    ask,
    identities: (query, signal) => ask('/admin/identities', query, signal),
    sessionsOf: (identityId, query, signal) => {
      const template = '/admin/identities/{id}/sessions';
      return get({ path: template.replace('{id}', identityId), template, query, signal });
    },
    newestSessions: (pageSize, signal) => {
      const query = [['page_size', String(pageSize)] as const, ['expand', 'identity'] as const];
      return ask('/admin/sessions', query, signal);
    },
  };
}
