import { expect, it } from 'vitest';
import { OriginNotes } from '../../../../src/pages/host/origins/originNotes.ts';

const ref = { connectionId: 'acme', identityId: '5b75209a-5838-4a3e-9d6c-0c1f3a5be001' };
const noted = new Date('2026-11-27T14:02:00Z');
const later = new Date('2026-11-27T17:02:00Z');

/** Creates a memory that keeps JSON, as VS Code does. */
function memory() {
  const texts = new Map<string, string>();
  return {
    texts,
    get: <T>(key: string): T | undefined => {
      const text = texts.get(key);
      return text === undefined ? undefined : (JSON.parse(text) as T);
    },
    update: async (key: string, value: unknown) => {
      texts.set(key, JSON.stringify(value));
    },
  };
}

function notesIn(kept = memory(), user: () => string | undefined = () => 'ana') {
  return new OriginNotes(kept as unknown as ConstructorParameters<typeof OriginNotes>[0], user);
}

it('says that the owner recognised an origin, who noted it and when', async () => {
  const notes = notesIn();
  expect(notes.recognition(ref, 'key', later)).toBeUndefined();
  await notes.note(ref, 'key', true, noted);
  expect(notes.recognition(ref, 'key', later)).toEqual({
    isRecognised: true,
    text: expect.stringMatching(/^Recognised by the owner, noted by ana, Nov 27, 2026, .+ \(3 hours ago\)$/),
  });
});

it('says that the owner did not recognise an origin, and keeps the last note', async () => {
  const notes = notesIn();
  await notes.note(ref, 'key', true, noted);
  await notes.note(ref, 'key', false, later);
  expect(notes.recognition(ref, 'key', later)).toEqual({
    isRecognised: false,
    text: expect.stringMatching(/^Not recognised by the owner, noted by ana, /),
  });
});

it('keeps notes for another window on this machine', async () => {
  const kept = memory();
  await notesIn(kept).note(ref, 'key', true, noted);
  expect(notesIn(kept).recognition(ref, 'key', later)?.isRecognised).toBe(true);
});

it('keeps notes apart by connection, identity and origin', async () => {
  const notes = notesIn();
  await notes.note(ref, 'key', true, noted);
  for (const [other, key] of [
    [{ ...ref, connectionId: 'local' }, 'key'],
    [{ ...ref, identityId: '00000000-0000-4000-8000-000000000000' }, 'key'],
    [ref, 'other'],
  ] as const) {
    expect(notes.recognition(other, key, later)).toBeUndefined();
  }
});

it('removes a note', async () => {
  const kept = memory();
  const notes = notesIn(kept);
  await notes.note(ref, 'key', true, noted);
  await notes.note(ref, 'key', undefined, later);
  expect(notes.recognition(ref, 'key', later)).toBeUndefined();
  expect([...kept.texts.values()]).toEqual(['{}']);
});

it('has no author if the system has no name for the user, and shows invisible characters of a name', async () => {
  const kept = memory();
  await notesIn(kept, () => undefined).note(ref, 'key', true, noted);
  expect(notesIn(kept).recognition(ref, 'key', later)?.text).toMatch(/^Recognised by the owner, noted Nov 27/);
  await notesIn(kept, () => 'a\u202ena').note(ref, 'key', true, noted);
  expect(notesIn(kept).recognition(ref, 'key', later)?.text).toContain('noted by a⟨U+202E⟩na, ');
});

it('drops the oldest note beyond 2,000', async () => {
  const kept = memory();
  const notes = notesIn(kept);
  const full = Array.from({ length: 2000 }, (_, index) => [
    `acme/${ref.identityId}/${index}`,
    { isRecognised: true, at: noted.getTime() + index },
  ]);
  await kept.update('kratosExplorer.originNotes', Object.fromEntries(full));
  await notes.note(ref, 'new', true, later);
  expect(notes.recognition(ref, 'new', later)).toBeDefined();
  expect(notes.recognition(ref, '0', later)).toBeUndefined();
  expect(notes.recognition(ref, '1', later)).toBeDefined();
});

it('forgets what was noted of one connection, and nothing else', async () => {
  const kept = memory();
  const notes = notesIn(kept);
  await notes.note(ref, 'key', true, noted);
  await notes.note({ ...ref, connectionId: 'demo' }, 'key', true, noted);
  await notes.forget('demo');
  expect(notes.recognition({ ...ref, connectionId: 'demo' }, 'key', later)).toBeUndefined();
  expect(notes.recognition(ref, 'key', later)?.isRecognised).toBe(true);
});
