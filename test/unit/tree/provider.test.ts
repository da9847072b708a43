import { describe, expect, it, vi } from 'vitest';
import type { Connection } from '../../../src/connections/connection.ts';
import { adaId, anIdentity } from '../builders/identityBuilder.ts';
import { aSession, sessionsOf, uuid } from '../builders/sessionBuilder.ts';
import { refused } from '../fakes/fakeKratos.ts';
import { ada, local, now, type TreeTestOptions, TreeUnderTest, treeOf, withFakeTimers } from './treeUnderTest.ts';

withFakeTimers();

/** Creates a tree in which Ada has this many sessions and is expanded to her first page. */
async function adaWith(sessions: number, options?: TreeTestOptions): Promise<TreeUnderTest> {
  const tree = await treeOf(sessionsOf(sessions), options);
  tree.announced.length = 0;
  tree.server.requests.length = 0;
  return tree;
}

describe('Requests of the tree', () => {
  it('sends no request before the rows of a connection are drawn', async () => {
    const tree = new TreeUnderTest();
    tree.words();
    await tree.settle();
    expect(tree.server.requests).toEqual([]);
  });

  it('requests the first page once when the row is drawn several times', async () => {
    const tree = new TreeUnderTest();
    tree.server.identitiesHeld.push(anIdentity());
    tree.rows('local');
    tree.rows('local');
    await tree.settle();
    tree.rows('local');
    await tree.settle();
    expect(tree.server.requests).toEqual(['identities 0']);
  });

  it('does not request a second page when rows are drawn again', async () => {
    const tree = await adaWith(12, { pageSize: 5 });
    tree.rows('local', ada);
    await tree.settle();
    expect(tree.server.requests).toEqual([]);
  });

  it('does not repeat a failed request when rows are drawn again', async () => {
    const tree = new TreeUnderTest({ connections: [local, { kind: 'demo', id: 'demo', name: 'Demo' }] });
    tree.server.failure = refused;
    await tree.unfold('local');
    tree.rows('local');
    await tree.settle();
    expect(tree.server.requests).toEqual(['identities 0']);
  });

  it('shows progress for the first page only', async () => {
    const tree = await adaWith(3);
    expect(tree.progress).toHaveLength(2);
    tree.rows('local', ada);
    expect(tree.progress).toHaveLength(2);
  });
});

describe('Announced changes', () => {
  it('announces the first page once, for the row that expands into it', async () => {
    const tree = new TreeUnderTest();
    tree.server.identitiesHeld.push(anIdentity());
    await tree.unfold('local');
    expect(tree.announced).toEqual([['local']]);
    await tree.unfold('local', ada);
    expect(tree.announced).toEqual([['local'], [ada]]);
  });

  it('announces only the last row while the next page loads, then the identity', async () => {
    const tree = await adaWith(12, { pageSize: 5 });
    const more = tree.directory.sessionsOf(adaId).more();
    tree.provider.flush();
    expect(tree.announced).toEqual([[`${ada}/$after`]]);
    await more;
    await tree.settle();
    expect(tree.announced).toEqual([[`${ada}/$after`], [ada]]);
  });

  it('announces only the row of the session that was read again', async () => {
    const tree = await adaWith(12);
    tree.server.sessionsHeld.set(
      adaId,
      sessionsOf(12).map((session) => (session.id === uuid(7) ? aSession({ id: uuid(7), active: false }) : session)),
    );
    await tree.directory.readSession(uuid(7));
    await tree.settle();
    expect(tree.announced).toEqual([[`${ada}/${uuid(7)}`]]);
    expect(tree.itemOf(`${ada}/${uuid(7)}`).contextValue).toBe('session+inactive');
  });

  it('announces an identity and its sessions when the state of the identity changed', async () => {
    const tree = await adaWith(2);
    tree.server.identitiesHeld.splice(0, 1, anIdentity({ state: 'inactive' }));
    await tree.directory.readIdentity(adaId);
    await tree.settle();
    expect(tree.announced).toEqual([[ada]]);
    expect(tree.itemOf(`${ada}/${uuid(1)}`).contextValue).toBe('session+inactive');
  });

  it('announces nothing and keeps every row while a refresh is loading', async () => {
    const tree = await adaWith(3);
    const refreshed = tree.directory.sessionsOf(adaId).refresh();
    tree.provider.flush();
    expect(tree.announced).toEqual([]);
    expect(tree.rows('local', ada).map(({ kind }) => kind)).toEqual(['session', 'session', 'session']);
    await refreshed;
  });

  it('joins simultaneous changes into one announcement, and omits rows below announced rows', async () => {
    const tree = await adaWith(12, { pageSize: 5 });
    await Promise.all([
      tree.directory.sessionsOf(adaId).more(),
      tree.directory.readSession(uuid(1)),
      tree.directory.identities.refresh(),
    ]);
    await tree.settle();
    expect(tree.announced).toEqual([[ada]]);
  });

  describe('with several selected rows', () => {
    const session = (number: number) => `${ada}/${uuid(number)}`;
    const other = `local/${uuid(900)}`;

    /** Selects these rows, reads Ada's second session again, and returns what is announced. */
    async function announcedWith(...ids: string[]): Promise<string[][]> {
      const tree = await adaWith(3);
      tree.server.identitiesHeld.push(anIdentity({ id: uuid(900) }));
      await tree.directory.identities.refresh();
      await tree.unfold('local');
      tree.selection = ids.map((id) => tree.node(id));
      tree.announced.length = 0;
      await tree.directory.readSession(uuid(2));
      await tree.settle();
      return tree.announced;
    }

    it('announces the identity of the selected sessions when one of them was read again', async () => {
      expect(await announcedWith(session(2), session(3))).toEqual([[ada]]);
    });

    it('announces the connection when rows of two identities are selected, or an identity with its session', async () => {
      expect(await announcedWith(session(2), other)).toEqual([['local']]);
      expect(await announcedWith(ada, session(2))).toEqual([['local']]);
    });

    it('announces everything when a connection is one of them', async () => {
      expect(await announcedWith('local', session(2))).toEqual([['everything']]);
    });

    it('announces the row alone when it is not selected, or is the only one', async () => {
      expect(await announcedWith(session(1), session(3))).toEqual([[session(2)]]);
      expect(await announcedWith(session(2))).toEqual([[session(2)]]);
    });
  });

  it('adds rows at most once a second while 10,000 sessions are read, and all of them at the end', async () => {
    const tree = await adaWith(10_000, { pageSize: 250 });
    tree.server.answersAfter = () => new Promise((resolve) => setTimeout(resolve, 100));
    const all = tree.directory.sessionsOf(adaId).all();
    for (let tenths = 0; tenths < 50; tenths += 1) {
      await vi.advanceTimersByTimeAsync(100);
    }
    await all;
    const redrawn = tree.announced.filter((ids) => ids.includes(ada));
    expect(redrawn.length).toBeGreaterThan(3);
    expect(redrawn.length).toBeLessThanOrEqual(6);
    expect(tree.words('local', ada)).toHaveLength(10_000);
    expect(tree.words('local')).toEqual(['Ada Lovelace | 10,000 of 10,000 · ada@example.org']);
  });

  it('announces nothing after the provider is disposed', async () => {
    const tree = await adaWith(3);
    tree.provider.dispose();
    await tree.directory.sessionsOf(adaId).refresh();
    tree.setConnections([]);
    await tree.settle();
    expect(tree.announced).toEqual([]);
  });
});

describe('The nodes of the tree', () => {
  it('keeps the same nodes when a list is refreshed or loads more', async () => {
    const tree = await adaWith(12, { pageSize: 5 });
    const before = tree.rows('local', ada);
    await tree.directory.sessionsOf(adaId).more();
    await tree.directory.sessionsOf(adaId).refresh();
    await tree.settle();
    const after = tree.rows('local', ada);
    expect(after).toHaveLength(11);
    for (const [place, node] of before.slice(0, 5).entries()) {
      expect(after[place]).toBe(node);
    }
    expect(after.at(-1)).toBe(before.at(-1));
  });

  it('returns the parent of each node', async () => {
    const tree = await adaWith(1);
    const session = tree.node(`${ada}/${uuid(1)}`);
    const identity = tree.provider.getParent(session);
    expect(identity).toBe(tree.node(ada));
    expect(identity && tree.provider.getParent(identity)).toBe(tree.node('local'));
    expect(tree.provider.getParent(tree.node('local'))).toBeUndefined();
  });

  it('forgets the node of a removed row and the nodes below it', async () => {
    const tree = await adaWith(1);
    tree.server.identitiesHeld.length = 0;
    await tree.directory.identities.refresh();
    await tree.settle();
    tree.rows();
    expect(tree.provider.node(ada)).toBeUndefined();
    expect(tree.provider.node(`${ada}/${uuid(1)}`)).toBeUndefined();
  });

  it('has no rows below an identity that left the tree while its sessions were being read', async () => {
    const tree = await adaWith(1);
    const node = tree.node(ada);
    tree.directory.setSessionFilter(adaId, 'active');
    const children = tree.provider.getChildren(node);
    tree.server.identitiesHeld.length = 0;
    await tree.directory.identities.refresh();
    tree.rows();
    await tree.settle();
    expect(await children).toEqual([]);
    expect(tree.provider.node(`${ada}/${uuid(1)}`)).toBeUndefined();
  });
});

describe('The welcome message of the tree', () => {
  const demo: Connection = { kind: 'demo', id: 'demo', name: 'Demo' };

  it('shows the welcome message for adding a connection when there is none', () => {
    const tree = new TreeUnderTest({ connections: [] });
    expect(tree.provider.welcome).toEqual({ kind: 'noConnection' });
    tree.setConnections([local]);
    expect(tree.provider.welcome).toBeUndefined();
    expect(tree.announced).toContainEqual(['everything']);
  });

  it('shows why the only connection is unreachable, above its rows, until a refresh succeeds', async () => {
    const tree = new TreeUnderTest();
    tree.server.failure = refused;
    tree.rows('local');
    await tree.settle();
    expect(tree.provider.welcome).toEqual({ kind: 'unreachable', reason: refused });
    expect(tree.words()).toEqual(['Local | 127.0.0.1:4434']);
    const [failure] = tree.rows('local');
    expect(failure && tree.item(failure)).toMatchObject({
      contextValue: 'failure+connection',
      command: { command: 'kratosExplorer.retry', arguments: [failure] },
    });

    tree.server.failure = undefined;
    tree.server.identitiesHeld.push(anIdentity());
    const again = tree.directory.identities.refresh();
    expect(tree.provider.welcome?.kind).toBe('unreachable');
    await again;
    await tree.settle();
    expect(tree.provider.welcome).toBeUndefined();
    expect(tree.words('local')).toEqual(['Ada Lovelace | ada@example.org']);
  });

  it('distinguishes a server without identities from a filter without matches', async () => {
    const tree = new TreeUnderTest();
    tree.rows('local');
    await tree.settle();
    expect(tree.provider.welcome).toEqual({ kind: 'noIdentities' });
    expect(tree.rows()).toEqual([]);
    tree.server.identitiesHeld.push(anIdentity());
    tree.directory.identityFilter = 'zzz';
    tree.rows('local');
    await tree.settle();
    expect(tree.provider.welcome).toEqual({ kind: 'noMatch' });
    tree.directory.identityFilter = undefined;
    await tree.unfold('local');
    expect(tree.provider.welcome).toBeUndefined();
  });

  it('hides the welcome message when a search found an identity', async () => {
    const tree = new TreeUnderTest();
    tree.server.failure = refused;
    tree.rows('local');
    await tree.settle();
    tree.directory.pinFound(anIdentity());
    expect(tree.provider.welcome).toBeUndefined();
    expect(tree.words('local')[0]).toBe('Ada Lovelace | ada@example.org');
  });

  it('shows failures in the rows, not as a welcome message, when there are several connections', async () => {
    const tree = new TreeUnderTest({ connections: [local, demo] });
    tree.server.failure = refused;
    await tree.unfold('local');
    expect(tree.provider.welcome).toBeUndefined();
    expect(tree.rows('local').map(({ kind }) => kind)).toEqual(['failure']);
  });
});

describe('The relative times in rows', () => {
  it('shows relative times as of the moment when a row is drawn', async () => {
    const tree = await adaWith(1);
    expect(tree.words('local', ada)[0]).toContain('3 h');
    tree.now = new Date(now.getTime() + 30 * 3_600_000);
    expect(tree.words('local', ada)[0]).toContain('1 d');
  });
});
