import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { HttpResponse, Transport } from '../../../../src/core/http/transport.ts';
import { createKratosClient } from '../../../../src/core/kratos/createKratosClient.ts';
import { KratosError } from '../../../../src/core/kratos/failure.ts';
import { exactText } from '../../../../src/core/kratos/json/exactJson.ts';
import { nextPageToken } from '../../../../src/core/kratos/linkHeader.ts';
import { sessionStatus } from '../../../../src/core/kratos/sessionStatus.ts';
import { identityRowOf } from '../../builders/identityBuilder.ts';
import { sessionRowOf } from '../../builders/sessionBuilder.ts';

interface Exchange {
  readonly note: string;
  readonly request: { readonly method: string; readonly path: string };
  readonly response: { readonly status: number; readonly headers: Record<string, string>; readonly body: unknown };
}

interface Recording {
  readonly server: string;
  readonly exchanges: readonly Exchange[];
}

const folder = new URL('../../../contract/recordings/', import.meta.url);
const recordings = readdirSync(folder)
  .filter((file) => file.startsWith('kratos-'))
  .map((file): Recording => JSON.parse(readFileSync(new URL(file, folder), 'utf8')));

/** A body as it went over the wire: Go ends JSON with a newline. */
function textOf({ response: { body } }: Exchange): string {
  return typeof body === 'string' ? body : `${JSON.stringify(body)}\n`;
}

/** Answers every request with one recorded answer. */
function replay(exchange: Exchange): Transport {
  const { status, headers } = exchange.response;
  const answer: HttpResponse = { status, headers, body: Buffer.from(textOf(exchange)) };
  return { send: async () => answer, close: async () => undefined };
}

async function failureOf(asked: Promise<unknown>): Promise<unknown> {
  return asked.then(
    () => 'no failure',
    (error: unknown) => (error instanceof KratosError ? error.failure : error),
  );
}

const id = '00000000-0000-4000-8000-000000000000';

describe.each(recordings)('$server', ({ exchanges }) => {
  const noted = (note: string): Exchange => {
    const exchange = exchanges.find((candidate) => candidate.note === note);
    if (exchange === undefined) {
      throw new Error(`no exchange "${note}"`);
    }
    return exchange;
  };
  /** Of the identity or session that was requested. */
  const idIn = (note: string) => noted(note).request.path.split(/[/?]/)[3] ?? '';
  const clientOf = (note: string) => createKratosClient(replay(noted(note)));
  const isList = (pattern: RegExp) => (exchange: Exchange) =>
    exchange.request.method === 'GET' && pattern.test(exchange.request.path) && Array.isArray(exchange.response.body);

  test('reads every session, and keeps the text that the server sent', () => {
    const lists = exchanges.filter(isList(/\/sessions(\?|$)/));
    const texts = lists.flatMap(({ response }) => response.body as unknown[]).map((item) => JSON.stringify(item));
    expect(texts.length).toBeGreaterThan(15);
    for (const text of texts) {
      const row = sessionRowOf(text);
      expect(row).toMatchObject({ kind: 'session', aal: 'aal1' });
      expect(exactText(row.json)).toBe(text);
    }
  });

  test('reads every identity, and keeps the text that the server sent', () => {
    const lists = exchanges.filter(isList(/\/admin\/identities(\?|$)/));
    const texts = lists.flatMap(({ response }) => response.body as unknown[]).map((item) => JSON.stringify(item));
    expect(texts.length).toBeGreaterThan(5);
    for (const text of texts) {
      const row = identityRowOf(text);
      expect(row).toMatchObject({ kind: 'identity', state: 'active', schemaId: 'customer' });
      expect(exactText(row.json)).toBe(text);
    }
  });

  test('ends a list of identities at the page without a link to a next page', async () => {
    const first = await clientOf('identities, first page').identities({ by: 'all' }, 2).next();
    expect(first).toMatchObject({ change: 'append', end: { kind: 'more' } });
    expect(first.items).toHaveLength(2);
    const last = await clientOf('identities, last page: no next').identities({ by: 'all' }, 2).next();
    expect(last).toMatchObject({ end: { kind: 'complete', by: 'onlyPage' } });
  });

  test('requests the next page with the token of the next recorded request', () => {
    for (const [before, after] of [
      ['identities, first page', 'identities, second page'],
      ['all sessions, not expanded', 'all sessions, next page'],
    ] as const) {
      const asked = new URLSearchParams(noted(after).request.path.split('?')[1]).get('page_token');
      expect(nextPageToken(noted(before).response.headers.link)).toBe(asked);
    }
  });

  test('reads identifiers if the response includes credentials', async () => {
    const found = await clientOf('identities, exact identifier')
      .identities({ by: 'identifier', identifier: 'user0000@example.org' }, 250)
      .next();
    expect(found.items).toEqual([expect.objectContaining({ identifiers: ['user0000@example.org'] })]);
    const identity = await clientOf('identity by id').identity(idIn('identity by id'));
    expect(identity.identifiers).toEqual(['user0000@example.org']);
  });

  test('calls a list of one page complete, although an empty list always links to a next page', async () => {
    const three = await clientOf('3 sessions, whole list on one page')
      .identitySessions(idIn('3 sessions, whole list on one page'), 'all', 250)
      .next();
    expect(three).toMatchObject({ total: 3, end: { kind: 'complete', by: 'count' } });
    const none = await clientOf('no sessions: endless next')
      .identitySessions(idIn('no sessions: endless next'), 'all', 2)
      .next();
    expect(none).toMatchObject({ items: [], total: 0, end: { kind: 'complete', by: 'count' } });
  });

  test('reads a session by its id, with or without its identity', async () => {
    const whole = await clientOf('session by id, expanded').session(idIn('session by id, expanded'));
    expect(whole).toMatchObject({ identityState: 'active', devices: [{ location: 'Berlin, DE' }] });
    expect(whole.json.identity).toContain('"traits"');
    const bare = await clientOf('session by id, not expanded').session(idIn('session by id, not expanded'));
    expect(bare).toMatchObject({ identityId: undefined, identityState: undefined, devices: [] });
    expect(bare.json.identity).toBeUndefined();
  });

  test('reports unknown items as not found, and refusals with the server’s reason', async () => {
    expect(await failureOf(clientOf('identity, unknown').identity(id))).toEqual({
      kind: 'notFound',
      resource: 'identity',
      id,
    });
    expect(await failureOf(clientOf('session, unknown').session(id))).toEqual({
      kind: 'notFound',
      resource: 'session',
      id,
    });
    expect(await failureOf(clientOf('session, malformed id').session(id))).toMatchObject({
      kind: 'rejected',
      reason: expect.stringContaining('uuid'),
    });
    expect(await failureOf(clientOf('identities, crafted token').identities({ by: 'all' }, 2).next())).toEqual({
      kind: 'rejected',
      reason: 'The page token is invalid, do not craft your own page tokens',
    });
  });

  test('distinguishes a missing route from a missing resource', async () => {
    expect(await failureOf(clientOf('unknown route').version())).toEqual({
      kind: 'noSuchRoute',
      template: '/admin/version',
      status: 404,
    });
    expect(await failureOf(clientOf('wrong method').identitySessions(id, 'all', 2).next())).toEqual({
      kind: 'noSuchRoute',
      template: '/admin/identities/{id}/sessions',
      status: 405,
    });
    const byExternalId = noted('identity by external id, unknown');
    expect(await failureOf(createKratosClient(replay(byExternalId)).identityByExternalId('crm-42'))).toMatchObject(
      typeof byExternalId.response.body === 'string' ? { kind: 'noSuchRoute' } : { kind: 'notFound', id: 'crm-42' },
    );
  });

  test('reads that the server is ready, and its version', async () => {
    await expect(clientOf('ready').ready()).resolves.toBeUndefined();
    const version = clientOf('version (a build from source says master)').version();
    await expect(version).resolves.toMatch(/^(v\d+\.\d+\.\d+|master)$/);
  });

  test('reads a session as active, then as revoked', async () => {
    const session = await clientOf('session by id, expanded').session(idIn('session by id, expanded'));
    const signedIn = new Date(session.issuedAt ?? '');
    const expiresAt = new Date(session.expiresAt ?? '');
    expect(sessionStatus(session, signedIn)).toEqual({ kind: 'active', expiresAt });
    expect(sessionStatus(session, expiresAt)).toEqual({ kind: 'expired', at: expiresAt });
    const revoked = await clientOf('the revoked session').session(idIn('the revoked session'));
    expect(sessionStatus(revoked, signedIn)).toEqual({ kind: 'revoked' });
  });

  test('reads the status of sessions of a disabled identity, which the server still lists as active', async () => {
    const note = 'active=true of a disabled identity lists active:false';
    const { items } = await clientOf(note).identitySessions(idIn(note), 'active', 1).next();
    const [row] = items;
    if (row?.kind !== 'session') {
      throw new Error('no session recorded');
    }
    expect(row.active).toBe(false);
    expect(sessionStatus(row, new Date(row.issuedAt ?? ''))).toEqual({ kind: 'identityInactive' });

    // Without its identity the same session says active: a state known from elsewhere goes first.
    const alone = 'the same session by id, not expanded: active:true';
    const bare = await clientOf(alone).session(idIn(alone));
    const now = new Date(bare.issuedAt ?? '');
    expect(sessionStatus(bare, now).kind).toBe('active');
    expect(sessionStatus(bare, now, 'inactive')).toEqual({ kind: 'identityInactive' });
  });
});
