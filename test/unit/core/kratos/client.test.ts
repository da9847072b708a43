import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { defaultOptions } from '../../../../src/core/http/connectionOptions.ts';
import { UndiciTransport } from '../../../../src/core/http/undiciTransport.ts';
import { createKratosClient, type KratosClient } from '../../../../src/core/kratos/createKratosClient.ts';
import { type Failure, KratosError } from '../../../../src/core/kratos/failure.ts';
import { exactText } from '../../../../src/core/kratos/json/exactJson.ts';
import type { ListEnd } from '../../../../src/core/kratos/listReader.ts';
import { adaId, wireIdentity, wireIdentityInSession } from '../../builders/identityBuilder.ts';
import { uuid, wireSession } from '../../builders/sessionBuilder.ts';
import { closedAddress, httpServer } from '../http/listening.ts';
import { loadAll } from './identitySessions/walk.ts';

async function clientOf(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<KratosClient> {
  const transport = new UndiciTransport(defaultOptions(await httpServer(answer)));
  const client = createKratosClient(transport);
  onTestFinished(() => transport.close());
  return client;
}

interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: string;
}

const spelled = (id: string) => id.replaceAll('-', '').toUpperCase();

const json = { 'Content-Type': 'application/json' };

function answering({ status = 200, headers = json, body }: Answer): Promise<KratosClient> {
  return clientOf((_request, response) => response.writeHead(status, headers).end(body));
}

async function failureOf(asked: Promise<unknown>): Promise<Failure> {
  const error: unknown = await asked.then(
    () => new Error('no failure'),
    (reason: unknown) => reason,
  );
  if (error instanceof KratosError) {
    return error.failure;
  }
  throw error;
}

const brokenLinks: ListEnd = { kind: 'unproven', why: 'brokenLinks' };

const herodot = (error: Record<string, unknown>) => JSON.stringify({ error });

describe('the requests of the client', () => {
  async function asked(ask: (client: KratosClient) => Promise<unknown>, body = '[]'): Promise<(string | undefined)[]> {
    const urls: (string | undefined)[] = [];
    const client = await clientOf((request, response) => {
      urls.push(request.url);
      response.writeHead(200, json).end(body);
    });
    await ask(client);
    return urls;
  }

  test.each([
    [{ by: 'all' }, ''],
    [{ by: 'identifier', identifier: 'ada+x@example.org' }, '&credentials_identifier=ada%2Bx%40example.org'],
    [{ by: 'identifierPrefix', prefix: 'ad' }, '&preview_credentials_identifier_similar=ad'],
    [{ by: 'ids', ids: [uuid(1), uuid(2)] }, `&ids=${uuid(1)}&ids=${uuid(2)}`],
  ] as const)('identities %j', async (filter, query) => {
    expect(await asked((client) => client.identities(filter, 100).next())).toEqual([
      `/admin/identities?page_size=100${query}`,
    ]);
  });

  test('all sessions, with what a row shows', async () => {
    expect(await asked((client) => client.sessions('inactive', 100).next())).toEqual([
      '/admin/sessions?expand=identity&expand=devices&page_size=100&active=false',
    ]);
  });

  test('one session, with its identity and devices', async () => {
    const urls = await asked((client) => client.session(uuid(1)), JSON.stringify(wireSession()));
    expect(urls).toEqual([`/admin/sessions/${uuid(1)}?expand=identity&expand=devices`]);
  });

  test('encodes an external id as one segment of the path', async () => {
    const body = JSON.stringify(wireIdentity({ external_id: 'a/../b?c#d %' }));
    expect(await asked((client) => client.identityByExternalId('a/../b?c#d %'), body)).toEqual([
      '/admin/identities/by/external/a%2F..%2Fb%3Fc%23d%20%25',
    ]);
  });

  test.each(['', '.', '..', 'a/b', `${uuid(1)}/sessions`, 'not-an-id'])('nothing, for the id %j', async (id) => {
    const urls = await asked(async (client) => {
      expect(await failureOf(client.identity(id))).toEqual({ kind: 'notFound', resource: 'identity', id });
      expect(await failureOf(client.session(id))).toEqual({ kind: 'notFound', resource: 'session', id });
    });
    expect(urls).toEqual([]);
  });

  test.each(['', '.', '..'])('nothing, for the external id %j', async (id) => {
    const urls = await asked(async (client) => {
      const failure = await failureOf(client.identityByExternalId(id));
      expect(failure).toEqual({ kind: 'notFound', resource: 'externalId', id });
    });
    expect(urls).toEqual([]);
  });

  test('the two spellings of an id', async () => {
    const ids = [uuid(1), uuid(1).replaceAll('-', '')];
    const urls = await asked(
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

describe('a list by key', () => {
  test('goes from token to token on our own address, and holds nothing twice', async () => {
    const urls: (string | undefined)[] = [];
    const client = await clientOf((request, response) => {
      urls.push(request.url);
      const token = new URL(request.url ?? '', 'http://kratos').searchParams.get('page_token');
      // The second page begins with the last row of the first.
      const [ids, next] = token === null ? [[1, 2], 'two'] : [[2, 3], undefined];
      const link = next === undefined ? '' : `,<http://elsewhere/admin/identities?page_token=${next}>; rel="next"`;
      response.writeHead(200, { ...json, Link: `</admin/identities?page_token=0>; rel="first"${link}` });
      response.end(JSON.stringify(ids.map((number) => wireIdentity({ id: uuid(number) }))));
    });
    const { ids, end, total } = await loadAll(client.identities({ by: 'all' }, 2));
    expect(ids).toEqual([uuid(1), uuid(2), uuid(3)]);
    // What was created or deleted between the two pages, nobody told.
    expect(end).toEqual({ kind: 'unproven', why: 'pages' });
    expect(total).toBeUndefined();
    expect(urls).toEqual(['/admin/identities?page_size=2', '/admin/identities?page_size=2&page_token=two']);
  });

  test('ends when the server sends us round in a circle, and is not called complete', async () => {
    let requests = 0;
    const client = await clientOf((_request, response) => {
      requests += 1;
      response.writeHead(200, { ...json, Link: '</x?page_token=again>; rel="next"' });
      response.end(JSON.stringify([wireIdentity()]));
    });
    const { ids, end } = await loadAll(client.identities({ by: 'all' }, 1));
    expect(ids).toEqual([adaId]);
    expect(end).toEqual({ kind: 'unproven', why: 'repeats' });
    expect(requests).toBe(2);
  });

  test('requests a failed page again with the next step', async () => {
    let requests = 0;
    const client = await clientOf((_request, response) => {
      requests += 1;
      if (requests === 2) {
        response.writeHead(502).end();
      } else {
        response.writeHead(200, { ...json, Link: `<?page_token=b>; rel="${requests === 1 ? 'next' : 'first'}"` });
        response.end(JSON.stringify([wireSession({ id: uuid(requests) })]));
      }
    });
    const reader = client.sessions('all', 1);
    await reader.next();
    expect(await failureOf(reader.next())).toEqual({ kind: 'serverError', status: 502, reason: undefined });
    expect(await reader.next()).toMatchObject({ items: [{ id: uuid(3) }], end: { kind: 'unproven', why: 'pages' } });
  });

  const first = '</x?page_token=0>; rel="first"';
  const next = (target: string) => ({ Link: `${first},<${target}>; rel="next"` });

  test.each<[string, Record<string, string>, ListEnd]>([
    ['is complete when its only page links to the first alone', { Link: first }, { kind: 'complete', by: 'onlyPage' }],
    ['is not called complete when a full page has no link', {}, { kind: 'unproven', why: 'noLinks' }],
    ['is not called complete when the next link names another parameter', next('/x?cursor=b'), brokenLinks],
    ['is not called complete when the next link is escaped as HTML', next('/x?a=1&amp;page_token=b'), brokenLinks],
    ['is not called complete when the next token is part of the path', next('/x/after/b'), brokenLinks],
    ['is not called complete when the count says more', { Link: first, 'X-Total-Count': '3' }, brokenLinks],
  ])('%s', async (_name, headers, end) => {
    const client = await answering({ headers: { ...json, ...headers }, body: JSON.stringify([wireIdentity()]) });
    expect((await loadAll(client.identities({ by: 'all' }, 1))).end).toEqual(end);
  });

  test('is not called complete when a page that a gateway shortened comes without a link', async () => {
    const client = await answering({ body: JSON.stringify([wireIdentity()]) });
    expect((await loadAll(client.identities({ by: 'all' }, 100))).end).toEqual({ kind: 'unproven', why: 'noLinks' });
  });

  test('is complete when it is empty, with a link or without', async () => {
    const client = await answering({ body: '[]' });
    expect((await loadAll(client.identities({ by: 'all' }, 100))).end).toEqual({ kind: 'complete', by: 'onlyPage' });
  });

  test('one malformed item is one marked row among the others', async () => {
    const client = await answering({
      body: JSON.stringify([wireSession({ id: uuid(1) }), null, null, { id: uuid(2) }]),
    });
    const { items } = await client.identitySessions(adaId, 'all', 50).next();
    expect(items.map(({ kind }) => kind)).toEqual(['session', 'malformed', 'malformed', 'session']);
    expect(new Set(items.map(({ id }) => id)).size).toBe(4);
  });

  test('malformed items that look alike are as many rows as they are, on one page and on the next', async () => {
    const client = await clientOf((request, response) => {
      const isFirst = !request.url?.includes('page_token');
      response.writeHead(200, { ...json, ...(isFirst ? { Link: '<?page_token=b>; rel="next"' } : {}) });
      response.end(JSON.stringify([null, null, wireIdentity({ id: uuid(isFirst ? 1 : 2) })]));
    });
    const { ids } = await loadAll(client.identities({ by: 'all' }, 3));
    expect(new Set(ids).size).toBe(6);
  });
});

const mailBody = (recipient: string) => JSON.stringify([{ recipient, template_type: 'recovery_code_valid' }]);

describe('a response to another request is refused', () => {
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
  ])('%s', async (_name, body, ask) => {
    expect(await failureOf(ask(await answering({ body })))).toEqual({ kind: 'otherResponse' });
  });

  test.each<[string, string, (client: KratosClient) => Promise<unknown>]>([
    ['an identity by an id in capitals without hyphens', held.identity, (client) => client.identity(spelled(uuid(10)))],
    ['a session by an id in capitals without hyphens', held.session, (client) => client.session(spelled(uuid(10)))],
    [
      'sessions by an identity id in capitals without hyphens',
      `[${held.session}]`,
      (client) => client.identitySessions(spelled(uuid(10)), 'all', 9).next(),
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
  ])('but not %s', async (_name, body, ask) => {
    await expect(ask(await answering({ body }))).resolves.toBeDefined();
  });
});

describe('a refusal says what the server says', () => {
  test.each<[string, Answer, Failure]>([
    [
      'a reason goes before the message, which is the same for all',
      { status: 400, body: herodot({ code: 400, reason: 'why', message: 'The request was malformed' }) },
      { kind: 'rejected', reason: 'why' },
    ],
    ['a message alone', { status: 409, body: herodot({ message: 'exists' }) }, { kind: 'rejected', reason: 'exists' }],
    ['401', { status: 401, body: herodot({ message: 'no key' }) }, { kind: 'unauthorized', reason: 'no key' }],
    ['401 without words', { status: 401, headers: {}, body: '' }, { kind: 'unauthorized', reason: undefined }],
    [
      '403 of a gateway, as a page',
      { status: 403, headers: { 'Content-Type': 'text/html' }, body: '<html><title> Access\n denied </title>' },
      { kind: 'forbidden', reason: 'Access denied' },
    ],
    ['429', { status: 429, headers: {}, body: '' }, { kind: 'rateLimited', retryAfterSeconds: undefined }],
    [
      '429 with a reset of 0, which is none',
      { status: 429, headers: { 'x-ratelimit-reset': '0' }, body: '' },
      { kind: 'rateLimited', retryAfterSeconds: undefined },
    ],
    [
      '429 with a reset that is the time of the day',
      { status: 429, headers: { 'x-ratelimit-reset': '1764000000' }, body: '' },
      { kind: 'rateLimited', retryAfterSeconds: undefined },
    ],
    [
      '429 with the time of the day in both places',
      { status: 429, headers: { 'x-ratelimit-reset': '1764000000', 'Retry-After': '1764000000' }, body: '' },
      { kind: 'rateLimited', retryAfterSeconds: undefined },
    ],
    [
      '429 with two waits: the longer',
      { status: 429, headers: { 'x-ratelimit-reset': '2', 'Retry-After': '7' }, body: '' },
      { kind: 'rateLimited', retryAfterSeconds: 7 },
    ],
    [
      'a schema that is gone',
      { status: 500, body: herodot({ reason: 'The JSON Schema "x" could not be found.', message: 'Invalid' }) },
      { kind: 'serverError', status: 500, reason: 'The JSON Schema "x" could not be found.' },
    ],
    [
      'a gateway without a server behind',
      { status: 502, headers: { 'Content-Type': 'text/html' }, body: '<title>502 Bad Gateway</title>' },
      { kind: 'serverError', status: 502, reason: '502 Bad Gateway' },
    ],
    [
      'a 404 that is not of Kratos',
      { status: 404, body: '{"message":"no Route matched"}' },
      { kind: 'noSuchRoute', template: '/admin/identities/{id}', status: 404 },
    ],
  ])('%s', async (_name, answer, failure) => {
    expect(await failureOf((await answering(answer)).identity(adaId))).toEqual(failure);
  });

  test('429 with a time to wait for', async () => {
    const later = new Date(Date.now() + 60_000).toUTCString();
    const client = await answering({ status: 429, headers: { 'Retry-After': later }, body: '' });
    const failure = await failureOf(client.version());
    expect(failure.kind === 'rateLimited' && failure.retryAfterSeconds).toBeGreaterThan(50);
    expect(failure.kind === 'rateLimited' && failure.retryAfterSeconds).toBeLessThanOrEqual(60);
  });
});

describe('a body that Kratos never sends', () => {
  test.each<[Answer, unknown]>([
    [
      { headers: { 'Content-Type': 'text/html' }, body: '<!doctype html><title>Sign in</title>' },
      { what: 'html', title: 'Sign in' },
    ],
    [
      { headers: {}, body: '<title>R&amp;D &#60;b&#x3e; &copy; &#99999999;</title><b>' },
      { what: 'html', title: 'R&D <b> &copy; &#99999999;' },
    ],
    [
      { headers: {}, body: '\n<html></html>' },
      { what: 'html', title: undefined },
    ],
    [
      { headers: { 'Content-Type': 'text/plain' }, body: 'It works!\n' },
      { what: 'text', start: 'It works!' },
    ],
    [{ body: '' }, { what: 'empty' }],
    [{ body: '[{"id":"a' }, { what: 'truncatedJson' }],
    [{ body: '[{"id":"\\"' }, { what: 'truncatedJson' }],
    [{ body: '[{"id":"a"},' }, { what: 'truncatedJson' }],
    [{ body: '[{"id":"a"}' }, { what: 'truncatedJson' }],
    [{ body: '[{"id":tru}]' }, { what: 'invalidJson' }],
    [{ body: '[] []' }, { what: 'invalidJson' }],
    [{ body: '{"keys":[]}' }, { what: 'unexpectedShape', problem: 'expected an array' }],
    [{ status: 304, headers: {}, body: '' }, { what: 'empty' }],
  ])('%j', async (answer, found) => {
    const failure = await failureOf((await answering(answer)).identitySessions(adaId, 'all', 50).next());
    expect(failure).toEqual({ kind: 'notKratos', status: answer.status ?? 200, found });
  });

  test('an identity that is none', async () => {
    const client = await answering({ body: '{"id":5}' });
    expect(await failureOf(client.identity(adaId))).toEqual({
      kind: 'notKratos',
      status: 200,
      found: { what: 'unexpectedShape', problem: 'id: expected string' },
    });
  });

  test('reports a list in place of one item', async () => {
    const client = await answering({ body: '[]' });
    expect(await failureOf(client.session(uuid(1)))).toMatchObject({ kind: 'notKratos' });
    expect(await failureOf(client.version())).toMatchObject({ kind: 'notKratos' });
    expect(await failureOf(client.ready())).toMatchObject({ kind: 'notKratos' });
  });
});

describe('a body that would cost too much is read within bounds', () => {
  const sessions = (count: number, over = {}) =>
    JSON.stringify(Array.from({ length: count }, (_, number) => wireSession({ id: uuid(number), ...over })));

  test('refuses a page of more than 1,000 items', async () => {
    const found = { kind: 'notKratos', status: 200, found: { what: 'tooManyItems' } };
    const client = await answering({ body: `[${'{},'.repeat(1_500_000)}{}]` });
    expect(await failureOf(client.identities({ by: 'all' }, 100).next())).toEqual(found);
    const manySessions = await answering({ body: sessions(1001) });
    expect(await failureOf(manySessions.identitySessions(adaId, 'all', 100).next())).toEqual(found);
  });

  test.each([
    ['[', 'tooDeep'],
    ['{"a":', 'tooDeep'],
    ['[{"a":1},', 'tooDeep'],
    ['"x', 'truncatedJson'],
  ])('never parses 10 MB of %s', async (repeated, what) => {
    const parsed = vi.spyOn(JSON, 'parse');
    onTestFinished(() => parsed.mockRestore());
    const client = await answering({ body: repeated.repeat(10_000_000 / repeated.length) });
    expect(await failureOf(client.identities({ by: 'all' }, 100).next())).toMatchObject({ found: { what } });
    expect(await failureOf(client.identity(adaId))).toMatchObject({ found: { what } });
    expect(Math.max(...parsed.mock.calls.map(([text]) => text.length))).toBeLessThan(1000);
  });

  test('makes objects of a page of 1,000 sessions in parts, and lets other work run between them', async () => {
    const client = await answering({ body: sessions(1000) });
    const lengths: number[] = [];
    const { parse } = JSON;
    let turns = 0;
    let goesOn = true;
    const turn = () => {
      turns += 1;
      if (goesOn) {
        setImmediate(turn);
      }
    };
    let turnsAtLast = 0;
    const parsed = vi.spyOn(JSON, 'parse').mockImplementation((text: string) => {
      if (lengths.length === 0) {
        turn();
      }
      lengths.push(text.length);
      turnsAtLast = turns;
      return parse(text);
    });
    onTestFinished(() => parsed.mockRestore());
    const { items } = await client.identitySessions(adaId, 'all', 1000).next();
    goesOn = false;
    expect(items).toHaveLength(1000);
    expect(Math.max(...lengths)).toBeLessThan(150_000);
    expect(lengths.length).toBeGreaterThan(5);
    expect(turnsAtLast).toBeGreaterThan(5);
  });

  test('parses no more than 64 kB of an identity, alone and in its sessions, and keeps its name and its exact text', async () => {
    const traits = {
      email: 'ada@example.org',
      ...Object.fromEntries(Array.from({ length: 20_000 }, (_, key) => [`k${key}`, 1])),
    };
    const identity = wireIdentity({ traits });
    const text = JSON.stringify(identity);
    const list = sessions(2, { identity });
    const client = await clientOf((request, response) =>
      response.writeHead(200, { ...json, 'x-total-count': '2' }).end(request.url?.includes('/sessions') ? list : text),
    );
    const parsed = vi.spyOn(JSON, 'parse');
    onTestFinished(() => parsed.mockRestore());
    const wide = await client.identity(adaId);
    const { items } = await client.identitySessions(adaId, 'all', 100).next();
    expect(Math.max(...parsed.mock.calls.map(([text]) => text.length))).toBeLessThan(65_536);
    expect(wide).toMatchObject({ traits: { email: 'ada@example.org', k0: 1 }, state: 'active', schemaId: 'customer' });
    expect(exactText(wide.json)).toBe(text);
    expect(items).toMatchObject([
      { kind: 'session', identityId: adaId, identityState: 'active' },
      { kind: 'session', identityId: adaId, identityState: 'active' },
    ]);
  });
});

test('reads JSON that begins with a byte order mark, in lists, single items and errors', async () => {
  const mark = '\ufeff';
  const list = await answering({ body: `${mark}[${JSON.stringify(wireIdentity())}]` });
  expect((await list.identities({ by: 'all' }, 100).next()).items).toMatchObject([{ kind: 'identity', id: adaId }]);
  const item = await (await answering({ body: `${mark}${JSON.stringify(wireIdentity())}` })).identity(adaId);
  expect(exactText(item.json)).toBe(JSON.stringify(wireIdentity()));
  const refusing = await answering({ status: 400, body: `${mark}${herodot({ reason: 'no such filter' })}` });
  expect(await failureOf(refusing.version())).toEqual({ kind: 'rejected', reason: 'no such filter' });
});

test('a server that is not ready says why', async () => {
  const body = herodot({ code: 500, message: 'database: dial tcp: connection refused' });
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
