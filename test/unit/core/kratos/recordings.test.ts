import { describe, expect, test } from 'vitest';
import { createKratosClient, type KratosClient } from '../../../../src/core/kratos/createKratosClient.ts';
import { exactText } from '../../../../src/core/kratos/json/exactJson.ts';
import { nextPageToken } from '../../../../src/core/kratos/linkHeader.ts';
import { sessionStatus } from '../../../../src/core/kratos/sessionStatus.ts';
import { profileNames } from '../../../../src/demo/profile.ts';
import { type Exchange, recorded } from '../../../contract/recordings.ts';
import { failureOf } from './clientUnderTest.ts';

/** A recorded identity or session. */
interface Item {
  readonly id: string;
  readonly active?: boolean;
  readonly issued_at?: string;
  readonly authenticator_assurance_level?: string;
  readonly state?: string;
  readonly schema_id?: string;
  readonly identity?: { readonly id: string; readonly state: string } | null;
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && 'id' in value;
}

/** Creates a client whose server sends one response to all requests. Go ends JSON with a newline. */
function clientOf({ status, headers, body }: Exchange['response']): KratosClient {
  const text = typeof body === 'string' ? body : `${JSON.stringify(body)}\n`;
  return createKratosClient({ send: async () => ({ status, headers, body: Buffer.from(text) }) });
}

const holding = (body: Item) => clientOf({ status: 200, headers: {}, body });

const id = '00000000-0000-4000-8000-000000000000';

describe.each(profileNames)('the client with recorded responses of %s', (profile) => {
  const exchanges = recorded(profile);
  const noted = (note: string): Exchange =>
    exchanges.find((exchange) => exchange.note === note) ?? expect.fail(`There is no exchange "${note}".`);
  /** Returns the id of the identity or session that was requested. */
  const idIn = (note: string) => noted(note).request.path.split(/[/?]/)[3] ?? '';
  const clientWith = (note: string) => clientOf(noted(note).response);
  const items = [...exchanges, ...recorded(profile, 'contain')]
    .flatMap(({ response: { body } }): unknown[] => (Array.isArray(body) ? body : [body]))
    .filter(isItem);

  test('reads every session with its text, and derives its status as the server does', async () => {
    const sessions = items.filter(({ issued_at }) => issued_at !== undefined);
    expect(sessions.length).toBeGreaterThan(20);
    for (const item of sessions) {
      const { id, active, identity, authenticator_assurance_level: aal } = item;
      const session = await holding(item).session(id);
      expect(session).toMatchObject({ kind: 'session', id, active, aal, identityId: identity?.id });
      expect(exactText(session.json)).toBe(JSON.stringify(item));
      const statusAfter = (milliseconds: number) =>
        sessionStatus(session, new Date(Date.parse(item.issued_at ?? '') + milliseconds)).kind;
      const why = identity?.state === 'inactive' ? 'identityInactive' : 'revoked';
      expect(statusAfter(60_000)).toBe(active ? 'active' : why);
      expect(statusAfter(25 * 3_600_000)).toBe('expired');
    }
  });

  test('reads every identity with its text', async () => {
    const identities = items.filter(({ state }) => state !== undefined);
    expect(identities.length).toBeGreaterThan(10);
    for (const item of identities) {
      const identity = await holding(item).identity(item.id);
      expect(identity).toMatchObject({ kind: 'identity', id: item.id, state: item.state, schemaId: item.schema_id });
      expect(exactText(identity.json)).toBe(JSON.stringify(item));
    }
  });

  test('ends a list of identities at the page without a link to a next page', async () => {
    const first = await clientWith('identities, first page').identities({ by: 'all' }, 2).next();
    expect(first).toMatchObject({ change: 'append', end: { kind: 'more' } });
    expect(first.items).toHaveLength(2);
    const last = await clientWith('identities, last page: no next').identities({ by: 'all' }, 2).next();
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
    const found = await clientWith('identities, exact identifier')
      .identities({ by: 'identifier', identifier: 'user0000@example.org' }, 250)
      .next();
    expect(found.items).toEqual([expect.objectContaining({ identifiers: ['user0000@example.org'] })]);
    const identity = await clientWith('identity by id').identity(idIn('identity by id'));
    expect(identity.identifiers).toEqual(['user0000@example.org']);
  });

  test('reports a list of one page as complete, although an empty list always links to a next page', async () => {
    const three = await clientWith('3 sessions, whole list on one page')
      .identitySessions(idIn('3 sessions, whole list on one page'), 'all', 250)
      .next();
    expect(three).toMatchObject({ total: 3, end: { kind: 'complete', by: 'count' } });
    const none = await clientWith('no sessions: endless next')
      .identitySessions(idIn('no sessions: endless next'), 'all', 2)
      .next();
    expect(none).toMatchObject({ items: [], total: 0, end: { kind: 'complete', by: 'count' } });
  });

  test('reads a session by its id, with or without its identity', async () => {
    const whole = await clientWith('session by id, expanded').session(idIn('session by id, expanded'));
    expect(whole).toMatchObject({ identityState: 'active', devices: [{ location: 'Berlin, DE' }] });
    expect(whole.json.identity).toContain('"traits"');
    const bare = await clientWith('session by id, not expanded').session(idIn('session by id, not expanded'));
    expect(bare).toMatchObject({ identityId: undefined, identityState: undefined, devices: [] });
    expect(bare.json.identity).toBeUndefined();
  });

  test('reports unknown items as not found, and refusals with the server’s reason', async () => {
    expect(await failureOf(clientWith('identity, unknown').identity(id))).toEqual({
      kind: 'notFound',
      resource: 'identity',
      id,
    });
    expect(await failureOf(clientWith('session, unknown').session(id))).toEqual({
      kind: 'notFound',
      resource: 'session',
      id,
    });
    expect(await failureOf(clientWith('session, malformed id').session(id))).toMatchObject({
      kind: 'rejected',
      reason: expect.stringContaining('uuid'),
    });
    expect(await failureOf(clientWith('identities, crafted token').identities({ by: 'all' }, 2).next())).toEqual({
      kind: 'rejected',
      reason: 'The page token is invalid, do not craft your own page tokens',
    });
    expect(await failureOf(clientWith('identities, page_size=abc').identities({ by: 'all' }, 10).next())).toEqual({
      kind: 'rejected',
      reason: 'strconv.Atoi: parsing "abc": invalid syntax',
    });
    expect(await failureOf(clientWith('sessions, active=maybe').identitySessions(id, 'all', 10).next())).toEqual({
      kind: 'rejected',
      reason: 'could not parse parameter active',
    });
  });

  test('distinguishes a missing route from a missing resource', async () => {
    expect(await failureOf(clientWith('unknown route').version())).toEqual({
      kind: 'noSuchRoute',
      template: '/admin/version',
      status: 404,
    });
    expect(await failureOf(clientWith('wrong method').identitySessions(id, 'all', 2).next())).toEqual({
      kind: 'noSuchRoute',
      template: '/admin/identities/{id}/sessions',
      status: 405,
    });
    const byExternalId = noted('identity by external id, unknown');
    expect(await failureOf(clientOf(byExternalId.response).identityByExternalId('crm-42'))).toMatchObject(
      typeof byExternalId.response.body === 'string' ? { kind: 'noSuchRoute' } : { kind: 'notFound', id: 'crm-42' },
    );
  });

  test('reads that the server is ready, and its version', async () => {
    await expect(clientWith('ready').ready()).resolves.toBeUndefined();
    const version = clientWith('version (a build from source says master)').version();
    await expect(version).resolves.toMatch(/^(v\d+\.\d+\.\d+|master)$/);
  });

  test('reads a session as active, then as revoked', async () => {
    const session = await clientWith('session by id, expanded').session(idIn('session by id, expanded'));
    const signedIn = new Date(session.issuedAt ?? '');
    const expiresAt = new Date(session.expiresAt ?? '');
    expect(sessionStatus(session, signedIn)).toEqual({ kind: 'active', expiresAt });
    expect(sessionStatus(session, expiresAt)).toEqual({ kind: 'expired', at: expiresAt });
    const revoked = await clientWith('the revoked session').session(idIn('the revoked session'));
    expect(sessionStatus(revoked, signedIn)).toEqual({ kind: 'revoked' });
  });

  test('reads the status of sessions of a disabled identity, which the server still lists as active', async () => {
    const note = 'active=true of a disabled identity lists active:false';
    const { items } = await clientWith(note).identitySessions(idIn(note), 'active', 1).next();
    const [row] = items;
    if (row?.kind !== 'session') {
      throw new Error('no session recorded');
    }
    expect(row.active).toBe(false);
    expect(sessionStatus(row, new Date(row.issuedAt ?? ''))).toEqual({ kind: 'identityInactive' });

    // Without its identity the same session says active: a state known from elsewhere goes first.
    const alone = 'the same session by id, not expanded: active:true';
    const bare = await clientWith(alone).session(idIn(alone));
    const now = new Date(bare.issuedAt ?? '');
    expect(sessionStatus(bare, now).kind).toBe('active');
    expect(sessionStatus(bare, now, 'inactive')).toEqual({ kind: 'identityInactive' });
  });
});
