import { expect, test } from 'vitest';
import { sessionIdentity } from '../../../src/details/sessionIdentity.ts';
import { anIdentity, wireIdentityInSession } from '../builders/identityBuilder.ts';
import { aSession } from '../builders/sessionBuilder.ts';

const later = '2026-11-23T15:00:00Z';

test('an identity that the session saw disabled later than the list did is disabled', () => {
  const session = aSession({
    identity: wireIdentityInSession({ state: 'inactive', state_changed_at: later, updated_at: later }),
  });
  expect(sessionIdentity(session, anIdentity())?.state).toBe('inactive');
});

test('so it is on Kratos v1.3.1, which moves the time of the state alone', () => {
  const session = aSession({ identity: wireIdentityInSession({ state: 'inactive', state_changed_at: later }) });
  expect(sessionIdentity(session, anIdentity())?.state).toBe('inactive');
});

test('of two alike the known one is taken, for it has more members', () => {
  const known = anIdentity();
  expect(sessionIdentity(aSession(), known)).toBe(known);
});
