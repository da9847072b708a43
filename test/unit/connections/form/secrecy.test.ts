import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cancel, FormUnderTest, pick, press, save, type } from './formUnderTest.ts';
import type { Act } from './scriptedUser.ts';

const form = new FormUnderTest();

test('shows no secret in the settings, on the screen or in the log, for 20 random pairs of secrets', async () => {
  const secret = fc.string({ unit: fc.constantFrom(...'abcXYZ0189_-+/=!$%&'), minLength: 12, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(secret, secret, fc.constantFrom('answers', 'refuses', 'cancelled'), async (key, header, mood) => {
      form.begin([]);
      form.settings.edit([
        { name: 'basic', url: form.gateway.url },
        { name: 'headers', url: form.gateway.url },
      ]);
      if (mood === 'refuses') {
        form.server.faults.add({ times: 1, failing: { kind: 'status', status: 401 } });
      }
      const after: Record<typeof mood, Act[]> = {
        answers: [],
        refuses: [press('back'), pick('Save Anyway')],
        cancelled: [cancel, save],
      };
      const credentials = [pick('Authentication'), pick('User name and password'), type('ada'), type(key)];
      await form.edit('basic', ...credentials, save, ...after[mood]);
      await form.edit('headers', pick('Authentication'), pick('Headers'), type('X-Api-Key'), type(header), save);
      await form.edit('basic', pick('Changes'), pick('May be unlocked'), save);
      await form.parts.connections.directory('basic')?.identities.open();
      expect(form.storage.text).toContain(JSON.stringify(key));
      expect(form.storage.text).toContain(JSON.stringify(header));
      const shown = form.visibleText();
      expect(shown).not.toContain(key);
      expect(shown).not.toContain(header);
      expect(form.user.inputs.filter(({ text, hidden }) => hidden !== [key, header].includes(text))).toEqual([]);
      form.parts.connections.dispose();
    }),
    { numRuns: 20 },
  );
});
