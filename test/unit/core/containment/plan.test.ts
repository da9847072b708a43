import { describe, expect, test } from 'vitest';
import { canonicalJson, sha256 } from '../../../../src/core/containment/canonicalJson.ts';
import { planForSessions, planSha256, type Selection } from '../../../../src/core/containment/plan.ts';
import type { Malformed, Session } from '../../../../src/core/kratos/session.ts';
import { adaId, wireIdentityInSession } from '../../builders/identityBuilder.ts';
import { origins, signIn } from '../../builders/originBuilder.ts';
import { aMalformedSession, aSession, uuid } from '../../builders/sessionBuilder.ts';

const connection = { name: 'prod-eu', origin: 'https://x', environment: 'production', serverVersion: 'v26.2.0' };
const readAt = new Date('2026-11-27T10:00:00Z');

function planOf(selection: Selection, sessions: readonly (Session | Malformed)[]) {
  return planForSessions({
    action: { kind: 'revokeSessions' },
    selection,
    connection,
    identity: { id: adaId, state: 'active' },
    reading: { sessions, end: { kind: 'complete', by: 'count' }, readAt },
  });
}

const active = (number: number) => aSession({ id: uuid(number) });
const ended = (number: number) => aSession({ id: uuid(number), active: false });
const three = [active(1), active(2), active(3)];
const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);

describe('a plan', () => {
  test.each<[string, Selection, readonly number[], readonly number[], string]>([
    ['one session', { kind: 'sessions', ids: [uuid(2)] }, [2], [1, 3], 'sessions'],
    ['several sessions', { kind: 'sessions', ids: [uuid(3), uuid(1)] }, [1, 3], [2], 'sessions'],
    ['an id in the other spelling', { kind: 'sessions', ids: [uuid(2).replaceAll('-', '')] }, [2], [1, 3], 'sessions'],
    ['all but one row', { kind: 'allBut', ids: [uuid(1)], origins: [] }, [2, 3], [1], 'allBut'],
    ['all but none', { kind: 'allBut', ids: [], origins: [] }, [1, 2, 3], [], 'all'],
    ['all but an unknown row', { kind: 'allBut', ids: [uuid(9)], origins: [] }, [1, 2, 3], [], 'all'],
    ['all', { kind: 'all' }, [1, 2, 3], [], 'all'],
  ])('of %s names each id that is revoked and kept', (_name, selection, targets, kept, scope) => {
    const plan = planOf(selection, three);
    expect([ids(plan.targets), ids(plan.kept), plan.scope]).toEqual([targets.map(uuid), kept.map(uuid), scope]);
  });

  test('of an origin, or of all but an origin, names the sessions that the origin holds', () => {
    const found = origins([
      signIn({ id: uuid(1), ip: '203.0.113.1', location: 'Berlin, DE' }),
      signIn({ id: uuid(2), ip: '198.51.100.1', location: 'Lagos, NG' }),
    ]);
    const lagos = found.filter(({ lines }) => lines[0]?.country === 'NG');
    const [origin] = lagos;
    expect(origin).toBeDefined();
    const sessions = [active(1), active(2)];
    expect(ids(planOf({ kind: 'origin', origin: origin ?? { sessions: [] } }, sessions).targets)).toEqual([uuid(2)]);
    expect(ids(planOf({ kind: 'allBut', ids: [], origins: lagos }, sessions).targets)).toEqual([uuid(1)]);
  });

  test('revokes no session that ended, and lists those that were selected', () => {
    const plan = planOf({ kind: 'sessions', ids: [uuid(1), uuid(2)] }, [active(1), ended(2), ended(3)]);
    expect([plan.targets, plan.ended, plan.kept].map(ids)).toEqual([[uuid(1)], [uuid(2)], []]);
  });

  test('revokes the sessions of a disabled identity, which come back when it is enabled', () => {
    const identity = wireIdentityInSession({ state: 'inactive' });
    const plan = planOf({ kind: 'all' }, [aSession({ id: uuid(1), active: false, identity })]);
    expect(plan.targets).toMatchObject([{ id: uuid(1), state: 'hidden' }]);
  });

  test('revokes a malformed row with a UUID, and names the reason for each row that cannot be revoked', () => {
    const stranger = aSession({ id: uuid(5), identity: wireIdentityInSession({ id: uuid(6) }) });
    const sessions = [aMalformedSession(), aMalformedSession({ id: '../..', expires_at: 5 }), stranger];
    const selected = [...sessions.map(({ id }) => id), uuid(7), '*'];
    const plan = planOf({ kind: 'sessions', ids: selected }, sessions);
    expect(ids(plan.targets)).toEqual([uuid(1)]);
    expect(plan.impossible.map(({ id, why }) => [id, why])).toEqual([
      ['../..', 'noUuid'],
      [uuid(5), 'otherIdentity'],
      [uuid(7), 'notRead'],
      ['*', 'notRead'],
    ]);
  });

  test('lists each session once, however often the server repeats it', () => {
    const again = aSession({ id: uuid(1).replaceAll('-', '') });
    expect(ids(planOf({ kind: 'all' }, [active(1), again]).targets)).toEqual([uuid(1)]);
  });

  test('has one hash, whatever the order of its members, and another for another id', () => {
    const plan = planOf({ kind: 'all' }, three);
    const reversed = Object.fromEntries(Object.entries(plan).reverse()) as unknown as typeof plan;
    expect(planSha256(reversed)).toBe(planSha256(plan));
    expect(planSha256(plan)).toBe(sha256(canonicalJson(plan)));
    expect(planSha256(planOf({ kind: 'all' }, [active(1), active(2), active(4)]))).not.toBe(planSha256(plan));
  });
});

test('canonical JSON has sorted members, no undefined ones and no spaces', () => {
  expect(canonicalJson({ b: [{ d: 1, c: 'ü' }], a: undefined, A: null })).toBe('{"A":null,"b":[{"c":"ü","d":1}]}');
});
