import { describe, expect, it } from 'vitest';
import { identityIdentifier, identityName, type NamedIdentity } from '../../../src/text/identityName.ts';

const id = '5b75209a-5838-4b7c-9c35-7a2f8f6f1c11';

function identity(traits: unknown, parts: Partial<NamedIdentity> = {}): NamedIdentity {
  return {
    id,
    externalId: undefined,
    identifiers: [],
    verifiableAddresses: [],
    recoveryAddresses: [],
    traits,
    ...parts,
  };
}

describe('identityName', () => {
  it.each<[string, unknown, string]>([
    ['first and last name', { email: 'a@example.org', name: { first: 'Ada', last: 'Lovelace' } }, 'Ada Lovelace'],
    ['given and family name', { given_name: 'Grace', family_name: 'Hopper' }, 'Grace Hopper'],
    ['camel case', { firstName: 'Grace', lastName: 'Hopper' }, 'Grace Hopper'],
    ['a first name alone', { name: { first: 'Ada', last: '' } }, 'Ada'],
    ['a name as one text', { name: ' Ada Lovelace ' }, 'Ada Lovelace'],
    ['a full name before its parts', { name: { full: 'Augusta Ada King', first: 'Ada' } }, 'Augusta Ada King'],
    ['a display name', { display_name: 'ada', email: 'a@example.org' }, 'ada'],
    ['a nested profile', { email: 'a@example.org', profile: { person: { fullName: 'Ada L.' } } }, 'Ada L.'],
    ['an identity with a company', { email: 'a@example.org', organization: { name: 'Acme GmbH' } }, 'a@example.org'],
    [
      'an identity with a named address and tenant',
      { username: 'ada', address: { name: 'Home' }, tenant: { name: 'tenant-7' } },
      'ada',
    ],
    ['an identity with a manager', { phone: '+44', manager: { name: { first: 'Grace', last: 'Hopper' } } }, '+44'],
    ['an address in any member, as the last resort', { company: { mail: 'office@example.org' } }, 'office@example.org'],
    ['a nickname before an address', { email: 'a@example.org', nickname: 'ada' }, 'ada'],
    ['a username', { username: 'ada' }, 'ada'],
    ['an e-mail address', { email: 'a@example.org' }, 'a@example.org'],
    ['a phone number', { phone: '+441632960961' }, '+441632960961'],
    ['an East Asian name, family name first', { name: { first: '太郎', last: '山田' } }, '山田太郎'],
    ['a name with an invisible character', { name: 'Ada\u202Eecalevol' }, 'Ada⟨U+202E⟩ecalevol'],
    ['no traits', {}, '5b75209a'],
    ['traits that are not an object', 'ada', '5b75209a'],
    ['null traits', null, '5b75209a'],
    ['a trait called constructor', { name: { constructor: 1 } }, '5b75209a'],
  ])('names an identity by its traits: %s', (_what, traits, name) => {
    expect(identityName(identity(traits))).toBe(name);
  });

  it('prefers an identifier, an address or the external id to the short id', () => {
    expect(identityName(identity({}, { identifiers: ['ada'], externalId: 'crm-42' }))).toBe('ada');
    expect(identityName(identity({}, { recoveryAddresses: [{ value: 'a@example.org' }] }))).toBe('a@example.org');
    expect(identityName(identity({}, { externalId: 'crm-42' }))).toBe('crm-42');
  });

  it('prefers the traits of the setting, in order', () => {
    const ada = identity({ customer: { no: 4711, legal: 'Lovelace & Co' }, name: { first: 'Ada', last: 'Lovelace' } });
    expect(identityName(ada, ['customer.legal'])).toBe('Lovelace & Co');
    expect(identityName(ada, ['customer.legal + customer.no'])).toBe('Lovelace & Co 4711');
    expect(identityName(ada, ['customer.missing', 'name.last+name.first'])).toBe('Lovelace Ada');
    expect(identityName(ada, ['customer', 'nothing.at.all', ''])).toBe('Ada Lovelace');
  });

  it('ignores a number that may be rounded', () => {
    expect(identityName(identity({ no: 2 ** 53 }), ['no'])).toBe('5b75209a');
  });

  it('cuts a long name', () => {
    expect(identityName(identity({ name: 'A'.repeat(100_000) }))).toHaveLength(120);
  });
});

describe('naming an identity with large traits', () => {
  /** Returns traits that count how many of their members are read. */
  function counting(members: number) {
    const counted = { reads: 0 };
    const traits = new Proxy(
      Object.fromEntries(Array.from({ length: members }, (_, key) => [`k${key}`, { email: 5 }])),
      {
        get(target, key) {
          counted.reads += 1;
          return Reflect.get(target, key);
        },
      },
    );
    return { counted, traits };
  }

  it('reads fewer than 10,000 of 100,000 members', () => {
    const { counted, traits } = counting(100_000);
    const wide = identity(traits);
    expect(identityName(wide)).toBe('5b75209a');
    expect(identityIdentifier(wide, 'Ada')).toBe('5b75209a');
    expect(counted.reads).toBeLessThan(10_000);
  });

  it('reads the traits once for each setting of the label traits', () => {
    const { counted, traits } = counting(100);
    const ada = identity(traits, { externalId: 'crm-42' });
    const names = () => [identityName(ada), identityName(ada, ['externalId']), identityIdentifier(ada, 'Ada')];
    const first = names();
    const { reads } = counted;
    expect(names()).toEqual(first);
    expect(counted.reads).toBe(reads);
    expect(reads).toBeGreaterThan(0);
  });

  it('finds an address beside 9,900 nested arrays and no name inside them', () => {
    const nested: unknown = JSON.parse(`${'['.repeat(9900)}"deep"${']'.repeat(9900)}`);
    expect(identityName(identity({ name: nested, email: 'a@example.org' }))).toBe('a@example.org');
    expect(identityName(identity({ name: ['Ada'] }))).toBe('Ada');
    expect(identityName(identity({ deep: nested }), ['deep'])).toBe('5b75209a');
  });
});

describe('identityIdentifier', () => {
  it.each<[string, Partial<NamedIdentity>, unknown, string]>([
    ['a trait, also where the credentials are known', { identifiers: ['ada@login'] }, { email: 'a@x' }, 'a@x'],
    ['a credentials identifier', { identifiers: ['ada@login'], externalId: 'crm-42' }, {}, 'ada@login'],
    ['a verifiable address', { verifiableAddresses: [{ value: 'v@x' }] }, { email: 'a@x' }, 'v@x'],
    ['a recovery address', { recoveryAddresses: [{ value: 'r@x' }] }, { email: 'a@x' }, 'r@x'],
    ['an e-mail trait', { externalId: 'crm-42' }, { email: 'a@x', username: 'ada' }, 'a@x'],
    ['a username trait', { externalId: 'crm-42' }, { username: 'ada' }, 'ada'],
    ['the external id', { externalId: 'crm-42' }, {}, 'crm-42'],
    ['the short id', {}, {}, '5b75209a'],
  ])('returns %s', (_what, parts, traits, identifier) => {
    expect(identityIdentifier(identity(traits, parts), 'Ada Lovelace')).toBe(identifier);
  });

  it('returns undefined when the identifier is the name', () => {
    expect(identityIdentifier(identity({ email: 'a@x' }), 'a@x')).toBeUndefined();
  });
});
