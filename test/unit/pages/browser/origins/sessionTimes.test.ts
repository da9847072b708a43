import { expect, it } from 'vitest';
import { sessionTimes } from '../../../../../src/pages/browser/origins/sessionTimes.ts';
import type { SessionRow } from '../../../../../src/pages/protocol/sessionRow.ts';
import { originWords } from '../../../../../src/pages/words/originWords.ts';
import { methodMark, sessionRow } from '../../../builders/sessionRowBuilder.ts';

it('a session’s times as text are its sign-in, each completed factor and its end', () => {
  const row = sessionRow({
    signedInAt: 1,
    expiresAt: 5,
    methods: [methodMark('oidc', 2, 'github'), methodMark('totp', undefined)],
  });
  expect(sessionTimes(row, originWords())).toEqual([
    { label: 'Signed in', at: 1 },
    { label: 'oidc (github) completed', at: 2 },
    { label: 'totp completed', at: undefined },
    { label: 'Expires', at: 5 },
  ]);
});

it.each<[SessionRow['state'], string, string]>([
  ['expired', 'Expired', 'Expired'],
  ['revoked', 'Revoked or signed out', 'Revoked or signed out; the time is not recorded. It would expire'],
  ['identityInactive', 'Identity inactive', 'Identity inactive; the time is not recorded. It would expire'],
])('the end of a session as text says what is not recorded: %s', (state, stateText, label) => {
  expect(sessionTimes(sessionRow({ state, stateText }), originWords()).at(-1)?.label).toBe(label);
});
