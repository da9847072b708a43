import { describe, expect, test } from 'vitest';
import { exactText } from '../../../../src/core/kratos/json/exactJson.ts';
import { itemSpans } from '../../../../src/core/kratos/json/jsonSpans.ts';
import { SessionItems } from '../../../../src/core/kratos/sessionItem.ts';
import { anIdentity, identityRowOf, wireIdentity, wireIdentityInSession } from '../../builders/identityBuilder.ts';
import {
  aMalformedSession,
  aSession,
  sessionRowOf,
  uuid,
  wireDevice,
  wireSession,
} from '../../builders/sessionBuilder.ts';

describe('a session', () => {
  test('is read as current servers send it', () => {
    expect(aSession()).toMatchObject({
      kind: 'session',
      id: uuid(1),
      active: true,
      aal: 'aal1',
      expiresAt: '2026-11-24T15:46:10.851012408Z',
      methods: [{ method: 'password', aal: 'aal1', completedAt: '2026-11-23T15:46:10.850893169Z' }],
      devices: [{ ipAddress: '203.0.113.80', location: 'Berlin, DE' }],
      identityId: wireIdentity().id,
      identityState: 'active',
    });
  });

  test('reads sessions of an old server without devices and methods, and methods without an assurance level and with year 1', () => {
    expect(aSession({ devices: null, authentication_methods: null })).toMatchObject({ devices: [], methods: [] });
    const legacy = { method: 'v0.6_legacy_session', aal: '', completed_at: '0001-01-01T00:00:00Z' };
    expect(aSession({ devices: [], authentication_methods: [legacy] }).methods).toEqual([
      {
        method: 'v0.6_legacy_session',
        aal: '',
        completedAt: undefined,
        provider: undefined,
        organization: undefined,
      },
    ]);
  });

  test('reads sessions of a newer server with unknown methods, levels and members', () => {
    const method = { method: 'telepathy', aal: 'aal9', completed_at: null, provider: 'acme', organization: uuid(9) };
    const text = JSON.stringify(
      wireSession({ authenticator_assurance_level: 'aal9', authentication_methods: [method], tokenized: 'x' }),
    );
    const row = sessionRowOf(text);
    expect(row).toMatchObject({ aal: 'aal9', methods: [{ method: 'telepathy', provider: 'acme' }] });
    expect(exactText(row.json)).toBe(text);
  });

  test('is read with a device whose members are null or empty', () => {
    const devices = [wireDevice({ ip_address: '', user_agent: null, location: null })];
    expect(aSession({ devices }).devices).toEqual([{ ipAddress: '', userAgent: undefined, location: undefined }]);
  });

  test('is read without its identity', () => {
    const bare = aSession({ identity: null });
    expect(bare).toMatchObject({ identityId: undefined, identityState: undefined });
    expect(bare.json.identity).toBeUndefined();
    expect(exactText(bare.json)).toContain('"identity":null');
  });

  test('is split from the text of its identity, wherever that is', () => {
    const { identity, ...rest } = wireSession();
    for (const wire of [
      { identity, ...rest },
      { ...rest, identity },
    ]) {
      const { json } = aSession(wire);
      expect(json.identity).toBe(JSON.stringify(identity));
      expect(JSON.parse(`${json.before}null${json.after}`)).toEqual({ ...rest, identity: null });
    }
  });
});

test('reads the state of the identity with each session, on all pages and after a change', () => {
  const items = new SessionItems();
  const pages = [1, 2].map((page) => {
    const body = Buffer.from(JSON.stringify([wireSession({ id: uuid(page) }), wireSession({ id: uuid(page + 10) })]));
    return items.read(body, [...itemSpans(body)]);
  });
  const other = Buffer.from(JSON.stringify([wireSession({ identity: wireIdentityInSession({ state: 'inactive' }) })]));
  const [changed] = items.read(other, [...itemSpans(other)]);
  expect(pages.flat()).toHaveLength(4);
  for (const row of pages.flat()) {
    expect(row).toMatchObject({ kind: 'session', identityState: 'active' });
  }
  expect(changed).toMatchObject({ kind: 'session', identityState: 'inactive' });
});

describe('an item that is not a session', () => {
  test.each([
    [{ id: uuid(1), expires_at: 5 }, 'expires_at: expected string'],
    [{ id: uuid(1), devices: [{ ip_address: 5 }] }, 'devices.0.ip_address: expected string'],
    [{ id: uuid(1), identity: { id: 5 } }, 'identity.id: expected string'],
    [{ active: true }, 'id: expected string'],
    [{ id: '' }, 'id: too small'],
    [null, 'expected object'],
    ['session', 'expected object'],
  ])('is marked and keeps its text: %j', (item, problem) => {
    const row = aMalformedSession(item);
    expect(row).toMatchObject({ kind: 'malformed', problem });
    expect(exactText(row.json)).toBe(JSON.stringify(item));
  });

  test('has its own id, or one made from its text', () => {
    expect(aMalformedSession({ id: uuid(1), expires_at: 5 }).id).toBe(uuid(1));
    const ids = [null, 1, null].map((item) => aMalformedSession(item).id);
    expect(ids[0]).toMatch(/^malformed-/);
    expect(ids[0]).toBe(ids[2]);
    expect(ids[0]).not.toBe(ids[1]);
  });
});

describe('an identity', () => {
  test('is read as current servers send it', () => {
    expect(anIdentity({ external_id: 'crm-42' })).toMatchObject({
      kind: 'identity',
      externalId: 'crm-42',
      schemaId: 'customer',
      state: 'active',
      traits: { email: 'ada@example.org' },
      organizationId: undefined,
      verifiableAddresses: [{ value: 'ada@example.org', verified: true }],
      recoveryAddresses: [{ value: 'ada@example.org' }],
      identifiers: [],
    });
  });

  test('is read with few members, and with traits that are not an object', () => {
    const text = `{"id":"${uuid(1)}","traits":9007199254740993}`;
    const row = identityRowOf(text);
    expect(row).toMatchObject({ kind: 'identity', state: '', verifiableAddresses: [], recoveryAddresses: [] });
    expect(exactText(row.json)).toBe(text);
  });

  test('has each identifier once, although several credentials have it', () => {
    const identifiers = ['ada@example.org'];
    const credentials = { password: { identifiers }, code: { identifiers }, oidc: { identifiers: null }, totp: {} };
    expect(anIdentity({ credentials }).identifiers).toEqual(identifiers);
  });

  test('lists identifiers that users type before the ids of providers', () => {
    const credentials = { oidc: { identifiers: ['google:1101'] }, password: { identifiers: ['ada@example.org'] } };
    expect(anIdentity({ credentials }).identifiers).toEqual(['ada@example.org', 'google:1101']);
  });

  test('is marked if it is another item', () => {
    expect(identityRowOf(`{"id":"${uuid(1)}","state":5}`)).toMatchObject({
      kind: 'malformed',
      id: uuid(1),
      problem: 'state: expected string',
    });
  });
});
