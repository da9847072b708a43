import { describe, expect, test } from 'vitest';
import type { IdentityAction } from '../../../src/core/containment/action.ts';
import { type Plan, planForIdentity, planForSessions, type Selection } from '../../../src/core/containment/plan.ts';
import type { ListEnd } from '../../../src/core/kratos/listReader.ts';
import type { Malformed, Session } from '../../../src/core/kratos/session.ts';
import {
  newSessionsQuestion,
  type PlanSubject,
  planButton,
  planDetail,
  planQuestion,
} from '../../../src/text/planQuestion.ts';
import { planText } from '../../../src/text/planText.ts';
import { adaId } from '../builders/identityBuilder.ts';
import { origins, signIn } from '../builders/originBuilder.ts';
import { aMalformedSession, aSession, uuid, wireDevice } from '../builders/sessionBuilder.ts';

const now = new Date('2026-11-23T18:46:30Z');
const complete: ListEnd = { kind: 'complete', by: 'count' };

function planOf(
  selection: Selection,
  sessions: readonly (Session | Malformed)[],
  { end = complete, state = 'active' }: { readonly end?: ListEnd; readonly state?: string } = {},
): Plan {
  return planForSessions({
    action: { kind: 'revokeSessions' },
    selection,
    connection: { name: 'prod-eu', origin: 'https://x', environment: 'production', serverVersion: 'v26.2.0' },
    identity: { id: adaId, state },
    reading: { sessions, end, readAt: new Date('2026-11-23T18:40:00Z') },
    origins: origins([signIn({ id: uuid(1), ip: '203.0.113.80', location: 'Berlin, DE' })]),
  });
}

const subjectOf = (read: number, over: Partial<PlanSubject> = {}): PlanSubject => ({
  identity: 'ada@example.org',
  read,
  credentials: [],
  isOryNetwork: false,
  now,
  ...over,
});

const one = aSession({ id: uuid(1) });
const two = aSession({ id: uuid(2), devices: [wireDevice({ location: 'Lagos, NG', ip_address: '198.51.100.9' })] });
const ended = aSession({ id: uuid(3), active: false });
const keepsOne: Selection = { kind: 'allBut', ids: [uuid(1)], origins: [] };

test('the plan says of the demo, and of no other connection, that no file is written', () => {
  const plan = planOf(keepsOne, [one, two]);
  const ofDemo = planText({ ...plan, connection: { ...plan.connection, origin: 'demo' } }, subjectOf(2));
  expect(ofDemo).toContain('The demo keeps no files: neither evidence nor an audit log is written.');
  expect(planText(plan, subjectOf(2))).not.toContain('files');
});

describe('the plan of revoking sessions', () => {
  test('lists what is revoked and kept with age, origin, method and id, and how complete the list is', () => {
    const text = planText(planOf(keepsOne, [one, two, ended]), subjectOf(3));
    expect(text.split('\n')).toEqual([
      'Revoke 1 of 2 sessions of ada@example.org on prod-eu?',
      'Nothing was sent yet.',
      '',
      `Identity: ada@example.org · ${adaId}`,
      'Connection: prod-eu · https://x · production',
      'Server: v26.2.0',
      expect.stringMatching(/^Read: .*2026/),
      'List: All sessions were read, ended ones included: 3 of 3.',
      '',
      'Revoked (1)',
      `− 3 h    Chrome 141 on Windows, Lagos, NG, 198.51.100.9 · password · aal1 · ${uuid(2)}`,
      '',
      'Kept (1)',
      `= 3 h    Chrome 141 on Windows, Berlin, DE, 203.0.113.80 · password · aal1 · ${uuid(1)}`,
      '',
      'Ended before, so nothing is sent (1)',
      `  3 h    Chrome 141 on Windows, Berlin, DE, 203.0.113.80 · password · aal1 · ${uuid(3)}`,
      '',
      'What this does not do',
      '  Revoking does not change the password. Anyone who knows it can sign in again.',
      '',
    ]);
  });

  test('names the marks of an origin, rows that cannot be read, and what cannot be revoked', () => {
    const plan = planOf({ kind: 'sessions', ids: [uuid(1), uuid(2), uuid(9)] }, [
      one,
      aMalformedSession({ id: uuid(2), expires_at: 5 }),
    ]);
    const marked = { ...plan, targets: plan.targets.map((row) => ({ ...row, marks: ['country', 'device'] as const })) };
    const text = planText(marked, subjectOf(2));
    expect(text).toContain('203.0.113.80 · New country, New device · password · aal1');
    expect(text).toContain(`This session could not be read · ${uuid(2)}`);
    expect(text).toContain(`Selected, but nothing is sent (1)\n`);
    expect(text).toContain(`${uuid(9)} · the server did not list it`);
  });

  test('keeps texts of the server on their line and visible', () => {
    const hostile = aSession({
      id: uuid(1),
      devices: [wireDevice({ location: 'Rome\n= 1 h kept\u202E', ip_address: '203.0.113.80' })],
    });
    const lines = planText(planOf({ kind: 'all' }, [hostile]), subjectOf(1)).split('\n');
    expect(lines.filter((line) => line.startsWith('='))).toEqual([]);
    expect(lines.join('\n')).toContain('Rome⟨U+000A⟩= 1 h kept⟨U+202E⟩');
  });

  test('says that the password stays, what a disabled identity means, and how long Ory Network may accept a session', () => {
    const detail = planDetail(
      planOf(keepsOne, [one, two], { state: 'inactive' }),
      subjectOf(2, { isOryNetwork: true }),
    );
    expect(detail.split('\n')).toEqual([
      'Kept: Chrome 141 on Windows, Berlin, DE, 203.0.113.80 (3 h)',
      'All sessions were read, ended ones included: 2 of 2.',
      'Revoking does not change the password. Anyone who knows it can sign in again.',
      'The identity is disabled. Sessions that are not revoked come back when it is enabled.',
      'Edge sessions may be accepted for up to 2 min 30 s.',
    ]);
    expect(planDetail(planOf({ kind: 'all' }, [one]), subjectOf(1))).toMatch(/^No session is kept\.\n/);
  });
});

describe('the question of a plan', () => {
  test.each<[string, Selection, readonly Session[], string, string]>([
    [
      'some of several',
      keepsOne,
      [one, two],
      'Revoke 1 of 2 sessions of ada@example.org on prod-eu?',
      'Revoke 1 Session',
    ],
    ['all', { kind: 'all' }, [one, two], 'Revoke all 2 sessions of ada@example.org on prod-eu?', 'Revoke 2 Sessions'],
    [
      'the only one',
      { kind: 'all' },
      [one],
      'Revoke the only session of ada@example.org on prod-eu?',
      'Revoke 1 Session',
    ],
  ])('counts %s', (_name, selection, sessions, question, button) => {
    const plan = planOf(selection, sessions);
    expect([planQuestion(plan, subjectOf(2)), planButton(plan)]).toEqual([question, button]);
  });

  test.each<[ListEnd, string]>([
    [
      { kind: 'unproven', why: 'noCount' },
      'It is not proven that these are all sessions: 2 shown, the server reports no count.',
    ],
    [{ kind: 'more' }, 'Only 2 sessions were read. There may be more.'],
  ])('of a list with the end %j revokes “what was found”', (end, words) => {
    const plan = planOf({ kind: 'all' }, [one, two], { end });
    expect(planButton(plan)).toBe('Revoke What Was Found');
    expect(planDetail(plan, subjectOf(2))).toContain(words);
    expect(planQuestion(plan, subjectOf(2))).toBe(
      'Revoke the 2 sessions that were found of ada@example.org on prod-eu?',
    );
    expect(planQuestion(planOf(keepsOne, [one, two], { end }), subjectOf(2))).toBe(
      'Revoke 1 of the 2 sessions that were found of ada@example.org on prod-eu?',
    );
    expect(planQuestion(planOf({ kind: 'all' }, [one], { end }), subjectOf(1))).toBe(
      'Revoke the only session that was found of ada@example.org on prod-eu?',
    );
    expect(planButton(planOf({ kind: 'sessions', ids: [uuid(1)] }, [one, two], { end }))).toBe('Revoke 1 Session');
  });

  test('names the origins of sessions that began since the plan', () => {
    const { targets } = planOf({ kind: 'all' }, [two, one]);
    const [lagos] = targets;
    expect(newSessionsQuestion(lagos === undefined ? [] : [lagos])).toBe(
      '1 new session since the plan (Chrome 141 on Windows, Lagos, NG, 198.51.100.9). Include it?',
    );
    expect(newSessionsQuestion(targets)).toMatch(/^2 new sessions since the plan \(.*; .*\)\. Include them\?$/);
  });
});

describe('the plan of', () => {
  const credentials: PlanSubject['credentials'] = [
    { type: 'password', identifiers: ['ada@example.org'], changedAt: undefined },
    { type: 'totp', identifiers: [], changedAt: undefined },
    { type: 'oidc', identifiers: ['google:1', 'github:2'], changedAt: undefined },
  ];
  const identityPlan = (action: IdentityAction, state = 'active') =>
    planForIdentity({
      action,
      connection: { name: 'prod-eu', origin: 'https://x', environment: 'production', serverVersion: 'v26.2.0' },
      identity: { id: adaId, state },
      readAt: new Date('2026-11-23T18:40:00Z'),
    });

  test.each<[string, IdentityAction, string, string, readonly string[]]>([
    [
      'disabling',
      { kind: 'setState', state: 'inactive' },
      'Disable ada@example.org on prod-eu?',
      'Disable Identity',
      ['State: active, then inactive', '  Its sessions come back when it is enabled again, so revoke them, too.'],
    ],
    [
      'enabling',
      { kind: 'setState', state: 'active' },
      'Enable ada@example.org on prod-eu?',
      'Enable Identity',
      ['  Sessions that were not revoked come back.'],
    ],
    [
      'removing a second factor',
      { kind: 'removeCredential', type: 'totp' },
      'Remove the credential totp of ada@example.org on prod-eu?',
      'Remove Credential',
      [
        'Removed (1)',
        '− totp',
        'Kept (2)',
        '= password · ada@example.org',
        '= oidc · google:1 · github:2',
        '  Removing a credential ends no session. Revoke those that it was used for.',
      ],
    ],
    [
      'removing one of two sign-ins with other providers',
      { kind: 'removeCredential', type: 'oidc', identifier: 'github:2' },
      'Remove the credential oidc (github:2) of ada@example.org on prod-eu?',
      'Remove Credential',
      ['− oidc · github:2', '= oidc · google:1'],
    ],
    [
      'removing security keys',
      { kind: 'removeCredential', type: 'webauthn' },
      'Remove the credential webauthn of ada@example.org on prod-eu?',
      'Remove Credential',
      ['  Keys that sign in without a password stay, although the server reports success. It is read again.'],
    ],
    [
      'creating a recovery code',
      { kind: 'createRecovery', by: 'code' },
      'Create a recovery code for ada@example.org on prod-eu?',
      'Create Recovery Code',
      ['  It is shown once. It is in no log, no evidence and no file, and the server does not send it.'],
    ],
  ])('%s names what is done and what to know', (_what, action, question, button, lines) => {
    const plan = identityPlan(action);
    const subject = subjectOf(0, { credentials });
    expect([planQuestion(plan, subject), planButton(plan)]).toEqual([question, button]);
    const text = planText(plan, subject).split('\n');
    expect(text).toEqual(expect.arrayContaining([question, ...lines]));
    for (const line of planDetail(plan, subject).split('\n')) {
      expect(text).toContain(`  ${line}`);
    }
  });

  test('a recovery for a disabled identity says that an attempt before it is enabled uses it up', () => {
    const plan = identityPlan({ kind: 'createRecovery', by: 'link' }, 'inactive');
    expect(planDetail(plan, subjectOf(0))).toContain('Enable it before the owner tries');
  });

  test('extending lists the session with its end, and says that the server may change nothing', () => {
    const plan = planForSessions({
      ...{ action: { kind: 'extendSession' }, selection: { kind: 'sessions', ids: [uuid(3)] } },
      connection: { name: 'prod-eu', origin: 'https://x', environment: undefined, serverVersion: undefined },
      identity: { id: adaId, state: 'active' },
      reading: { sessions: [one, ended], end: complete, readAt: now },
    });
    const text = planText(plan, subjectOf(2));
    expect(text).toMatch(/^Extended \(1\)\n\+ 3 h .* · ends .*2026/m);
    expect(text).not.toContain('Kept');
    expect(text).toContain('The server may accept this and change nothing.');
    expect(text).toContain('If it was revoked, a later end does not make it active again.');
    expect([planQuestion(plan, subjectOf(2)), planButton(plan)]).toEqual([
      'Extend 1 session of ada@example.org on prod-eu?',
      'Extend Session',
    ]);
  });
});
