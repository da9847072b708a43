import { describe, expect, it } from 'vitest';
import type { AuthenticationMethod } from '../../../src/kratos/session.ts';
import type { SessionStatus } from '../../../src/kratos/sessionStatus.ts';
import { methodWords, statusSentence, statusWords } from '../../../src/presentation/sessionWords.ts';

const now = new Date('2026-11-23T16:41:00Z');

describe('statusWords', () => {
  it.each<[SessionStatus, string, string]>([
    [{ kind: 'active', expiresAt: new Date('2026-11-24T14:00:00Z') }, 'active', 'Active, expires in 21 hours'],
    [{ kind: 'active', expiresAt: undefined }, 'active', 'Active'],
    [{ kind: 'expired', at: new Date('2026-11-20T14:00:00Z') }, 'expired', 'Expired 3 days ago'],
    [{ kind: 'revoked' }, 'revoked or signed out', 'Revoked by an administrator or signed out by the user'],
    [{ kind: 'expiredOrRevoked' }, 'expired or revoked', 'Expired just now, or revoked'],
    [{ kind: 'identityInactive' }, 'identity disabled', 'Not usable while the identity is disabled'],
  ])('of %j', (status, words, sentence) => {
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

  it('names the method, and the provider where there is one', () => {
    expect(methodWords(method({}))).toBe('password');
    expect(methodWords(method({ method: 'oidc', provider: 'google' }))).toBe('oidc google');
    expect(methodWords(method({ method: 'v0.6_legacy_session' }))).toBe('v0.6_legacy_session');
    expect(methodWords(method({ method: 'oidc', provider: 'goo\u200Bgle' }))).toBe('oidc goo⟨U+200B⟩gle');
  });
});
