import { describe, expect, it } from 'vitest';
import type { AuthenticationMethod, Device } from '../../../src/core/kratos/session.ts';
import type { SessionStatus } from '../../../src/core/kratos/sessionStatus.ts';
import { accessibleFacts, methodWords, rowFacts, statusSentence, statusWords } from '../../../src/text/sessionWords.ts';
import { aSession } from '../builders/sessionBuilder.ts';

const now = new Date('2026-11-23T16:41:00Z');

describe('statusWords', () => {
  it.each<[SessionStatus, string, string]>([
    [{ kind: 'active', expiresAt: new Date('2026-11-24T14:00:00Z') }, 'active', 'Active, expires in 21 hours'],
    [{ kind: 'active', expiresAt: undefined }, 'active', 'Active'],
    [{ kind: 'expired', at: new Date('2026-11-20T14:00:00Z') }, 'expired', 'Expired 3 days ago'],
    [{ kind: 'revoked' }, 'revoked or signed out', 'Revoked by an administrator or signed out by the user'],
    [{ kind: 'expiredOrRevoked' }, 'expired or revoked', 'Expired just now, or revoked'],
    [{ kind: 'identityInactive' }, 'identity disabled', 'Not usable while the identity is disabled'],
  ])('names the state %j', (status, words, sentence) => {
    expect(statusWords(status)).toBe(words);
    expect(statusSentence(status, now)).toBe(sentence);
  });
});

describe('methodWords', () => {
  const method = (parts: Partial<AuthenticationMethod>): AuthenticationMethod => ({
    method: 'password',
    aal: 'aal1',
    completedAt: undefined,
    provider: undefined,
    organization: undefined,
    ...parts,
  });

  it('names the method and its provider, if any', () => {
    expect(methodWords(method({}))).toBe('password');
    expect(methodWords(method({ method: 'oidc', provider: 'google' }))).toBe('oidc google');
    expect(methodWords(method({ method: 'v0.6_legacy_session' }))).toBe('v0.6_legacy_session');
    expect(methodWords(method({ method: 'oidc', provider: 'goo\u200Bgle' }))).toBe('oidc goo⟨U+200B⟩gle');
  });
});

describe('The facts of a session', () => {
  const place = (device: Partial<Device>) =>
    rowFacts(
      { ...aSession(), devices: [{ location: undefined, ipAddress: undefined, userAgent: undefined, ...device }] },
      now,
    )[1];

  it('are in full words the age, the place, each method once, and the assurance level', () => {
    const [method] = aSession().methods;
    const methods = method === undefined ? [] : [method, { ...method, method: 'totp' }, method];
    expect(accessibleFacts({ ...aSession(), methods }, now)).toEqual([
      '54 minutes ago',
      'Berlin, DE',
      'password + totp',
      'aal1',
    ]);
    const bare = { ...aSession(), issuedAt: undefined, authenticatedAt: undefined, methods: [], devices: [] };
    expect(accessibleFacts({ ...bare, aal: undefined }, now)).toEqual([undefined, undefined, '', undefined]);
  });

  it.each<[readonly (readonly [method: string, aal: string])[], string, string]>([
    [[['password', 'aal1']], 'aal1', ''],
    [[['code_recovery', 'aal1']], 'aal1', 'code_recovery'],
    [
      [
        ['password', 'aal1'],
        ['totp', 'aal2'],
      ],
      'aal2',
      '',
    ],
    [
      [
        ['password', 'aal1'],
        ['lookup_secret', 'aal2'],
      ],
      'aal2',
      'lookup_secret',
    ],
    [[['password', 'aal1']], 'aal2', 'aal2'],
    [[], 'aal0', 'aal0'],
    [[], '', ''],
  ])('name for the methods %j and %s only what is unusual: "%s"', (used, aal, unusual) => {
    const [known] = aSession().methods;
    const methods = known === undefined ? [] : used.map(([method, level]) => ({ ...known, method, aal: level }));
    expect(rowFacts({ ...aSession(), methods, aal }, now)).toEqual(['54 m', 'Berlin, DE', unusual]);
  });

  it('prefers the location to the IP address', () => {
    expect(place({ location: 'Berlin, DE', ipAddress: '203.0.113.7' })).toBe('Berlin, DE');
    expect(place({ location: '', ipAddress: '203.0.113.7' })).toBe('203.0.113.7');
    expect(place({ ipAddress: '', userAgent: 'curl/8.5.0' })).toBeUndefined();
  });

  it('makes invisible characters of the location visible', () => {
    expect(place({ location: 'Ber\u202Elin' })).toBe('Ber⟨U+202E⟩lin');
  });

  it.each([
    ['203.0.113.42:51432', '203.0.113.42'],
    ['203.0.113.42', '203.0.113.42'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['unknown', 'unknown'],
  ])('shows the IP address %s without port and brackets as %s', (ipAddress, shown) => {
    expect(place({ ipAddress })).toBe(shown);
  });
});
