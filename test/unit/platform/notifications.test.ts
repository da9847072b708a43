import { expect, test } from 'vitest';
import { plainMessage } from '../../../src/platform/notifications.ts';

/** Matches what VS Code renders as a link in a notification (src/vs/base/common/linkedText.ts). */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;

test.each([
  '[Retry](command:workbench.action.terminal.new)',
  'It says: “[here](https://example.org "words")”.',
  '[[a]](command:b) [c](file:///d)',
])('prevents a link in %s', (text) => {
  expect(text).toMatch(link);
  expect(plainMessage(text)).not.toMatch(link);
  expect(plainMessage(text).replaceAll('\u2060', '')).toBe(text);
});

test('keeps other text', () => {
  expect(plainMessage('No session with the id [x] (404).')).toBe('No session with the id [x] (404).');
});
