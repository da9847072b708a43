import { expect, test } from 'vitest';
import { plainMessage } from '../../../src/platform/plainMessage.ts';

/** What VS Code makes a link of in a toast (src/vs/base/common/linkedText.ts). */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;

test.each([
  '[Retry](command:workbench.action.terminal.new)',
  'It says: “[here](https://example.org "words")”.',
  '[[a]](command:b) [c](file:///d)',
])('%s becomes no link', (text) => {
  expect(text).toMatch(link);
  expect(plainMessage(text)).not.toMatch(link);
  expect(plainMessage(text).replaceAll('\u2060', '')).toBe(text);
});

test('other text stays as it is', () => {
  expect(plainMessage('No session with the id [x] (404).')).toBe('No session with the id [x] (404).');
});
