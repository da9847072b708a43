import { describe, expect, test } from 'vitest';
import type { ListState } from '../../../../src/core/directory/listState.ts';
import { detailsOfIdentity } from '../../../../src/core/kratos/detailsOfIdentity.ts';
import type { Malformed, Session } from '../../../../src/core/kratos/session.ts';
import { describeSafety } from '../../../../src/pages/host/identity/describeSafety.ts';
import type { SafetyStep } from '../../../../src/pages/protocol/identityModel.ts';
import { anIdentity } from '../../builders/identityBuilder.ts';
import { aSession, uuid } from '../../builders/sessionBuilder.ts';

type Wire = Readonly<Record<string, unknown>>;

const now = new Date('2026-11-23T18:00:00Z');
const open = (number: number) => aSession({ id: uuid(number), expires_at: '2026-12-01T00:00:00Z' });
const expired = aSession({ id: uuid(8), expires_at: '2026-11-20T00:00:00Z' });
const revoked = aSession({ id: uuid(9), active: false, expires_at: '2026-12-01T00:00:00Z' });

const listOf = (items: readonly (Session | Malformed)[], isComplete = true): ListState<Session | Malformed> => ({
  phase: { kind: 'ready' },
  items,
  total: items.length,
  end: isComplete ? { kind: 'complete', by: 'count' } : { kind: 'more' },
  readAt: now,
  outdated: false,
});

function stepOf(
  step: SafetyStep,
  {
    wire = {},
    sessions = listOf([]),
    isUnlocked = true,
    completed = new Map<SafetyStep, Date>(),
  }: {
    readonly wire?: Wire;
    readonly sessions?: ListState<Session | Malformed> | undefined;
    readonly isUnlocked?: boolean;
    readonly completed?: ReadonlyMap<SafetyStep, Date>;
  },
) {
  const identity = anIdentity(wire);
  const details = detailsOfIdentity(identity, 'v26.2.0');
  const { steps } = describeSafety({ identity, details, sessions, isUnlocked, completed, now });
  return steps.find((one) => one.step === step);
}

describe('the step that revokes', () => {
  const disabled = { state: 'inactive' };
  const hidden = (session: Session): Session => ({ ...session, active: false, identityState: 'inactive' });
  test.each<[string, Wire, ListState<Session | Malformed> | undefined]>([
    ['2 active sessions', {}, listOf([open(1), open(2), expired, revoked])],
    ['1 active session', {}, listOf([open(1)])],
    ['no active sessions', {}, listOf([expired, revoked])],
    ['at least 1 active', {}, listOf([open(1), expired], false)],
    ['up to 2 sessions come back when it is enabled', disabled, listOf([hidden(open(1)), hidden(open(2)), expired])],
    ['those that were not revoked come back when it is enabled', disabled, listOf([hidden(open(1))], false)],
  ])('says “%s”', (state, wire, sessions) => {
    expect(stepOf('revoke', { wire, sessions })?.state).toBe(state);
  });

  test('says that the list does not show yet which sessions ended while the identity is disabled', () => {
    const completed = new Map<SafetyStep, Date>([['revoke', now]]);
    const sessions = listOf([hidden(open(1))]);
    expect(stepOf('revoke', { wire: disabled, sessions, completed })).toMatchObject({
      state: 'which sessions ended is known once it is enabled',
      isDone: true,
    });
  });

  test('does not count a list that holds no active sessions', () => {
    const identity = anIdentity({});
    const details = detailsOfIdentity(identity, undefined);
    const facts = { identity, details, sessions: undefined, isUnlocked: true, completed: new Map(), now };
    expect(describeSafety(facts).steps[1]?.state).toBe('active sessions not read');
  });
});

test('the step that removes a credential lists the types that a server may remove, and has no button without one', () => {
  const credentials = { passkey: {}, code: {}, oidc: { identifiers: ['google:1', 'github:2'] }, totp: {} };
  expect(stepOf('removeCredential', { wire: { credentials } })).toMatchObject({ state: 'totp, oidc' });
  expect(stepOf('removeCredential', { wire: { credentials: { passkey: {} } } })).toMatchObject({
    state: 'none that can be removed',
    button: undefined,
  });
});

test('a step is done as this window has seen it, or as the identity is disabled by someone else', () => {
  const completed = new Map<SafetyStep, Date>([['enable', now]]);
  const disabled = { state: 'inactive', state_changed_at: '2026-11-23T17:00:00Z' };
  expect(stepOf('enable', { completed })).toMatchObject({ isDone: true, doneAt: now.getTime(), button: undefined });
  expect(stepOf('enable', { completed, wire: disabled })).toMatchObject({ isDone: false, button: 'Enable Identity…' });
  expect(stepOf('disable', { wire: disabled })).toMatchObject({
    isDone: true,
    doneAt: Date.parse('2026-11-23T17:00:00Z'),
    button: undefined,
  });
});

test('no step has a button while the connection is locked', () => {
  expect(stepOf('revoke', { sessions: listOf([open(1)]), isUnlocked: false })?.button).toBeUndefined();
});
