import { describe, expect, test } from 'vitest';
import { prefill } from '../../../../src/core/lookup/prefill.ts';

const a = '5f1e7f2c-9b60-4f43-9a53-4d0a4a1d6b9e';
const b = '9f8c2c1e-6b1f-4a53-9f0e-1f5a0c2b7d11';
const nothing = { selection: '', word: '', beforeWord: '', clipboard: '' };

describe('a session look-up begins with', () => {
  test('the id that the selection names a session, without its other ids', () => {
    const selection = `level=info identity_id=${b} session_id=${a}`;
    expect(prefill('session', { ...nothing, selection, clipboard: b })).toEqual({
      text: a,
      ids: [{ id: a, kind: 'session' }],
    });
  });

  test('the id at the cursor with the kind named before it, when the selection has no id', () => {
    expect(prefill('session', { ...nothing, selection: 'level', beforeWord: 'identity_id=', word: b })).toEqual({
      text: b,
      ids: [{ id: b, kind: 'identity' }],
    });
  });

  test('the id on the clipboard in any spelling', () => {
    expect(prefill('session', { ...nothing, clipboard: `{${a.toUpperCase()}}` }).text).toBe(a);
  });

  test('all ids of the selection', () => {
    const ids = Array.from({ length: 12 }, (_, index) => a.slice(0, -2) + String(10 + index));
    expect(prefill('session', { ...nothing, selection: ids.join('\n') }).text).toBe(ids.join(' '));
  });

  test('the id on the clipboard when the id at the cursor is of something else', () => {
    expect(prefill('session', { ...nothing, beforeWord: 'trace_id=', word: b, clipboard: a }).text).toBe(a);
    expect(prefill('session', { ...nothing, beforeWord: 'session_id=', word: b, clipboard: a }).text).toBe(b);
  });

  test('the id at the cursor, also of something else, when the command allows that', () => {
    const atCursor = { ...nothing, beforeWord: 'trace_id=', word: b };
    expect(prefill('session', atCursor, 'ifAlone')).toEqual({ text: b, ids: [{ id: b, kind: undefined }] });
    expect(prefill('session', atCursor).text).toBe('');
  });

  test('an empty text when there is no id', () => {
    const texts = { selection: 'ada@example.org', word: 'ada@example.org', beforeWord: '', clipboard: 'secret' };
    expect(prefill('session', texts)).toEqual({ text: '', ids: [] });
  });
});

describe('an identity look-up begins with', () => {
  test('a selected identifier', () => {
    expect(prefill('identity', { ...nothing, selection: ' +49 30 1234 ', clipboard: b }).text).toBe('+49 30 1234');
  });

  test('a selected e-mail address, also one with an id, but not a URL', () => {
    expect(prefill('identity', { ...nothing, selection: `${a}@anon.example.org` })).toEqual({
      text: `${a}@anon.example.org`,
      ids: [],
    });
    expect(
      prefill('identity', { ...nothing, selection: `https://ada@kratos.example.org/admin/identities/${a}` }),
    ).toEqual({
      text: a,
      ids: [{ id: a, kind: 'identity' }],
    });
  });

  test('an e-mail address at the cursor, but no other word', () => {
    expect(prefill('identity', { ...nothing, word: 'ada@example.org', beforeWord: 'to=' }).text).toBe(
      'ada@example.org',
    );
    expect(prefill('identity', { ...nothing, word: 'function' }).text).toBe('');
  });

  test('an e-mail address without the characters around it in prose and links', () => {
    for (const word of ['ada@example.org.', 'mailto:ada@example.org', 'ada@example.org),']) {
      expect(prefill('identity', { ...nothing, word }).text).toBe('ada@example.org');
    }
  });

  test('a selected word when no id is on the clipboard', () => {
    expect(prefill('identity', { ...nothing, selection: 'kassandra' }).text).toBe('kassandra');
    expect(prefill('identity', { ...nothing, selection: 'kassandra', clipboard: b }).text).toBe(b);
  });

  test('no selected code, because it would be sent to every server', () => {
    expect(prefill('identity', { ...nothing, selection: 'return user;' }).text).toBe('');
    expect(prefill('identity', { ...nothing, selection: 'f(user)' }).text).toBe('');
  });

  test('no clipboard without an id and no several selected lines', () => {
    expect(prefill('identity', { ...nothing, clipboard: 'ada@example.org' }).text).toBe('');
    expect(prefill('identity', { ...nothing, selection: 'one\ntwo' }).text).toBe('');
  });
});

// Regular expressions for the characters around an address took quadratic time.
test.each(['25', '.', ')'])('begins with an empty text when all texts are 100,000 times “%s”', (repeated) => {
  const text = `${repeated.repeat(100_000)}!x`;
  const texts = { selection: text, word: text, beforeWord: '', clipboard: text };
  expect(prefill('identity', texts)).toEqual({ text: '', ids: [] });
});
