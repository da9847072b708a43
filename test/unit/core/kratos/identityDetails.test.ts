import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { identityDetails } from '../../../../src/core/kratos/identityDetails.ts';
import { wireIdentity } from '../../builders/identityBuilder.ts';

const added = '2026-11-20T09:12:44.123456Z';
const changed = '2026-11-26T10:00:00Z';
const times = { created_at: changed, updated_at: changed };
const identity = wireIdentity({
  credentials: {
    password: { type: 'password', identifiers: ['ada@example.org'], version: 0, ...times },
    totp: { type: 'totp', identifiers: [], version: 0, ...times },
    oidc: { type: 'oidc', identifiers: ['google:1101'], version: 0, ...times },
    lookup_secret: { type: 'lookup_secret', identifiers: null, version: 0, ...times },
  },
});

describe('the details of an identity', () => {
  it('contain its credentials, with a time for password and totp alone', () => {
    expect(identityDetails(identity, 'v26.2.0').credentials).toEqual([
      { type: 'password', identifiers: ['ada@example.org'], changedAt: Date.parse(changed) },
      { type: 'totp', identifiers: [], changedAt: Date.parse(changed) },
      { type: 'oidc', identifiers: ['google:1101'], changedAt: undefined },
      { type: 'lookup_secret', identifiers: [], changedAt: undefined },
    ]);
  });

  it.each(['v1.3.1', 'v25.3.9', 'master', '', undefined])('contain no times of credentials from %s', (version) => {
    const { credentials } = identityDetails(identity, version);
    expect(credentials.map(({ changedAt }) => changedAt)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('contain its second factors, addresses and the times of its state and creation', () => {
    const { credentials, ...rest } = identityDetails(identity, undefined);
    const address = { value: 'ada@example.org', createdAt: Date.parse(added) };
    expect(rest).toEqual({
      createdAt: Date.parse(added),
      stateSince: Date.parse(added),
      secondFactors: ['totp', 'lookup_secret'],
      addresses: [
        { use: 'verifiable', ...address, isVerified: true },
        { use: 'recovery', ...address, isVerified: undefined },
      ],
    });
  });

  it.each([
    undefined,
    null,
    'an id',
    [{ credentials: { password: {} } }],
    { credentials: ['password'], verifiable_addresses: { 0: {} }, recovery_addresses: null, created_at: 7 },
  ])('are empty for %j', (value) => {
    expect(identityDetails(value, 'v26.2.0')).toEqual({
      createdAt: undefined,
      stateSince: undefined,
      credentials: [],
      secondFactors: [],
      addresses: [],
    });
  });

  it('contain a line for each broken credential and address', () => {
    const { credentials, addresses } = identityDetails(
      {
        credentials: { password: null, code: { identifiers: [3, 'ada', null], updated_at: 'soon' } },
        verifiable_addresses: [null, { value: 7, verified: 'yes', created_at: 'soon' }],
      },
      'v26.2.0',
    );
    expect(credentials).toEqual([
      { type: 'password', identifiers: [], changedAt: undefined },
      { type: 'code', identifiers: ['ada'], changedAt: undefined },
    ]);
    const empty = { use: 'verifiable', value: '', isVerified: undefined, createdAt: undefined };
    expect(addresses).toEqual([empty, empty]);
  });
});

const folder = new URL('../../../contract/recordings/', import.meta.url);

describe.each(readdirSync(folder).filter((file) => file.startsWith('contain-')))('in the recording %s', (file) => {
  const { exchanges, server } = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as {
    readonly server: string;
    readonly exchanges: readonly { readonly note: string; readonly response: { readonly body: unknown } }[];
  };
  const recorded = (note: string) => exchanges.find((exchange) => exchange.note === note)?.response.body;
  const passwordOf = (note: string) =>
    identityDetails(recorded(note), server.split(' ')[0]).credentials.find(({ type }) => type === 'password');

  it('an identity has its credentials without include_credential', () => {
    const { credentials, secondFactors } = identityDetails(recorded('identity with totp and backup codes'), server);
    expect(credentials.map(({ type }) => type).sort()).toEqual(['lookup_secret', 'password', 'totp']);
    expect(credentials.find(({ type }) => type === 'password')?.identifiers).toEqual(['ada@example.org']);
    expect(secondFactors).toEqual(['totp', 'lookup_secret']);
  });

  it('a patch of traits changes no password, as far as a time is given', () => {
    expect(passwordOf('the identity afterwards')?.changedAt).toBe(
      passwordOf('identity, credentials listed')?.changedAt,
    );
  });
});
