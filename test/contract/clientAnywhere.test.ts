import { afterAll, expect } from 'vitest';
import { defaultOptions } from '../../src/core/http/connectionOptions.ts';
import { UndiciTransport } from '../../src/core/http/undiciTransport.ts';
import { createKratosClient } from '../../src/core/kratos/createKratosClient.ts';
import { exactText } from '../../src/core/kratos/json/exactJson.ts';
import { failureOf } from '../unit/core/kratos/clientUnderTest.ts';
import { loadAll, loadMore } from '../unit/core/kratos/identitySessions/walk.ts';
import { body, eachServer, fact } from './subject.ts';

const unknown = '00000000-0000-4000-8000-000000000000';

/** The client's reads that work on any server, without data that only the demo has. */
await eachServer('our client', (server) => {
  const transport = new UndiciTransport(defaultOptions(new URL(server.url)));
  const client = createKratosClient(transport);
  afterAll(() => transport.close());
  const idsOf = (items: readonly { readonly id: string }[]): readonly string[] => items.map(({ id }) => id).sort();

  fact(server, 'reads identities, each once and none malformed', [], async () => {
    const { items } = await client.identities({ by: 'all' }, 100).next();
    expect(new Set(idsOf(items)).size).toBe(items.length);
    expect(items.filter(({ kind }) => kind === 'malformed')).toEqual([]);
  });

  fact(server, 'reads every session of an identity, in one page and in many', ['severalSessions'], async (finds) => {
    const held = await server.get(`/admin/identities/${finds.severalSessions}/sessions?per_page=1000`);
    const ids = idsOf(body<readonly { readonly id: string }[]>(held));
    expect(ids).toHaveLength(Number(held.headers['x-total-count']));
    for (const [pageSize, read] of [
      [2, loadMore],
      [10, loadAll],
      [250, loadAll],
    ] as const) {
      const { items, end } = await read(client.identitySessions(finds.severalSessions, 'all', pageSize));
      expect(idsOf(items)).toEqual(ids);
      expect(items.filter(({ kind }) => kind === 'malformed')).toEqual([]);
      expect(end.kind).toBe('complete');
    }
  });

  fact(server, 'returns no sessions for an identity without sessions', ['withoutSessions'], async (finds) => {
    const { items, end } = await loadAll(client.identitySessions(finds.withoutSessions, 'all', 100));
    expect([items, end.kind]).toEqual([[], 'complete']);
    expect((await client.identity(finds.withoutSessions)).id).toBe(finds.withoutSessions);
  });

  fact(server, 'reports an unknown identity, and returns an empty list of its sessions', [], async () => {
    expect(await failureOf(client.identity(unknown))).toEqual({ kind: 'notFound', resource: 'identity', id: unknown });
    expect((await loadAll(client.identitySessions(unknown, 'all', 100))).items).toEqual([]);
  });

  fact(server, 'reads a session with its identity and keeps its text', ['session'], async (finds) => {
    const session = await client.session(finds.session);
    const sent = await server.get(`/admin/sessions/${finds.session}?expand=identity&expand=devices`);
    expect(`${exactText(session.json)}\n`).toBe(sent.text);
    expect(session.identityId).toBe(body<{ identity: { id: string } }>(sent).identity.id);
  });

  fact(server, 'reports an unknown session', [], async () => {
    expect(await failureOf(client.session(unknown))).toEqual({ kind: 'notFound', resource: 'session', id: unknown });
  });

  fact(server, 'finds an identity by an identifier', ['identifier'], async ({ identifier }) => {
    const { items } = await loadAll(client.identities({ by: 'identifier', identifier: identifier.identifier }, 10));
    expect(idsOf(items)).toEqual([identifier.identityId]);
  });

  fact(server, 'finds an identity by its external id, if the server supports it', ['externalId'], async (finds) => {
    const asked = client.identityByExternalId(finds.externalId.externalId);
    if (server.profile === 'v1.3.1') {
      expect(await failureOf(asked)).toMatchObject({ kind: 'noSuchRoute', status: 404 });
    } else {
      expect((await asked).id).toBe(finds.externalId.identityId);
      const unused = client.identityByExternalId(`${finds.externalId.externalId}-unused`);
      expect(await failureOf(unused)).toMatchObject({ kind: 'notFound', resource: 'externalId' });
    }
  });

  fact(server, 'reads readiness and version of the server', [], async () => {
    await client.ready();
    expect(await client.version()).toMatch(/./);
  });
});
