import { describe, expect, it } from 'vitest';
import type { HttpRequest, Priority, Transport } from '../../../../src/core/http/transport.ts';
import { createKratosClient } from '../../../../src/core/kratos/createKratosClient.ts';
import { uuid } from '../../builders/sessionBuilder.ts';
import { ServerModel } from './identitySessions/serverModel.ts';
import { loadAll, loadMore } from './identitySessions/walk.ts';

/** Wraps a transport and records the priority of each request. */
function recorded(transport: Transport): {
  readonly transport: Transport;
  readonly priorities: (Priority | undefined)[];
} {
  const priorities: (Priority | undefined)[] = [];
  const send = (request: HttpRequest) => {
    priorities.push(request.priority);
    return transport.send(request);
  };
  return { transport: { send, close: () => transport.close() }, priorities };
}

/** Three pages of identities. */
const identities: Transport = {
  send: async ({ query }) => {
    const page = Number(query?.find(([name]) => name === 'page_token')?.[1] ?? 0);
    const link = page < 2 ? { link: `</admin/identities?page_token=${page + 1}>; rel="next"` } : {};
    const body = [{ id: uuid(page), schema_id: 'default', schema_url: '', traits: {}, state: 'active' }];
    return {
      status: 200,
      headers: { 'content-type': 'application/json', ...link },
      body: Buffer.from(JSON.stringify(body)),
    };
  },
  close: async () => {},
};

describe('the priority of requests that wait', () => {
  it('is interactive for a single page and for the first page of a list that is read to its end', async () => {
    const paged = recorded(identities);
    await loadMore(createKratosClient(paged.transport).identities({ by: 'all' }, 1));
    expect(paged.priorities).toEqual(['interactive', 'interactive', 'interactive']);
    const whole = recorded(identities);
    await loadAll(createKratosClient(whole.transport).identities({ by: 'all' }, 1));
    expect(whole.priorities).toEqual(['interactive', 'prefetch', 'prefetch']);
  });

  it('is the same with the sessions of an identity', async () => {
    const server = recorded(new ServerModel({ sessions: 600 }));
    const reader = createKratosClient(server.transport).identitySessions(uuid(1), 'all', 100);
    await loadMore(reader, 2);
    expect(server.priorities.every((priority) => priority === 'interactive')).toBe(true);
    const before = server.priorities.length;
    await loadAll(reader);
    const after = server.priorities.slice(before);
    expect(after.length).toBeGreaterThan(3);
    expect(after.every((priority) => priority === 'prefetch')).toBe(true);
  });
});
