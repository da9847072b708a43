import { describe, expect, test, vi } from 'vitest';
import { revokes, screen, stubScreen } from './screen.ts';
import { all, newest, windowUnderTest } from './windowUnderTest.ts';

stubScreen();

test('lists what failed first, tries it again on request, and copies the results as Markdown', async () => {
  const window = await windowUnderTest();
  const { threeSessions: drew } = window.server.people;
  window.server.faults.add({ matching: /^DELETE /, failing: { kind: 'status', status: 503 } });
  screen.answer = (question) =>
    question.kind === 'modal'
      ? revokes(question)
      : (question.choices.find((choice) => choice === 'Try Failed Again') ?? 'Copy as Markdown');
  await window.revoke(drew, all);
  await vi.waitFor(() => expect(screen.copied).toContain('1 of 1 session of `drew@example.org` ended.'));
  expect(screen.texts('message')).toEqual([
    '2 of 3 sessions of drew@example.org ended. Failed: 1.',
    '1 of 1 session of drew@example.org ended.',
  ]);
  expect(screen.texts('modal')).toEqual([
    'Revoke all 3 sessions of drew@example.org on prod-eu?',
    'Revoke the only session of drew@example.org on prod-eu?',
  ]);
  expect(window.writes()).toHaveLength(4);
  expect(window.active(drew)).toEqual([]);
  expect(window.errors).toEqual([]);
});

test('checks in another window what a window had begun', async () => {
  const window = await windowUnderTest();
  const { threeSessions: drew } = window.server.people;
  screen.answer = revokes;
  await window.revoke(drew, newest);
  const [intent] = await window.auditLines();
  if (intent?.kind !== 'intent') {
    throw new Error('no intent');
  }
  const writes = window.writes().length;
  const other = window.open();
  await other.runner.checkUnfinished(intent);
  expect(other.result()).toContain('1 of 1 session of');
  expect(window.writes()).toHaveLength(writes);
  const kinds = (await window.auditLines()).map(({ kind }) => kind);
  expect(kinds).toEqual(['intent', 'outcome', 'outcome']);
});

test('does not check what was begun over a connection that has another path now', async () => {
  const window = await windowUnderTest();
  screen.answer = revokes;
  await window.revoke(window.server.people.threeSessions, newest);
  const [intent] = await window.auditLines();
  if (intent?.kind !== 'intent') {
    throw new Error('no intent');
  }
  const { url, requests } = window.server;
  await window.connections.replace('prod-eu', { name: 'prod-eu', url: `${url}/other-project`, writable: true });
  const sent = requests.length;
  await window.runner.checkUnfinished(intent);
  expect(screen.questions.at(-1)?.text).toBe(
    `There is no connection “prod-eu” to ${url}, so the changes begun there cannot be checked. Add it, then check again.`,
  );
  expect(requests).toHaveLength(sent);
});

describe('a connection to Ory Network', () => {
  test('offers to check the sessions again in 3 minutes, and shows what they are then', async () => {
    const window = await windowUnderTest({ entry: { url: 'https://acme.projects.oryapis.com' } });
    const { threeSessions: drew } = window.server.people;
    screen.answer = (question) =>
      question.kind === 'message' && window.clock.timers === 0 && screen.texts('message').length === 1
        ? question.choices.find((choice) => choice === 'Check Again in 3 Minutes')
        : revokes(question);
    await window.revoke(drew, all);
    const [modal] = screen.questions;
    expect(modal?.detail).toContain('Edge sessions may be accepted for up to 2 min 30 s.');
    await vi.waitFor(() => expect(window.clock.timers).toBe(1));
    await window.clock.pass(3 * 60_000);
    await vi.waitFor(() => expect(screen.texts('message')).toHaveLength(2));
    expect((await window.auditLines()).map(({ kind }) => kind)).toEqual(['intent', 'outcome', 'outcome']);
    expect(window.writes()).toHaveLength(3);
    expect(window.errors).toEqual([]);
  });

  test('is also one with a domain of its own, by the tier of its rate limit', async () => {
    const entry = { url: 'https://auth.acme.example', rateLimit: 'production' } as const;
    const window = await windowUnderTest({ entry });
    await window.revoke(window.server.people.threeSessions, all);
    expect(screen.questions[0]?.detail).toContain('Edge sessions may be accepted for up to 2 min 30 s.');
  });

  test('says in the status bar when it checks again, and does not after the window has ended', async () => {
    const window = await windowUnderTest({ entry: { url: 'https://acme.projects.oryapis.com' } });
    screen.answer = (question) => (question.kind === 'message' ? 'Check Again in 3 Minutes' : revokes(question));
    await window.revoke(window.server.people.threeSessions, newest);
    await vi.waitFor(() => expect(window.clock.timers).toBe(1));
    expect(screen.progressTitles.at(-1)).toMatch(/^Sessions of drew@example\.org are checked again at \d+:\d\d/);
    window.end();
    expect(window.clock.timers).toBe(0);
  });

  test('does not check sessions again over a connection that leads elsewhere meanwhile', async () => {
    const window = await windowUnderTest({ entry: { url: 'https://acme.projects.oryapis.com' } });
    screen.answer = (question) => (question.kind === 'message' ? 'Check Again in 3 Minutes' : revokes(question));
    await window.revoke(window.server.people.threeSessions, newest);
    await vi.waitFor(() => expect(window.clock.timers).toBe(1));
    const before = window.result();
    Object.assign(window.connections, { server: () => undefined });
    await window.clock.pass(3 * 60_000);
    await vi.waitFor(() => expect(window.errors).toHaveLength(1));
    expect(String(window.errors)).toContain(
      '“prod-eu” was changed meanwhile, so its sessions were not checked again. Look them up on their server.',
    );
    expect(window.result()).toBe(before);
    expect(await window.auditLines()).toHaveLength(2);
  });

  test('says 3 minutes later why a session did not end, and offers to try it again', async () => {
    const window = await windowUnderTest({ entry: { url: 'https://acme.projects.oryapis.com' } });
    const { threeSessions: drew } = window.server.people;
    window.server.faults.add({ matching: /^DELETE /, failing: { kind: 'status', status: 403 } });
    screen.answer = (question) =>
      question.kind === 'message' && screen.texts('message').length === 1
        ? question.choices.find((choice) => choice === 'Check Again in 3 Minutes')
        : revokes(question);
    await window.revoke(drew, newest);
    const before = window.result().split('\n').at(-2);
    await vi.waitFor(() => expect(window.clock.timers).toBe(1));
    await window.clock.pass(3 * 60_000);
    await vi.waitFor(() => expect(screen.texts('message')).toHaveLength(2));
    expect(before).toContain('failed');
    expect(window.result().split('\n').at(-2)).toBe(before);
    expect(screen.questions.at(-1)?.choices).toContain('Try Failed Again');
  });
});
