import { afterAll, describe, expect, it } from 'vitest';
import { defaultOptions } from '../../src/core/http/connectionOptions.ts';
import { UndiciTransport } from '../../src/core/http/undiciTransport.ts';
import { createKratosClient, type KratosClient } from '../../src/core/kratos/createKratosClient.ts';
import { exactText } from '../../src/core/kratos/json/exactJson.ts';
import { type DemoServer, startDemoServer } from '../../src/demo/demoServer.ts';
import { profileNames } from '../../src/demo/profile.ts';
import { failureOf } from '../unit/core/kratos/clientUnderTest.ts';
import { loadAll, loadMore } from '../unit/core/kratos/identitySessions/walk.ts';
import { elsewhere } from './subject.ts';

const idsOf = (items: readonly { readonly id: string }[]): readonly string[] => items.map(({ id }) => id);
const sorted = (ids: readonly string[]): readonly string[] => [...ids].sort();

/** The product's client and transport with a real socket. */
describe.skipIf(elsewhere).each(profileNames)('the client of the demo as %s', async (profile) => {
  const demo: DemoServer = await startDemoServer({ profile, identities: 700 });
  const { people, data } = demo;
  const transport = new UndiciTransport(defaultOptions(new URL(demo.url)));
  const newClient = (): KratosClient => createKratosClient(transport);
  const client = newClient();
  afterAll(async () => {
    await transport.close();
    await demo.close();
  });

  it('reads all identities', async () => {
    const { items, end } = await loadAll(client.identities({ by: 'all' }, 100));
    expect(idsOf(items)).toEqual(data.ids);
    expect(end).toEqual({ kind: 'unproven', why: 'pages' });
  });

  it('reads all sessions of all identities', async () => {
    await data.makeEverything();
    const { items, end } = await loadAll(client.sessions('all', 250));
    expect(sorted(idsOf(items))).toEqual(sorted(idsOf([...data.sessions()])));
    expect(end).toEqual({ kind: 'unproven', why: 'pages' });
  });

  describe.each([
    ['noSessions', 0],
    ['oneSession', 1],
    ['fiftyOneSessions', 51],
    ['ada', 1203],
  ] as const)('of %s reads all sessions, %i', (name, count) => {
    it.each([
      ['at once', loadAll],
      ['page by page', loadMore],
    ])('%s and detects that they are all', async (_, read) => {
      for (const pageSize of [50, 100]) {
        const { items, end } = await read(client.identitySessions(people[name], 'all', pageSize));
        expect(sorted(idsOf(items))).toEqual(sorted(idsOf(data.sessionsOf(people[name]))));
        expect(items).toHaveLength(count);
        expect(end.kind).toBe('complete');
      }
    });
  });

  it('sends one request for a list of one page and for an empty one', async () => {
    for (const name of ['noSessions', 'fourSessions'] as const) {
      const before = demo.requests.length;
      await loadMore(client.identitySessions(people[name], 'all', 100));
      expect(demo.requests.length - before).toBe(1);
    }
  });

  it('reads active and inactive sessions separately', async () => {
    const active = await loadAll(client.identitySessions(people.ada, 'active', 100));
    const inactive = await loadAll(client.identitySessions(people.ada, 'inactive', 100));
    expect(active.items.length).toBeGreaterThan(0);
    expect(sorted([...idsOf(active.items), ...idsOf(inactive.items)])).toEqual(
      sorted(idsOf(data.sessionsOf(people.ada))),
    );
  });

  it('finds identities by the beginning of an identifier', async () => {
    const prefixed = await loadAll(client.identities({ by: 'identifierPrefix', prefix: 'ada' }, 10));
    expect(idsOf(prefixed.items)).toContain(people.ada);
    expect(prefixed.items.length).toBeGreaterThan(1);
  });

  it('reads a session with its identity and devices', async () => {
    const [row] = data.sessionsOf(people.takenOver);
    const session = await client.session(row?.id ?? '');
    expect(session).toMatchObject({ id: row?.id, identityId: people.takenOver, active: true });
    expect(session.devices[0]?.location).toBe('Auckland, NZ');
  });

  it('keeps numbers beyond doubles and hostile text', async () => {
    expect(exactText((await client.identity(people.bigNumber)).json)).toContain('"customer_number":9007199254740993,');
    const { traits } = await client.identity(people.hostile);
    expect(traits).toMatchObject({ name: { last: '$(warning) [x](command:workbench.action.quit)' } });
  });

  it('reads sessions of old versions', async () => {
    const { items } = await loadAll(client.identitySessions(people.legacy, 'all', 100));
    expect(items).toHaveLength(3);
    expect(items.map(({ kind }) => kind)).toEqual(['session', 'session', 'session']);
  });

  it.each([
    ['a login page', { kind: 'html', status: 200, title: 'Sign in' }, { kind: 'notKratos' }],
    ['a broken connection', { kind: 'reset' }, { kind: 'connectionLost' }],
    ['half an answer', { kind: 'truncate' }, { kind: 'truncatedBody' }],
    ['too many requests', { kind: 'status', status: 429, retryAfter: 3 }, { kind: 'rateLimited' }],
    ['no permission', { kind: 'status', status: 403 }, { kind: 'forbidden' }],
    ['its own trouble', { kind: 'status', status: 500, message: 'no database' }, { kind: 'serverError', status: 500 }],
    ['nothing', { kind: 'body', status: 200, contentType: 'application/json', body: '' }, { kind: 'notKratos' }],
  ] as const)('rejects with a KratosError when the server responds with %s', async (_, failing, failure) => {
    demo.faults.add({ matching: /^GET \/admin\/identities\?/, times: 10, failing });
    const asked = client.identities({ by: 'all' }, 10).next();
    expect(await failureOf(asked)).toMatchObject(failure);
    demo.faults.clear();
  });
});

describe.skipIf(elsewhere)('the client while users sign in and out', () => {
  it('reads again until the list is stable and returns every session', async () => {
    const demo = await startDemoServer({ identities: 1 });
    const { id } = demo.data.addIdentity({ count: 30 });
    let changes = 0;
    demo.beforeAnswer = () => {
      if (++changes <= 3) {
        demo.data.addSession(id);
        const oldest = demo.data.sessionsOf(id)[5];
        demo.data.deleteSession(oldest?.id ?? '');
      }
    };
    const transport = new UndiciTransport(defaultOptions(new URL(demo.url)));
    const client = createKratosClient(transport);
    const { items, end } = await loadMore(client.identitySessions(id, 'all', 10));
    const held = sorted(idsOf(demo.data.sessionsOf(id)));
    await transport.close();
    await demo.close();
    expect(sorted(idsOf(items))).toEqual(held);
    expect(end.kind).toBe('complete');
  });

  it.each([
    [{ countsPagesFrom: 0 }, 'complete'],
    [{ countsPagesFrom: 1, totalCount: false }, 'any'],
    [{ countsPagesFrom: 0, totalCount: false }, 'any'],
  ] as const)('reads all 51 sessions of a server that is otherwise: %j', async (quirks, expected) => {
    const demo = await startDemoServer({ identities: 1, quirks });
    const transport = new UndiciTransport(defaultOptions(new URL(demo.url)));
    const client = createKratosClient(transport);
    const { items, end } = await loadAll(client.identitySessions(demo.people.fiftyOneSessions, 'all', 10));
    const held = sorted(idsOf(demo.data.sessionsOf(demo.people.fiftyOneSessions)));
    await transport.close();
    await demo.close();
    expect(sorted(idsOf(items))).toEqual(held);
    expect(expected === 'any' ? ['complete', 'unproven'] : [expected]).toContain(end.kind);
  });
});
