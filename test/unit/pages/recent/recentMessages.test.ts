import { expect, it } from 'vitest';
import { parseRecentMessage } from '../../../../src/pages/protocol/recentMessages.ts';

it.each([{ type: 'readMore' }, { type: 'readBackTo' }, { type: 'cancelPage' }, { type: 'select', ids: ['a'] }])(
  'takes the message %j',
  (message) => {
    expect(parseRecentMessage(message)).toEqual(message);
  },
);

it.each([
  undefined,
  'readMore',
  { type: 'readBackTo', until: 0 },
  { type: 'findNetwork', network: '203.0.113.0/24' },
  { type: 'run', action: 'revoke', ids: ['a'] },
  { type: 'select', ids: ['a'.repeat(101)] },
])('refuses %j', (message) => {
  expect(parseRecentMessage(message)).toBeUndefined();
});
