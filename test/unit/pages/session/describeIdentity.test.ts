import { describe, expect, it } from 'vitest';
import { anIdentity, wireIdentityInSession } from '../../builders/identityBuilder.ts';
import { aSession, uuid } from '../../builders/sessionBuilder.ts';
import { shownSession as shown } from './panelFacts.ts';

describe('the identity of a session', () => {
  it('shows the name, the identifier and the connection of the identity', () => {
    expect(shown().byline).toEqual(['Ada Lovelace', 'ada@example.org', 'Acme production']);
  });

  it('lists facts, traits and metadata of the identity with exact numbers beyond 2^53', () => {
    const known = anIdentity({
      external_id: 'crm-42',
      organization_id: uuid(9),
      traits: { email: 'ada@example.org', roles: ['admin', 'auditor'], vip: true, note: null, empty: {}, blank: '' },
      metadata_public: { plan: 'gold' },
      metadata_admin: null,
    });
    const big = known.json.before.replace('"vip":true', '"customer":9007199254740993');
    const identity = { ...known, json: { ...known.json, before: big } };
    const { facts, times, groups } = shown({ identity }).identity;
    const texts = (rows: typeof facts) => rows.map(({ label, value }) => [label, value?.text]);
    expect(texts(facts)).toEqual([
      ['Identity id', identity.id],
      ['State', 'active'],
      ['Schema', 'customer'],
      ['External id', 'crm-42'],
      ['Organization', uuid(9)],
    ]);
    expect(times).toContainEqual({
      label: 'Created',
      moment: expect.objectContaining({
        exact: '2026-11-20T09:12:44.123456Z',
        at: Date.UTC(2026, 10, 20, 9, 12, 44, 123),
      }),
    });
    expect(groups.map(({ heading }) => heading)).toEqual(['Traits', 'Public metadata']);
    expect(texts(groups[0]?.rows ?? [])).toEqual([
      ['email', 'ada@example.org'],
      ['roles[0]', 'admin'],
      ['roles[1]', 'auditor'],
      ['customer', '9007199254740993'],
      ['note', 'null'],
      ['empty', '{}'],
      ['blank', '""'],
    ]);
  });

  it('shows the cached or the embedded identity, whichever changed last', () => {
    const session = aSession({
      identity: wireIdentityInSession({ updated_at: '2026-11-22T00:00:00Z', external_id: 'new' }),
    });
    const older = anIdentity({ updated_at: '2026-11-21T00:00:00Z', external_id: 'old' });
    const newer = anIdentity({ updated_at: '2026-11-23T00:00:00Z', external_id: 'newest' });
    const externalId = (identity: typeof older | undefined) =>
      shown({ session, identity }).identity.facts.find(({ label }) => label === 'External id')?.value?.text;
    expect([externalId(undefined), externalId(older), externalId(newer)]).toEqual(['new', 'new', 'newest']);
  });

  it('shows only the id when the session has no embedded identity', () => {
    const { identity, byline } = shown({ session: aSession({ identity: null }) });
    expect(identity).toEqual({ facts: [expect.objectContaining({ label: 'Identity id' })], times: [], groups: [] });
    expect(byline).toEqual(['Acme production']);
  });

  it('lists at most 200 values, counts the others and survives deep nesting', () => {
    const many = anIdentity({ traits: Array.from({ length: 1300 }, (_, index) => index) });
    expect(shown({ identity: many }).identity.groups[0]).toMatchObject({
      rows: { length: 200 },
      more: '1,100 more values in the JSON',
    });
    const deep = anIdentity();
    const nested = `{"id":"${deep.id}","traits":${'['.repeat(10_000)}${']'.repeat(10_000)},"schema_id":"customer"}`;
    const identity = { ...deep, json: { before: nested, identity: undefined, after: '' } };
    const { groups, facts } = shown({ identity }).identity;
    expect(groups[0]?.more).toContain('nested too deep');
    expect(facts).toContainEqual({ label: 'Schema', value: { text: 'customer', exact: 'customer' } });
  });

  it('counts the values of long traits and does not list longer ones', () => {
    const traits = (length: number) => shown({ identity: anIdentity({ traits: Array(length).fill(0) }) });
    expect(traits(100_000).identity.groups[0]?.more).toBe('99,800 more values in the JSON');
    expect(traits(500_000).identity.groups[0]).toMatchObject({ rows: [], more: expect.stringContaining('Too long') });
  });
});

describe('other sessions of the identity', () => {
  it('shows the number of other sessions only if it is known', () => {
    const words = [undefined, 0, 1, 1202].map((otherSessions) => shown({ otherSessions }).otherSessions);
    expect(words).toEqual(['Other Sessions', 'No Other Sessions', 'Other Sessions (1)', 'Other Sessions (1,202)']);
  });
});
