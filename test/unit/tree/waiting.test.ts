import { describe, expect, it, vi } from 'vitest';
import { adaId, anIdentity } from '../builders/identityBuilder.ts';
import { sessionsOf } from '../builders/sessionBuilder.ts';
import { ada, type TreeTestOptions, TreeUnderTest, withFakeTimers } from './treeUnderTest.ts';

withFakeTimers();

/** Creates a tree with Ada's row. Her sessions are requested when it is expanded, and arrive when the test settles. */
async function treeOfAda(options?: TreeTestOptions): Promise<TreeUnderTest> {
  const tree = new TreeUnderTest(options);
  tree.server.identitiesHeld.push(anIdentity());
  tree.server.sessionsHeld.set(adaId, sessionsOf(3));
  await tree.unfold('local');
  tree.announced.length = 0;
  return tree;
}

describe('A list that waits for the rate limit', () => {
  it('shows the remaining seconds of the wait, and redraws only that row as they count down', async () => {
    const tree = await treeOfAda();
    tree.server.answersAfter = () => Promise.withResolvers<void>().promise;
    tree.waits.set('page', 12);
    expect(tree.words('local', ada)).toEqual(['Waiting 12 s for the rate limit. Select to cancel.']);
    await vi.advanceTimersByTimeAsync(300);
    tree.announced.length = 0;
    tree.waits.set('page', 11);
    tree.provider.flush();
    expect(tree.announced).toEqual([[`${ada}/$after`]]);
    expect(tree.words('local', ada)).toEqual(['Waiting 11 s for the rate limit. Select to cancel.']);
    tree.waits.set('page', undefined);
    expect(tree.words('local', ada)).toEqual(['Loading…']);
  });

  it('shows the wait for the next page, and for all remaining pages', async () => {
    const tree = await treeOfAda({ pageSize: 1 });
    await tree.unfold('local', ada);
    const list = tree.directory.sessionsOf(adaId);
    tree.waits.set('page', 12);
    const more = list.more();
    expect(tree.words('local', ada).at(-1)).toBe('Waiting 12 s for the rate limit. Select to cancel. | 1 of 3');
    await tree.settle();
    await more;
    tree.waits.set('page', undefined);
    const all = list.all();
    expect(tree.words('local', ada).at(-1)).toBe('Loading more… | 2 of 3');
    tree.waits.set('rest', 40);
    expect(tree.words('local', ada).at(-1)).toBe('Waiting 40 s for the rate limit. Select to cancel. | 2 of 3');
    await tree.settle();
    await all;
  });

  it('cancels a waiting page when its row is selected, and loads it again only on a retry', async () => {
    const tree = await treeOfAda();
    tree.waits.set('page', 12);
    tree.rows('local', ada);
    expect(tree.itemOf(`${ada}/$after`)).toMatchObject({
      contextValue: 'waiting',
      command: { command: 'kratosExplorer.cancelLoading' },
    });
    tree.directory.sessionsOf(adaId).cancel();
    await tree.settle();
    expect(tree.words('local', ada)).toEqual(['Cancelled']);
    await tree.settle();
    expect(tree.words('local', ada)).toHaveLength(1);
    tree.waits.set('page', undefined);
    await tree.directory.sessionsOf(adaId).retry();
    expect(tree.words('local', ada)).toHaveLength(3);
  });

  it('keeps the loaded rows when the next page is cancelled', async () => {
    const tree = await treeOfAda({ pageSize: 2 });
    await tree.unfold('local', ada);
    const list = tree.directory.sessionsOf(adaId);
    tree.waits.set('page', 12);
    void list.more();
    list.cancel();
    await tree.settle();
    expect(tree.words('local', ada)).toHaveLength(3);
    expect(tree.words('local', ada).at(-1)).toBe('Load more | 2 of 3');
  });

  it('shows the wait of a refresh above the rows, and keeps the rows when the refresh is cancelled', async () => {
    const tree = await treeOfAda({ pageSize: 2 });
    await tree.unfold('local', ada);
    const list = tree.directory.sessionsOf(adaId);
    const before = tree.words('local', ada);
    tree.server.answersAfter = () => Promise.withResolvers<void>().promise;
    tree.waits.set('page', 12);
    void list.refresh();
    expect(tree.words('local', ada)).toEqual(['Waiting 12 s for the rate limit. Select to cancel.', ...before]);
    await tree.settle();
    tree.announced.length = 0;
    tree.waits.set('page', 11);
    tree.provider.flush();
    expect(tree.announced.flat()).toContain(`${ada}/$before`);
    list.cancel();
    await tree.settle();
    expect(tree.words('local', ada)).toEqual(before);
  });

  it('stops listening for waits when its directory is disposed', async () => {
    const tree = await treeOfAda();
    expect(tree.waits.listeners).toBe(1);
    tree.directory.dispose();
    expect(tree.waits.listeners).toBe(0);
  });
});
