import type { HttpAnswer, Transport } from '../http/transport.ts';
import { endpoints, type Query, send } from '../kratos/endpoints.ts';

/** Requests a path without ids. Resolves to any response; rejects with KratosError if none arrives. */
export type Ask = (template: string, query: Query, signal: AbortSignal) => Promise<HttpAnswer>;

/** The requests of a check, which only read and return raw responses. */
export interface Questions {
  readonly ask: Ask;
  readonly identities: (query: Query, signal: AbortSignal) => Promise<HttpAnswer>;
  readonly sessionsOf: (identityId: string, query: Query, signal: AbortSignal) => Promise<HttpAnswer>;
  /** Of all identities. */
  readonly newestSessions: (pageSize: number, signal: AbortSignal) => Promise<HttpAnswer>;
}

export function questionsOver(transport: Pick<Transport, 'send'>): Questions {
  return {
    ask: (template, query, signal) => {
      const known = Object.values(endpoints).find((endpoint) => endpoint.template === template);
      return send(transport, known ?? { method: 'GET', template, bucket: 'medium' }, { query, signal });
    },
    identities: (query, signal) => send(transport, endpoints.identities, { query, signal }),
    sessionsOf: (id, query, signal) => send(transport, endpoints.identitySessions, { id, query, signal }),
    newestSessions: (pageSize, signal) =>
      send(transport, endpoints.sessions, { query: [['page_size', String(pageSize)]], signal }),
  };
}
