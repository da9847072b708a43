import { expect, it } from 'vitest';
import { recentMessage } from '../../../../src/pages/protocol/recentMessages.ts';

it.each([{ type: 'readMore' }, { type: 'readBackTo' }, { type: 'cancelPage' }, { type: 'select', ids: ['a'] }])(
  'takes the message %j',
  (message) => {
    expect(recentMessage.parse(message)).toEqual(message);
  },
);

it.each([
  undefined,
  'readMore',
  { type: 'readBackTo', until: 0 },
  { type: 'findNetwork', network: '203.0.113.0/24' },
  { type: 'run', action: 'revoke', ids: ['a'] },
  { type: 'select', ids: [1] },
])('refuses %j', (message) => {
  expect(recentMessage.safeParse(message).success).toBe(false);
});

it.each([
  ['25,000 rows', Array.from({ length: 25_000 }, (_, index) => `${index}`)],
  ['a row whose server gave it an id of 300 characters', ['a'.repeat(300)]],
])('takes the selection of %s, because commands would otherwise run on the one before it', (_, ids) => {
  const message = { type: 'select', ids, current: ids[0] };
  expect(recentMessage.parse(message)).toEqual(message);
});
