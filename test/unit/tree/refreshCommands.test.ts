import { describe, expect, it } from 'vitest';
import { commandIds } from '../../../src/commands/ids.ts';
import { adaId, anIdentity } from '../builders/identityBuilder.ts';
import { aSession, uuid } from '../builders/sessionBuilder.ts';
import { refused } from '../fakes/fakeKratos.ts';
import {
  adaCounts,
  adaWith,
  CommandsUnderTest,
  inPage,
  lastRow,
  nothingListens,
  pageMenu,
  TreeUser,
} from './commandsUnderTest.ts';
import { ada, withFakeTimers } from './treeUnderTest.ts';

const user = new TreeUser();

withFakeTimers();

describe('Questions that the user declined', () => {
  it.each<[string, (test: CommandsUnderTest) => unknown]>([
    ['Retry', (test) => test.handlers[commandIds.retry](lastRow(test))],
    ['a refresh of the view', (test) => test.handlers[commandIds.refreshView]()],
    ['a refresh of the connection', (test) => test.handlers[commandIds.refreshConnection](test.tree.node('local'))],
    ['a refresh of an identity', (test) => test.handlers[commandIds.refreshIdentity](test.tree.node(ada))],
  ])('repeats the declined questions of a connection on %s, and not when rows are drawn', async (_how, act) => {
    const test = await adaWith(12);
    expect(test.tree.consentResets).toEqual([]);
    await act(test);
    expect(test.tree.consentResets).toEqual(['local']);
    await test.tree.settle();
  });
});

describe('Refresh', () => {
  it('refreshes the identities and the sessions of expanded identities with the view', async () => {
    const test = await adaWith(7);
    await test.handlers[commandIds.refreshView]();
    expect(test.tree.server.requests.toSorted()).toEqual(['all sessions 0', 'identities 0']);
    await test.tree.provider.setUnfolded(test.tree.node(ada), false);
    test.tree.server.requests.length = 0;
    await test.handlers[commandIds.refreshView]();
    expect(test.tree.server.requests).toEqual(['identities 0']);
  });

  it('reads no sessions of an identity that left the tree unfolded and came back', async () => {
    const test = await adaWith(7);
    const { directory, server } = test.tree;
    const held = server.identitiesHeld.splice(0);
    await directory.identities.refresh();
    test.tree.rows();
    server.identitiesHeld.push(...held);
    await directory.identities.refresh();
    test.tree.rows('local');
    server.requests.length = 0;
    await test.handlers[commandIds.refreshView]();
    expect(server.requests).toEqual(['identities 0']);
  });

  describe('Refresh above a collapsed identity', () => {
    /** Creates a tree with Ada collapsed, after one of her three active sessions was revoked and two were deleted. */
    async function foldedAda(): Promise<CommandsUnderTest> {
      const test = await adaWith(0);
      const { server } = test.tree;
      server.sessionsHeld.set(
        adaId,
        [1, 2, 3].map((number) => aSession({ id: uuid(number) })),
      );
      await test.tree.directory.sessionsOf(adaId).refresh();
      await test.tree.unfold('local', ada);
      expect(adaCounts(test)).toBe('Ada Lovelace | 3 of 3 · ada@example.org');
      await test.tree.provider.setUnfolded(test.tree.node(ada), false);
      server.sessionsHeld.set(adaId, [aSession({ id: uuid(1), active: false })]);
      server.requests.length = 0;
      test.tree.announced.length = 0;
      return test;
    }

    it('sends no request for a collapsed identity, and removes the number of its sessions', async () => {
      const test = await foldedAda();
      await test.handlers[commandIds.refreshView]();
      await test.tree.settle();
      expect(test.tree.server.requests).toEqual(['identities 0']);
      expect(test.tree.announced).toEqual([[ada]]);
      expect(adaCounts(test)).toBe('Ada Lovelace | ada@example.org');
      expect(await test.tree.tooltipOf(ada)).not.toContain('Sessions:');
    });

    it('refreshes the sessions of a collapsed identity once when it is expanded', async () => {
      const test = await foldedAda();
      test.handlers[commandIds.refreshConnection](test.tree.node('local'));
      await test.tree.settle();
      const waited = test.tree.progress.length;
      expect(test.tree.rows('local', ada)).toHaveLength(3);
      test.tree.rows('local', ada);
      await test.tree.settle();
      const [row, ...others] = test.tree.rows('local', ada);
      expect(row && test.tree.item(row).contextValue).toBe('session+inactive');
      expect(others).toEqual([]);
      await test.tree.settle();
      expect(test.tree.server.requests).toEqual(['identities 0', 'all sessions 0']);
      expect(test.tree.progress).toHaveLength(waited + 1);
      expect(adaCounts(test)).toBe('Ada Lovelace | 1 of 1 · ada@example.org');
    });

    it('refreshes the found sessions of a collapsed identity when it is expanded', async () => {
      const test = await adaWith(7);
      test.tree.directory.pinFoundSession(adaId, await test.tree.directory.readSession(uuid(7)));
      await test.tree.provider.setUnfolded(test.tree.node(ada), false);
      await test.handlers[commandIds.refreshView]();
      test.tree.server.requests.length = 0;
      await test.tree.unfold('local', ada);
      expect(test.tree.server.requests.toSorted()).toEqual(['all sessions 0', `session ${uuid(7)}`]);
    });

    it('shows a failed refresh above the rows of an expanded identity, and does not repeat it', async () => {
      const test = await foldedAda();
      await test.handlers[commandIds.refreshView]();
      const { server } = test.tree;
      server.failure = refused;
      server.requests.length = 0;
      await test.tree.unfold('local', ada);
      await test.tree.unfold('local', ada);
      expect(server.requests).toEqual(['all sessions 0']);
      const [failure, ...rows] = test.tree.rows('local', ada);
      expect([failure?.kind, ...rows.map(({ kind }) => kind)]).toEqual(['failure', 'session', 'session', 'session']);
      expect(adaCounts(test)).toBe('Ada Lovelace | refresh failed · 3 of 3 · ada@example.org');

      server.failure = undefined;
      await test.handlers[commandIds.retry](failure);
      await test.tree.settle();
      expect(adaCounts(test)).toBe('Ada Lovelace | 1 of 1 · ada@example.org');
    });

    it('shows above outdated rows that their refresh was cancelled', async () => {
      const test = await foldedAda();
      await test.handlers[commandIds.refreshView]();
      test.tree.server.requests.length = 0;
      test.tree.rows('local', ada);
      test.handlers[commandIds.cancelLoading](test.tree.node(ada));
      await test.tree.unfold('local', ada);
      expect(test.tree.server.requests).toEqual([]);
      expect(test.tree.words('local', ada)[0]).toBe('Cancelled');
    });

    it('sends no request when a collapsed identity is expanded after its own refresh', async () => {
      const test = await foldedAda();
      await test.handlers[commandIds.refreshView]();
      test.handlers[commandIds.refreshIdentity](test.tree.node(ada));
      await test.tree.settle();
      expect(adaCounts(test)).toBe('Ada Lovelace | 1 of 1 · ada@example.org');
      test.tree.server.requests.length = 0;
      await test.tree.unfold('local', ada);
      expect(test.tree.server.requests).toEqual([]);
    });

    it('refreshes the sessions of an identity that a filter hid while the view was refreshed', async () => {
      const test = await foldedAda();
      const credentials = { password: { identifiers: ['grace@example.org'] } };
      test.tree.server.identitiesHeld.push(anIdentity({ id: uuid(9), credentials }));
      test.tree.directory.identityFilter = 'grace@';
      await test.tree.unfold('local');
      await test.handlers[commandIds.refreshView]();
      test.tree.directory.identityFilter = undefined;
      await test.tree.unfold('local');
      expect(adaCounts(test)).toBe('Ada Lovelace | ada@example.org');
      await test.tree.unfold('local', ada);
      expect(adaCounts(test)).toBe('Ada Lovelace | 1 of 1 · ada@example.org');
    });
  });

  it('sends no request on a refresh of a connection that was never expanded', async () => {
    const test = new CommandsUnderTest();
    await test.handlers[commandIds.refreshView]();
    await test.handlers[commandIds.refreshConnection](test.tree.rows()[0]);
    expect(test.tree.server.requests).toEqual([]);
  });

  it('refreshes an identity, its list of sessions, and each found session of it', async () => {
    const test = await adaWith(7);
    test.tree.directory.pinFoundSession(adaId, await test.tree.directory.readSession(uuid(7)));
    test.tree.server.requests.length = 0;
    test.handlers[commandIds.refreshIdentity](test.tree.node(ada));
    await test.tree.settle();
    expect(test.tree.server.requests.toSorted()).toEqual(['all sessions 0', `identity ${adaId}`, `session ${uuid(7)}`]);
  });

  it('shows a failed refresh in a row above the sessions, without a notification', async () => {
    const test = await adaWith(3);
    test.tree.server.failure = refused;
    test.handlers[commandIds.refreshIdentity](test.tree.node(ada));
    await test.tree.settle();
    expect(test.tree.rows('local', ada).map(({ kind }) => kind)).toEqual(['failure', 'session', 'session', 'session']);
    expect(test.errors).toEqual([]);
  });

  it('shows a notification when the refresh of a collapsed identity fails', async () => {
    const test = new CommandsUnderTest();
    test.tree.server.identitiesHeld.push(anIdentity());
    await test.tree.unfold('local');
    test.tree.server.failure = refused;
    test.handlers[commandIds.refreshIdentity](test.tree.node(ada));
    await test.tree.settle();
    expect(test.errors).toEqual([nothingListens]);
  });

  it('removes the row of an identity that no longer exists on refresh, and shows a notification', async () => {
    const test = await adaWith(0);
    test.tree.server.identitiesHeld.length = 0;
    test.handlers[commandIds.refreshIdentity](test.tree.node(ada));
    await test.tree.settle();
    expect(test.tree.provider.welcome).toEqual({ kind: 'noIdentities' });
    expect(user.seen).toEqual(['Ada Lovelace: the server no longer has this identity.']);
  });

  it('shows one notification when the refreshes of several selected sessions fail alike', async () => {
    const test = await adaWith(3);
    test.tree.server.failure = refused;
    const sessions = test.tree.rows('local', ada);
    await test.handlers[commandIds.refreshSession](sessions[0], sessions);
    expect(test.tree.server.requests).toEqual([1, 2, 3].map((number) => `session ${uuid(number)}`));
    expect(test.errors).toEqual([nothingListens]);
    expect(test.tree.rows('local', ada)).toHaveLength(3);
  });

  it('refreshes the sessions that are selected in the identity page, from the menu of the page', async () => {
    const test = await adaWith(3);
    test.selection = [test.tree.node(`${ada}/${uuid(1)}`)];
    test.pageSelection = inPage(2, 3);
    await test.handlers[commandIds.refreshSession](pageMenu);
    expect(test.tree.server.requests).toEqual([2, 3].map((number) => `session ${uuid(number)}`));
  });

  it('keeps the rows when a refresh starts while a page loads, and can load that page afterwards', async () => {
    const test = await adaWith(12);
    void test.tree.directory.sessionsOf(adaId).more();
    test.handlers[commandIds.refreshIdentity](test.tree.node(ada));
    expect(test.tree.rows('local', ada).filter(({ kind }) => kind === 'session')).toHaveLength(5);
    await test.tree.settle();
    expect(adaCounts(test)).toBe('Ada Lovelace | 5 of 12 · ada@example.org');
    await test.handlers[commandIds.loadMore](lastRow(test));
    await test.tree.settle();
    expect(adaCounts(test)).toBe('Ada Lovelace | 10 of 12 · ada@example.org');
  });
});
