import { describe, expect, it } from 'vitest';
import type { Transport } from '../../src/core/http/transport.ts';
import { createKratosClient, type KratosClient } from '../../src/core/kratos/createKratosClient.ts';
import { exactText } from '../../src/core/kratos/json/exactJson.ts';
import { sessionStatus } from '../../src/core/kratos/sessionStatus.ts';
import { profileNames } from '../../src/demo/profile.ts';
import { type Exchange, recorded } from './recordings.ts';

interface Item {
  readonly id: string;
  readonly active?: boolean;
  readonly issued_at?: string;
  readonly state?: string;
  readonly identity?: { readonly id: string; readonly state: string } | null;
}

/** Creates a client whose server returns the same response to every request. */
function clientOf(status: number, headers: Readonly<Record<string, string>>, text: string): KratosClient {
  const transport: Transport = {
    send: async () => ({ status, headers, body: Buffer.from(text) }),
    close: async () => {},
  };
  return createKratosClient(transport);
}

const asAnswered = ({ response: { status, headers, body } }: Exchange): KratosClient =>
  clientOf(status, headers, typeof body === 'string' ? body : `${JSON.stringify(body)}\n`);

const holding = (item: Item): KratosClient =>
  clientOf(200, { 'content-type': 'application/json; charset=utf-8' }, `${JSON.stringify(item)}\n`);

/** Returns all recorded identities or sessions with the note of their exchange. */
function itemsOf(exchanges: readonly Exchange[]): readonly (readonly [note: string, item: Item])[] {
  return exchanges.flatMap(({ note, response: { body } }) => {
    const items: readonly unknown[] = Array.isArray(body) ? body : [body];
    return items.filter(isItem).map((item) => [note, item] as const);
  });
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && 'id' in value;
}

describe.each(profileNames)('the client with recorded responses of %s', (profile) => {
  const exchanges = [...recorded(profile), ...recorded(profile, 'contain')];
  const items = itemsOf(exchanges);
  const sessions = items.filter(([, item]) => item.issued_at !== undefined);
  const identities = items.filter(([, item]) => item.state !== undefined);
  const answered = (note: string): KratosClient => {
    const found = exchanges.find((exchange) => exchange.note === note);
    return found === undefined ? expect.fail(`There is no recording "${note}".`) : asAnswered(found);
  };
  const failureOf = (asked: Promise<unknown>): Promise<unknown> =>
    asked.then(
      () => expect.fail('It was no failure.'),
      (error: unknown) => (error as { failure: unknown }).failure,
    );

  it('has sessions and identities to read', () => {
    expect(sessions.length).toBeGreaterThan(20);
    expect(identities.length).toBeGreaterThan(10);
  });

  it.each(sessions)('reads the session in “%s” and keeps its text', async (_, item) => {
    const session = await holding(item).session(item.id);
    expect(session).toMatchObject({ kind: 'session', id: item.id, active: item.active, identityId: item.identity?.id });
    expect(exactText(session.json)).toBe(JSON.stringify(item));
  });

  it.each(sessions)('derives the status of the session in “%s” as the server does', async (_, item) => {
    const session = await holding(item).session(item.id);
    const { kind } = sessionStatus(session, new Date(Date.parse(item.issued_at ?? '') + 60_000));
    const why = item.identity?.state === 'inactive' ? 'identityInactive' : 'revoked';
    expect(kind).toBe(item.active === true ? 'active' : why);
    expect(sessionStatus(session, new Date(Date.parse(item.issued_at ?? '') + 25 * 3_600_000)).kind).toBe('expired');
  });

  it.each(identities)('reads the identity in “%s” and keeps its text', async (_, item) => {
    const identity = await holding(item).identity(item.id);
    expect(identity).toMatchObject({ kind: 'identity', id: item.id, state: item.state });
    expect(exactText(identity.json)).toBe(JSON.stringify(item));
  });

  it('distinguishes the failures', async () => {
    const unknown = '00000000-0000-4000-8000-000000000000';
    const byExternalId = answered('identity by external id, unknown').identityByExternalId('crm-42');
    expect(await failureOf(answered('session, unknown').session(unknown))).toMatchObject({
      kind: 'notFound',
      resource: 'session',
    });
    expect(await failureOf(answered('identity, unknown').identity(unknown))).toMatchObject({
      kind: 'notFound',
      resource: 'identity',
    });
    expect(await failureOf(byExternalId)).toMatchObject(
      profile === 'v1.3.1' ? { kind: 'noSuchRoute', status: 404 } : { kind: 'notFound', resource: 'externalId' },
    );
    expect(await failureOf(answered('unknown route').version())).toMatchObject({ kind: 'noSuchRoute', status: 404 });
    expect(await failureOf(answered('identities, page_size=abc').identities({ by: 'all' }, 10).next())).toEqual({
      kind: 'rejected',
      reason: 'strconv.Atoi: parsing "abc": invalid syntax',
    });
    expect(await failureOf(answered('sessions, active=maybe').identitySessions(unknown, 'all', 10).next())).toEqual({
      kind: 'rejected',
      reason: 'could not parse parameter active',
    });
  });
});
