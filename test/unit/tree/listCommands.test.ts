import { describe, expect, it, vi } from 'vitest';
import { commandIds } from '../../../src/commands/ids.ts';
import { aConnection } from '../builders/connectionBuilder.ts';
import { anIdentity } from '../builders/identityBuilder.ts';
import { uuid } from '../builders/sessionBuilder.ts';
import { refused } from '../fakes/fakeKratos.ts';
import { adaCounts, adaWith, CommandsUnderTest, lastRow, nothingListens, TreeUser } from './commandsUnderTest.ts';
import { ada, local, withFakeTimers } from './treeUnderTest.ts';

const user = new TreeUser();

withFakeTimers();

describe('Load More', () => {
  it('loads one more page with progress, and moves the focus to the row before the new rows', async () => {
    const test = await adaWith(12);
    const waited = test.tree.progress.length;
    await test.handlers[commandIds.loadMore](lastRow(test));
    await test.tree.settle();
    expect(test.tree.server.requests).toEqual(['all sessions 5']);
    expect(adaCounts(test)).toBe('Ada Lovelace | 10 of 12 · ada@example.org');
    expect(test.tree.progress).toHaveLength(waited + 1);
    expect(test.shown).toEqual([`${ada}/${uuid(5)} {"select":true,"focus":true}`]);
  });

  it('loads one more page when VS Code cannot move the focus, because it draws the row again', async () => {
    const test = await adaWith(12);
    test.whenShown = () => Promise.reject(new Error('TreeError: the row is not in the tree'));
    await test.handlers[commandIds.loadMore](lastRow(test));
    await test.tree.settle();
    expect(test.tree.server.requests).toEqual(['all sessions 5']);
  });

  it('loads one more page of the list that the selected row is in, from the palette', async () => {
    const test = await adaWith(12);
    test.selection = [test.tree.node(`${ada}/${uuid(2)}`)];
    await test.handlers[commandIds.loadMore]();
    await test.tree.settle();
    expect(test.tree.server.requests).toEqual(['all sessions 5']);
  });

  it('sends no request on Load More for a row that is not in the tree', async () => {
    const test = await adaWith(12);
    await test.handlers[commandIds.loadMore]({ id: `${ada}/elsewhere` });
    await test.handlers[commandIds.loadMore]();
    expect(test.tree.server.requests).toEqual([]);
  });
});

describe('Load All', () => {
  it('loads all remaining sessions, and shows how many are loaded', async () => {
    const test = await adaWith(12);
    await test.handlers[commandIds.loadAll](test.tree.node(ada));
    expect(test.tree.server.requests).toEqual(['all sessions 5', 'all sessions 10']);
    await test.tree.settle();
    expect(adaCounts(test)).toBe('Ada Lovelace | 12 of 12 · ada@example.org');
    expect(user.seen[0]).toBe('Loading all sessions: 5 of 12');
    expect(user.seen.at(-1)).toBe('Loading all sessions: 12 of 12');
    expect(test.errors).toEqual([]);
  });

  it('loads all identities from the row of a connection', async () => {
    const test = new CommandsUnderTest({ pageSize: 5 });
    test.tree.server.identitiesHeld.push(...Array.from({ length: 7 }, (_, place) => anIdentity({ id: uuid(place) })));
    await test.tree.unfold('local');
    await test.handlers[commandIds.loadAll](test.tree.node('local'));
    expect(test.tree.rows('local').map(({ kind }) => kind)).toEqual(Array(7).fill('identity'));
    expect(user.seen.at(-1)).toBe('Loading all identities: 7 of 7');
  });

  it('stops loading after 10,000 sessions until the user selects Continue', async () => {
    const test = await adaWith(20_001, { pageSize: 5000 });
    await test.handlers[commandIds.loadAll](test.tree.node(ada));
    expect(user.seen).toContain('15,000 sessions have been read. Continue?');
    expect(adaCounts(test)).toBe('Ada Lovelace | 15,000 of 20,001 · ada@example.org');

    user.answer = 'Continue';
    await test.handlers[commandIds.loadAll](test.tree.node(ada));
    expect(adaCounts(test)).toBe('Ada Lovelace | 20,001 of 20,001 · ada@example.org');
  });

  it('loads no more after Continue when the connection was removed while the question was shown', async () => {
    const test = await adaWith(20_001, { pageSize: 5000 });
    const { requests } = test.tree.server;
    user.answer = 'Continue';
    user.meanwhile = () => {
      test.tree.setConnections([]);
      requests.length = 0;
    };
    await test.handlers[commandIds.loadAll](test.tree.node(ada));
    expect([requests, test.errors]).toEqual([[], []]);
  });

  it('keeps the sessions that arrived before Load All was cancelled, and can load the others', async () => {
    const test = await adaWith(12);
    test.tree.server.afterAnswer = () => user.cancel();
    await test.handlers[commandIds.loadAll](test.tree.node(ada));
    test.tree.server.afterAnswer = undefined;
    await test.tree.settle();
    expect(test.tree.server.requests).toEqual(['all sessions 5']);
    expect(test.tree.item(lastRow(test))).toMatchObject({ label: 'Load more', contextValue: 'more' });
    expect(test.errors).toEqual([]);

    await test.handlers[commandIds.loadAll](test.tree.node(ada));
    expect(test.tree.rows('local', ada)).toHaveLength(12);
    expect(test.tree.server.requests).toEqual(['all sessions 5', 'all sessions 10']);
  });

  it('shows a notification when Load All fails, and keeps the sessions that arrived', async () => {
    const test = await adaWith(12);
    const { server } = test.tree;
    server.afterAnswer = () => {
      server.failure = refused;
    };
    await test.handlers[commandIds.loadAll](test.tree.node(ada));
    expect(test.errors).toEqual([nothingListens]);
    expect(adaCounts(test)).toBe('Ada Lovelace | 10 of 12 · ada@example.org');
    expect(lastRow(test).kind).toBe('failure');
  });
});

describe('Retry', () => {
  it('shows a notification when the retry fails again, because the row has only a few words', async () => {
    const test = await adaWith(12);
    test.tree.server.failure = refused;
    await test.handlers[commandIds.loadMore](lastRow(test));
    await test.tree.settle();
    expect(test.tree.item(lastRow(test)).label).toBe('Nothing is listening');
    expect(test.errors).toEqual([]);
    await test.handlers[commandIds.retry](lastRow(test));
    expect(test.errors).toEqual([nothingListens]);
  });

  it('repeats only the failed request on Retry', async () => {
    const test = await adaWith(12);
    test.tree.server.failure = refused;
    await test.handlers[commandIds.loadMore](lastRow(test));
    await test.tree.settle();
    expect(lastRow(test).kind).toBe('failure');
    test.tree.server.failure = undefined;
    test.tree.server.requests.length = 0;
    await test.handlers[commandIds.retry](lastRow(test));
    await test.tree.settle();
    expect(test.tree.server.requests).toEqual(['all sessions 5']);
    expect(adaCounts(test)).toBe('Ada Lovelace | 10 of 12 · ada@example.org');
  });

  it('shows the progress of a retried Load All, which can be cancelled', async () => {
    const test = await adaWith(17);
    const { server } = test.tree;
    server.failure = refused;
    await test.handlers[commandIds.loadAll](test.tree.node(ada));
    await test.tree.settle();
    server.failure = undefined;
    server.afterAnswer = () => user.cancel();
    user.seen.length = 0;
    await test.handlers[commandIds.retry](lastRow(test));
    await test.tree.settle();
    expect(user.seen[0]).toBe('Loading all sessions: 5 of 17');
    expect(server.requests).toEqual(['all sessions 5', 'all sessions 5']);
    // What failed before is still what is known; it was said once.
    expect(lastRow(test).kind).toBe('failure');
    expect(test.errors).toEqual([nothingListens]);

    server.afterAnswer = undefined;
    await test.handlers[commandIds.retry](lastRow(test));
    await test.tree.settle();
    expect(adaCounts(test)).toBe('Ada Lovelace | 17 of 17 · ada@example.org');
  });
});

describe('Use the Suggested Address', () => {
  it('changes only the address of the connection, to the admin API beside the public API', async () => {
    const entry = { name: 'Local', url: 'http://127.0.0.1:4433', environment: { name: 'staging' } };
    const connections = [{ ...aConnection(entry), id: 'local' }];
    const test = new CommandsUnderTest({ connections });
    test.tree.server.failure = { kind: 'noSuchRoute', template: '/admin/identities', status: 404 };
    const [failure] = await test.tree.unfold('local');
    expect(test.tree.words('local')).toEqual(['Public API: wrong port | use http://127.0.0.1:4434']);
    expect(failure && test.tree.item(failure).contextValue).toBe('failure+connection+suggestion');
    expect(failure && (await test.tree.tooltipOf(failure.id))).toContain('Suggested address: http://127.0.0.1:4434');
    const replaced = vi.spyOn(test.tree.connections, 'replace').mockImplementation(async () => local);
    await test.handlers[commandIds.useSuggestedAddress](failure);
    expect(replaced.mock.calls).toEqual([['local', { ...entry, url: 'http://127.0.0.1:4434' }]]);
  });
});
