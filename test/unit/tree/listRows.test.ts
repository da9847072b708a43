import { describe, expect, it } from 'vitest';
import { adaId } from '../builders/identityBuilder.ts';
import { aSession, sessionsOf } from '../builders/sessionBuilder.ts';
import { refused } from '../fakes/fakeKratos.ts';
import { ada, TreeUnderTest, treeOf, withFakeTimers } from './treeUnderTest.ts';

withFakeTimers();

describe('The rows about the state of a list', () => {
  it('shows "Loading…" before the first response', () => {
    const tree = new TreeUnderTest();
    expect(tree.words('local')).toEqual(['Loading…']);
  });

  it('ends a list with the numbers of loaded and of all sessions', async () => {
    const tree = await treeOf(sessionsOf(7), { pageSize: 5 });
    expect(tree.words('local', ada).at(-1)).toBe('Load more | 5 of 7');
    const more = tree.rows('local', ada).at(-1);
    expect(more && tree.item(more)).toMatchObject({
      contextValue: 'more',
      command: { command: 'kratosExplorer.loadMore', arguments: [more] },
    });
  });

  it('shows "Loading more…" in the same row while the next page loads', async () => {
    const tree = await treeOf(sessionsOf(7), { pageSize: 5 });
    const before = tree.rows('local', ada).at(-1);
    void tree.directory.sessionsOf(adaId).more();
    expect(tree.words('local', ada).at(-1)).toBe('Loading more… | 5 of 7');
    expect(tree.rows('local', ada).at(-1)).toBe(before);
  });

  it('shows why the first page failed in a row that retries it', async () => {
    const tree = await treeOf([]);
    tree.server.failure = refused;
    tree.directory.setSessionFilter(adaId, 'active');
    await tree.unfold('local', ada);
    expect(tree.words('local', ada)).toEqual(['Nothing is listening']);
    const [failure] = tree.rows('local', ada);
    const sentence =
      'Nothing is listening at http://127.0.0.1:4434. Start the server, or correct the connection’s address.';
    expect(failure && (await tree.tooltipOf(failure.id))).toBe(`${sentence}\nClick to try again.`);
    expect(failure && tree.item(failure).accessibilityInformation?.label).toContain(sentence);
    expect(failure && tree.item(failure)).toMatchObject({
      contextValue: 'failure',
      command: { command: 'kratosExplorer.retry', arguments: [failure] },
    });
  });

  it('offers to enter a missing API key, and also a retry when the key was rejected', async () => {
    const tree = await treeOf([]);
    tree.server.failure = { kind: 'secretMissing', origin: 'http://127.0.0.1:4434', secret: 'bearer' };
    tree.directory.setSessionFilter(adaId, 'active');
    await tree.unfold('local', ada);
    const [missing] = tree.rows('local', ada);
    expect(missing && tree.item(missing)).toMatchObject({
      contextValue: 'failure+secret',
      command: { command: 'kratosExplorer.enterSecrets', arguments: [missing] },
    });
    tree.server.failure = { kind: 'unauthorized', reason: undefined };
    await tree.directory.sessionsOf(adaId).retry();
    await tree.settle();
    const [unauthorized] = tree.rows('local', ada);
    expect(unauthorized && tree.item(unauthorized)).toMatchObject({
      contextValue: 'failure+secret',
      command: { command: 'kratosExplorer.retry' },
    });
  });

  it('keeps the loaded rows when a later page fails', async () => {
    const tree = await treeOf(sessionsOf(7), { pageSize: 5 });
    tree.server.failure = refused;
    void tree.directory.sessionsOf(adaId).more();
    await tree.settle();
    expect(tree.rows('local', ada).map(({ kind }) => kind)).toEqual([...Array(5).fill('session'), 'failure']);
  });

  it('shows a failed refresh above the list, and keeps every row', async () => {
    const tree = await treeOf(sessionsOf(7), { pageSize: 5 });
    tree.server.failure = refused;
    void tree.directory.sessionsOf(adaId).refresh();
    await tree.settle();
    expect(tree.rows('local', ada).map(({ kind }) => kind)).toEqual(['failure', ...Array(5).fill('session'), 'more']);
  });

  it('shows a failed refresh also in the row of the identity and of the connection', async () => {
    const tree = await treeOf([aSession()]);
    tree.server.failure = refused;
    void tree.directory.identities.refresh();
    void tree.directory.sessionsOf(adaId).refresh();
    await tree.settle();
    expect(tree.words()).toEqual(['Local | refresh failed · 127.0.0.1:4434']);
    expect(tree.words('local')).toContain('Ada Lovelace | refresh failed · 1 of 1 · ada@example.org');

    tree.server.failure = undefined;
    void tree.directory.identities.retry();
    await tree.settle();
    expect(tree.words()).toEqual(['Local | 127.0.0.1:4434']);
  });

  it('shows that there are no sessions and what that means, and offers to read them again or to remove a filter', async () => {
    const tree = await treeOf([]);
    expect(tree.words('local', ada)).toEqual(['No sessions | select to read the list again']);
    const [none] = tree.rows('local', ada);
    expect(none && tree.item(none).command).toMatchObject({
      command: 'kratosExplorer.refreshIdentity',
      arguments: [{ id: ada }],
    });
    expect(none && (await tree.tooltipOf(none.id))).toMatch(
      /^This identity never signed in, or its sessions were deleted\./,
    );
    tree.directory.setSessionFilter(adaId, 'inactive');
    await tree.unfold('local', ada);
    expect(tree.words('local', ada)).toEqual(['No inactive sessions. Show all.']);
    const [empty] = tree.rows('local', ada);
    expect(empty && tree.item(empty).command).toMatchObject({
      command: 'kratosExplorer.filterSessions',
      arguments: [{ id: ada }, 'all'],
    });
  });
});
