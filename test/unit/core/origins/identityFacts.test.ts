import { expect, it } from 'vitest';
import { identityDetails } from '../../../../src/core/kratos/identityDetails.ts';
import { identityFacts } from '../../../../src/core/origins/identityFacts.ts';

const written = '2026-03-20T10:00:00Z';
const identity = {
  created_at: '2026-01-01T00:00:00Z',
  credentials: {
    password: { created_at: written, updated_at: written },
    totp: { created_at: '2026-01-01T00:00:20Z', updated_at: '2026-01-01T00:00:20Z' },
    oidc: { created_at: written, updated_at: written },
  },
  recovery_addresses: [{ value: 'ada@example.org', created_at: '2026-03-20T10:05:00Z' }],
};

it.each(['v25.4.0', 'v26.2.0', '26.2.0', 'v25.10.1'])('takes the times of credentials from %s', (version) => {
  expect(identityFacts(identityDetails(identity, version)).changes.map(({ what }) => what)).toEqual([
    'password',
    'address',
  ]);
});

it.each(['v1.3.1', 'v25.3.9', '', undefined, 'master'])('takes the times of addresses alone from %s', (version) => {
  expect(identityFacts(identityDetails(identity, version)).changes.map(({ what }) => what)).toEqual(['address']);
});

it('takes what was written within a minute of the registration for no change', () => {
  const { changes } = identityFacts(identityDetails({ ...identity, created_at: '2026-03-20T10:00:30Z' }, 'v26.2.0'));
  expect(changes.map(({ what }) => what)).toEqual(['totp', 'address']);
});

it('names the second factors of an identity', () => {
  expect(identityFacts(identityDetails(identity, 'v26.2.0')).secondFactors).toEqual(['totp']);
});

it.each([
  undefined,
  null,
  'an id',
  [],
  {},
  { credentials: null, recovery_addresses: [null, 3], verifiable_addresses: 'x' },
])('finds nothing in %j', (value) => {
  expect(identityFacts(identityDetails(value, 'v26.2.0'))).toEqual({ changes: [], secondFactors: [] });
});
