import { describe, expect, onTestFinished, test } from 'vitest';
import { defaultOptions } from '../../../../src/core/http/connectionOptions.ts';
import { UndiciTransport } from '../../../../src/core/http/undiciTransport.ts';
import { createKratosClient, type KratosClient } from '../../../../src/core/kratos/createKratosClient.ts';
import { adaId, wireIdentity, wireIdentityInSession } from '../../builders/identityBuilder.ts';
import { uuid, wireSession } from '../../builders/sessionBuilder.ts';
import { closedAddress } from '../http/listening.ts';
import { answering, clientOf, errorBody, failureOf, json } from './clientUnderTest.ts';

const inCapitals = (id: string) => id.replaceAll('-', '').toUpperCase();

describe('the requests of the client', () => {
  async function urlsOf(
    send: (client: KratosClient) => Promise<unknown>,
    body = '[]',
  ): Promise<(string | undefined)[]> {
    const urls: (string | undefined)[] = [];
    const client = await clientOf((request, response) => {
      urls.push(request.url);
      response.writeHead(200, json).end(body);
    });
    await send(client);
    return urls;
  }

  test.each([
    [{ by: 'all' }, ''],
    [{ by: 'identifier', identifier: 'ada+x@example.org' }, '&credentials_identifier=ada%2Bx%40example.org'],
    [{ by: 'identifierPrefix', prefix: 'ad' }, '&preview_credentials_identifier_similar=ad'],
  ] as const)('requests a page of identities by %j', async (filter, query) => {
    expect(await urlsOf((client) => client.identities(filter, 100).next())).toEqual([
      `/admin/identities?page_size=100${query}`,
    ]);
  });

  test('requests sessions with the identity and the devices that a row shows', async () => {
    expect(await urlsOf((client) => client.sessions('inactive', 100).next())).toEqual([
      '/admin/sessions?expand=identity&expand=devices&page_size=100&active=false',
    ]);
  });

  test('requests one session with its identity and devices', async () => {
    const urls = await urlsOf((client) => client.session(uuid(1)), JSON.stringify(wireSession()));
    expect(urls).toEqual([`/admin/sessions/${uuid(1)}?expand=identity&expand=devices`]);
  });

  test('encodes an external id as one segment of the path', async () => {
    const body = JSON.stringify(wireIdentity({ external_id: 'a/../b?c#d %' }));
    expect(await urlsOf((client) => client.identityByExternalId('a/../b?c#d %'), body)).toEqual([
      '/admin/identities/by/external/a%2F..%2Fb%3Fc%23d%20%25',
    ]);
  });

  test.each(['', '.', '..', 'a/b', `${uuid(1)}/sessions`, 'not-an-id'])(
    'sends no request for the id %j',
    async (id) => {
      const urls = await urlsOf(async (client) => {
        expect(await failureOf(client.identity(id))).toEqual({ kind: 'notFound', resource: 'identity', id });
        expect(await failureOf(client.session(id))).toEqual({ kind: 'notFound', resource: 'session', id });
      });
      expect(urls).toEqual([]);
    },
  );

  test.each(['', '.', '..'])('sends no request for the external id %j', async (id) => {
    const urls = await urlsOf(async (client) => {
      const failure = await failureOf(client.identityByExternalId(id));
      expect(failure).toEqual({ kind: 'notFound', resource: 'externalId', id });
    });
    expect(urls).toEqual([]);
  });

  test('requests an identity by its id with or without hyphens', async () => {
    const ids = [uuid(1), uuid(1).replaceAll('-', '')];
    const urls = await urlsOf(
      async (client) => {
        for (const id of ids) {
          await client.identity(id);
        }
      },
      JSON.stringify(wireIdentity({ id: uuid(1) })),
    );
    expect(urls).toEqual(ids.map((id) => `/admin/identities/${id}`));
  });
});

test('never asks for credentials with their secrets, or for the body of a message', async () => {
  const urls: (string | undefined)[] = [];
  const client = await clientOf((request, response) => {
    urls.push(request.url);
    response.writeHead(404, json).end();
  });
  const calls: Record<keyof KratosClient, () => Promise<unknown>> = {
    identities: () => client.identities({ by: 'identifier', identifier: 'ada@example.org' }, 10).next(),
    identity: () => client.identity(adaId),
    identityByExternalId: () => client.identityByExternalId('crm-7'),
    identitySessions: () => client.identitySessions(adaId, 'all', 10).next(),
    sessions: () => client.sessions('all', 10).next(),
    session: () => client.session(uuid(1)),
    mails: () => client.mails('ada@example.org', 100),
    ready: () => client.ready(),
    version: () => client.version(),
  };
  for (const ask of Object.values(calls)) {
    await failureOf(ask());
  }
  expect(urls).toHaveLength(Object.keys(calls).length);
  expect(urls.filter((url) => /include_credential|messages\/./.test(url ?? ''))).toEqual([]);
});

const mailBody = (recipient: string) => JSON.stringify([{ recipient, template_type: 'recovery_code_valid' }]);

describe('a response to another request', () => {
  const held = {
    identity: JSON.stringify(wireIdentity({ id: uuid(10), external_id: 'crm-7' })),
    session: JSON.stringify(wireSession({ id: uuid(10), identity: wireIdentityInSession({ id: uuid(10) }) })),
  };

  test.each<[string, string, (client: KratosClient) => Promise<unknown>]>([
    ['another identity', held.identity, (client) => client.identity(uuid(11))],
    ['an identity with another external id', held.identity, (client) => client.identityByExternalId('crm-8')],
    [
      'an identity without an external id',
      JSON.stringify(wireIdentity()),
      (client) => client.identityByExternalId('a'),
    ],
    ['another session', held.session, (client) => client.session(uuid(11))],
    ['sessions of another identity', `[${held.session}]`, (client) => client.identitySessions(adaId, 'all', 9).next()],
    ['mails to others', mailBody('eve@example.org'), (client) => client.mails('ada@example.org', 100)],
  ])('is rejected: %s', async (_name, body, send) => {
    expect(await failureOf(send(await answering({ body })))).toEqual({ kind: 'otherResponse' });
  });

  test.each<[string, string, (client: KratosClient) => Promise<unknown>]>([
    [
      'an identity by an id in capitals without hyphens',
      held.identity,
      (client) => client.identity(inCapitals(uuid(10))),
    ],
    ['a session by an id in capitals without hyphens', held.session, (client) => client.session(inCapitals(uuid(10)))],
    [
      'sessions by an identity id in capitals without hyphens',
      `[${held.session}]`,
      (client) => client.identitySessions(inCapitals(uuid(10)), 'all', 9).next(),
    ],
    [
      'sessions that do not embed their identity',
      JSON.stringify([wireSession({ identity: null })]),
      (client) => client.identitySessions(adaId, 'all', 9).next(),
    ],
    [
      'an external id that a database compares without case',
      held.identity,
      (client) => client.identityByExternalId('CRM-7'),
    ],
    [
      'mails to an address that a database compares without case',
      mailBody('Ada@example.org'),
      (client) => client.mails('ada@example.org', 100),
    ],
  ])('is not rejected: %s', async (_name, body, send) => {
    await expect(send(await answering({ body }))).resolves.toBeDefined();
  });
});

test('reports why a server is not ready', async () => {
  const body = errorBody({ code: 500, message: 'database: dial tcp: connection refused' });
  expect(await failureOf((await answering({ status: 503, body })).ready())).toEqual({
    kind: 'serverError',
    status: 503,
    reason: 'database: dial tcp: connection refused',
  });
});

test('rejects with the failure of the transport if no response arrives', async () => {
  const base = await closedAddress();
  const transport = new UndiciTransport(defaultOptions(base));
  const client = createKratosClient(transport);
  onTestFinished(() => transport.close());
  expect(await failureOf(client.version())).toMatchObject({ kind: 'refused', origin: base.origin });
});
