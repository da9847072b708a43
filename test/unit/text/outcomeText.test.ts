import { expect, test } from 'vitest';
import type { Action } from '../../../src/core/containment/action.ts';
import type { RowResult } from '../../../src/core/containment/result.ts';
import { outcomeSentence, outcomeText, type ShownOutcome } from '../../../src/text/outcomeText.ts';
import { adaId } from '../builders/identityBuilder.ts';
import { uuid } from '../builders/sessionBuilder.ts';

const results: readonly RowResult[] = [
  { id: uuid(1), status: 'done' },
  { id: uuid(2), status: 'already' },
  { id: uuid(3), status: 'gone' },
  { id: uuid(4), status: 'unchanged' },
  { id: uuid(5), status: 'failed', at: 'request', failure: { kind: 'cancelled' } },
  { id: uuid(6), status: 'failed', at: 'check', failure: { kind: 'locked' } },
  { id: uuid(7), status: 'failed', at: 'request', failure: undefined },
  { id: uuid(8), status: 'notSent', why: 'cancelled' },
  { id: uuid(9), status: 'notSent', why: 'locked' },
  { id: uuid(10), status: 'notSent', why: 'stopped' },
];

function outcome(over: Partial<ShownOutcome> = {}): ShownOutcome {
  return {
    identity: 'ada@example.org',
    intent: {
      hash: 'c'.repeat(64),
      action: { kind: 'revokeSessions' },
      identity: adaId,
      targets: results.map(({ id }) => id),
      connection: { name: 'prod-eu', origin: 'https://x', environment: undefined, serverVersion: undefined },
    },
    results,
    rows: [],
    impossible: [],
    evidence: { file: '/evidence/one', sha256: 'b'.repeat(64) },
    unrecorded: undefined,
    error: undefined,
    at: new Date('2026-11-27T10:00:00Z'),
    ...over,
  };
}

test('lists each session with its result, failures first', () => {
  const rows = outcomeText(outcome())
    .split('\n')
    .filter((line) => line.startsWith('| ') && line.includes('00000000'))
    .map((line) => line.split(' | ')[0]?.slice(2));
  expect(rows).toEqual([
    'accepted, but still active',
    expect.stringMatching(/^failed: Cancelled/),
    expect.stringMatching(/^accepted, but not read again: Nothing was sent, because the connection is locked/),
    'failed: no response was received, and nothing changed',
    'not sent: cancelled',
    'not sent: the connection was locked',
    'not sent: earlier requests failed',
    'ended and verified',
    'already ended',
    'no longer on the server',
  ]);
});

test('does not say that nothing changed where one of several credentials may have been removed', () => {
  const { intent } = outcome();
  const text = outcomeText(
    outcome({
      intent: { ...intent, action: { kind: 'removeCredential', type: 'oidc' } },
      results: [{ id: adaId, status: 'failed', at: 'request', failure: undefined }],
    }),
  );
  expect(text).toContain('no response was received, and the identity still has a credential of this type');
});

test('lists what was selected and could not be sent, with the reason', () => {
  const impossible = (['noUuid', 'otherIdentity', 'notRead'] as const).map((why) => ({
    id: why,
    state: 'active',
    why,
  }));
  const rows = outcomeText(outcome({ impossible }))
    .split('\n')
    .filter((line) => impossible.some(({ id }) => line.endsWith(`| ${id} |`)))
    .map((line) => line.split(' | ')[0]?.slice(2));
  expect(rows).toEqual([
    'not sent: its id is not a UUID',
    'not sent: it belongs to another identity',
    'not sent: the server did not list it',
  ]);
});

test('says that a key which may only read must be replaced by one that may change', () => {
  const failure = { kind: 'forbidden', reason: 'read-only' } as const;
  expect(outcomeText(outcome({ results: [{ id: uuid(1), status: 'failed', at: 'request', failure }] }))).toContain(
    'failed: The server forbids this change (403). Use a key that may change identities and sessions. The server said: “read-only”.',
  );
});

test('says of the demo, and of no other connection, that no file was written', () => {
  const { intent } = outcome();
  const ofDemo = outcome({ intent: { ...intent, connection: { ...intent.connection, origin: 'demo' } } });
  expect(outcomeText(ofDemo)).toContain('The demo keeps no files');
  expect(outcomeText(outcome())).not.toContain('files');
});

test('sums up how many ended, failed, stayed and were not sent, and says where the evidence is', () => {
  expect(outcomeSentence(outcome())).toBe(
    '3 of 10 sessions of ada@example.org ended. Still active: 1. Failed: 3. Not sent: 3.',
  );
  const text = outcomeText(outcome({ unrecorded: new Error('The disk is full.'), error: new Error('boom') }));
  expect(text).toContain(`Evidence: /evidence/one (SHA-256 of its manifest: ${'b'.repeat(64)})`);
  expect(text).toContain(`the line with the hash ${'c'.repeat(64)}`);
  expect(text).toContain('The outcome is not in the audit log: The disk is full.');
  expect(text).toContain('An error stopped the requests: boom');
});

const rejected = (reason: string): RowResult => ({
  id: adaId,
  status: 'failed',
  at: 'request',
  failure: { kind: 'rejected', reason },
});
const methodIsOff =
  'This endpoint was disabled by system administrator. Please check your url or contact the system administrator to enable it.';

test.each<[string, Action, RowResult, string]>([
  [
    'that the identity is disabled',
    { kind: 'setState', state: 'inactive' },
    { id: adaId, status: 'done' },
    'Disabling ada@example.org: disabled and verified.',
  ],
  [
    'that the identity was enabled before',
    { kind: 'setState', state: 'active' },
    { id: adaId, status: 'already' },
    'Enabling ada@example.org: already done.',
  ],
  [
    'that an accepted extension moved nothing',
    { kind: 'extendSession' },
    { id: uuid(1), status: 'unchanged' },
    'Extending a session of ada@example.org: accepted, but nothing moved: the session ends no later than before.',
  ],
  [
    'that a key without a password stays',
    { kind: 'removeCredential', type: 'webauthn' },
    { id: adaId, status: 'unchanged' },
    'Removing a credential of ada@example.org: accepted, but still there: keys that sign in without a password stay.',
  ],
  [
    'that the removal of a password cannot be seen',
    { kind: 'removeCredential', type: 'password' },
    { id: adaId, status: 'unchanged' },
    'Removing a credential of ada@example.org: accepted; the server still lists the identifiers, so it cannot be seen whether it was removed.',
  ],
  [
    'why the server keeps the last first factor, in its own words',
    { kind: 'removeCredential', type: 'password' },
    rejected('You cannot remove the last first factor credential.'),
    'Removing a credential of ada@example.org: failed: The server refused: “You cannot remove the last first factor credential”.',
  ],
  [
    'that recovery by code is turned off',
    { kind: 'createRecovery', by: 'code' },
    rejected(methodIsOff),
    'Creating a recovery code for ada@example.org: failed: Recovery by code is turned off on this server. Try a link, or ask who runs the server.',
  ],
  [
    'that recovery by link is turned off',
    { kind: 'createRecovery', by: 'link' },
    rejected(methodIsOff),
    'Creating a recovery link for ada@example.org: failed: Recovery by link is turned off on this server. Try a code, or ask who runs the server.',
  ],
  [
    'that a lost response leaves open whether a session was extended',
    { kind: 'extendSession' },
    { id: adaId, status: 'failed', at: 'request', failure: undefined },
    'Extending a session of ada@example.org: failed: no response was received, and it cannot be seen whether the session ends later.',
  ],
  [
    'that a lost response leaves open whether there is a code',
    { kind: 'createRecovery', by: 'code' },
    { id: adaId, status: 'failed', at: 'request', failure: undefined },
    'Creating a recovery code for ada@example.org: failed: no response was received, and the server does not list what it created.',
  ],
])('says %s', (_what, action, result, sentence) => {
  const { intent } = outcome();
  const other = outcome({ intent: { ...intent, action }, results: [result] });
  expect(outcomeSentence(other)).toBe(sentence);
  expect(outcomeText(other)).toContain(`# ${sentence.replace('ada@example.org', '`ada@example.org`')}`);
});

test('says when a session began in UTC, with a blank at which a narrow column breaks', () => {
  const row = { id: uuid(1), state: 'active' as const, began: '2026-11-25T15:27:30.411Z' };
  const text = outcomeText(outcome({ results: results.slice(0, 1), rows: [row] }));
  expect(text).toContain('| Result | Signed in (UTC) | Origin | Session |');
  expect(text).toContain('| 2026-11-25 15:27 |');
});

test('lets no text of a server leave its cell or become a link', () => {
  const row = {
    id: uuid(1),
    state: 'active' as const,
    location: 'a | b\n| [x](command:y) <img>',
    userAgent: 'curl/8.5 https://x/|y',
  };
  const line = outcomeText(outcome({ results: results.slice(0, 1), rows: [row] }))
    .split('\n')
    .find((one) => one.includes(uuid(1)));
  expect(line?.match(/\|/g)).toHaveLength(5);
  expect(line).toContain('\\[x\\](command:y) \\<img\\>');
});
