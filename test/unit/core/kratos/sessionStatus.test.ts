import { describe, expect, test } from 'vitest';
import { sessionStatus } from '../../../../src/core/kratos/sessionStatus.ts';
import { wireIdentityInSession } from '../../builders/identityBuilder.ts';
import { aSession } from '../../builders/sessionBuilder.ts';

const expiry = '2026-11-24T12:00:00.123456789Z';
const before = new Date('2026-11-24T12:00:00.122Z');
const wellBefore = new Date('2026-11-24T11:54:59Z');
const at = new Date('2026-11-24T12:00:00.123Z');
const ofDisabled = wireIdentityInSession({ state: 'inactive' });

describe('the status of a session', () => {
  test.each([
    ['active until it expires', { active: true }, before, { kind: 'active', expiresAt: at }],
    ['expired at the moment of its expiry', { active: false }, at, { kind: 'expired', at }],
    ['expired since it was read as active', { active: true }, at, { kind: 'expired', at }],
    ['revoked: neither expired nor of a disabled identity', { active: false }, wellBefore, { kind: 'revoked' }],
    [
      'possibly expired by the server’s clock, minutes before it is by the local clock',
      { active: false },
      before,
      { kind: 'expiredOrRevoked' },
    ],
    ['of a disabled identity', { active: false, identity: ofDisabled }, before, { kind: 'identityInactive' }],
    ['expired, and of a disabled identity', { active: false, identity: ofDisabled }, at, { kind: 'expired', at }],
    ['revoked, read without its identity', { active: false, identity: null }, wellBefore, { kind: 'revoked' }],
    ['active without an expiry', { active: true, expires_at: null }, at, { kind: 'active', expiresAt: undefined }],
    [
      'active with an expiry that is not a time',
      { active: true, expires_at: 'soon' },
      at,
      { kind: 'active', expiresAt: undefined },
    ],
  ])('is %s', (_name, over, now, status) => {
    expect(sessionStatus(aSession({ expires_at: expiry, ...over }), now)).toEqual(status);
  });

  test('is disabled if its identity was disabled later', () => {
    expect(sessionStatus(aSession({ expires_at: expiry }), before, 'inactive')).toEqual({ kind: 'identityInactive' });
  });

  test('stays revoked if its identity is disabled later', () => {
    const session = aSession({ expires_at: expiry, active: false });
    expect(sessionStatus(session, wellBefore, 'inactive')).toEqual({ kind: 'revoked' });
  });

  test('is not revoked if it was read while its identity was disabled, and the identity is enabled again', () => {
    const session = aSession({ expires_at: expiry, active: false, identity: ofDisabled });
    expect(sessionStatus(session, before, 'active')).toEqual({ kind: 'identityInactive' });
  });
});
