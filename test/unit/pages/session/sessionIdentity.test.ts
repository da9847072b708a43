import { expect, test } from 'vitest';
import { sessionIdentity } from '../../../../src/pages/host/session/sessionIdentity.ts';
import { anIdentity, wireIdentityInSession } from '../../builders/identityBuilder.ts';
import { aSession } from '../../builders/sessionBuilder.ts';

const later = '2026-11-23T15:00:00Z';

test('prefers the embedded identity when it was disabled after the list was read', () => {
  const session = aSession({
    identity: wireIdentityInSession({ state: 'inactive', state_changed_at: later, updated_at: later }),
  });
  expect(sessionIdentity(session, anIdentity())?.state).toBe('inactive');
});

test('prefers the embedded identity on Kratos v1.3.1, which changes only the time of the state', () => {
  const session = aSession({ identity: wireIdentityInSession({ state: 'inactive', state_changed_at: later }) });
  expect(sessionIdentity(session, anIdentity())?.state).toBe('inactive');
});

test('prefers the known identity when both changed at the same time', () => {
  const known = anIdentity();
  expect(sessionIdentity(aSession(), known)).toBe(known);
});
