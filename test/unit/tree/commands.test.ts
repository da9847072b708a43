import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { commandIds } from '../../../src/commands/ids.ts';
import type { Connection } from '../../../src/connections/connection.ts';
import { sessionUri } from '../../../src/documents/uris.ts';
import { adaId, anIdentity } from '../builders/identityBuilder.ts';
import { aSession, uuid } from '../builders/sessionBuilder.ts';
import { CommandsUnderTest, PersonAtTree } from './commandsUnderTest.ts';
import { refused } from './fakeKratos.ts';
import { local, type TreeTestOptions } from './treeUnderTest.ts';

let person = new PersonAtTree();

vi.mock('vscode', async (original) => ({
  ...(await original<Record<string, unknown>>()),
  get window() {
    return person.window;
  },
  get commands() {
    return person.commands;
  },
  ProgressLocation: { Notification: 15 },
  ViewColumn: { Beside: -2 },
}));

const ada = `local/${adaId}`;
const nothingListens =
  'Nothing is listening at http://127.0.0.1:4434. Start the server, or correct the connection’s address.';

beforeEach(() => {
  vi.useFakeTimers();
  person = new PersonAtTree();
});

afterEach(() => {
  vi.useRealTimers();
});

/** Ada with as many sessions, unfolded as far as her first page of five. */
async function adaWith(sessions: number, options?: TreeTestOptions): Promise<CommandsUnderTest> {
  const test = new CommandsUnderTest({ pageSize: 5, ...options });
  const { tree } = test;
  tree.server.identitiesHeld.push(anIdentity());
  tree.server.sessionsHeld.set(
    adaId,
    Array.from({ length: sessions }, (_, place) => aSession({ id: uuid(place + 1), active: place % 2 === 0 })),
  );
  await tree.unfold('local');
  await tree.unfold('local', ada);
  test.unfolded.add(ada);
  tree.server.requests.length = 0;
  return test;
}

/** The last row of Ada's sessions. */
function lastRow({ tree }: CommandsUnderTest) {
  const last = tree.rows('local', ada).at(-1);
  if (last === undefined) {
    throw new Error('no rows');
  }
  return last;
}

const adaCounts = ({ tree }: CommandsUnderTest) => tree.words('local')[0];

describe('Load More', () => {
  it('reads one page more, shows that it does, and leaves the focus before the new rows', async () => {
    const test = await adaWith(12);
    const waited = test.tree.progress.length;
    await test.handlers[commandIds.loadMore](lastRow(test));
    await test.tree.settle();
    expect(test.tree.server.requests).toEqual(['all sessions 5']);
    expect(adaCounts(test)).toBe('Ada Lovelace | ada@example.org · 10 of 12');
    expect(test.tree.progress).toHaveLength(waited + 1);
    expect(test.shown).toEqual([`${ada}/${uuid(5)} {"select":true,"focus":true}`]);
  });

  it('does nothing for a row that is not there', async () => {
    const test = await adaWith(12);
    await test.handlers[commandIds.loadMore]({ id: `${ada}/elsewhere` });
    await test.handlers[commandIds.loadMore]();
    expect(test.tree.server.requests).toEqual([]);
  });
});

describe('Load All', () => {
  it('reads all that is left, and says how far it is', async () => {
    const test = await adaWith(12);
    await test.handlers[commandIds.loadAll](test.tree.node(ada));
    expect(test.tree.server.requests).toEqual(['all sessions 5', 'all sessions 10']);
    await test.tree.settle();
    expect(adaCounts(test)).toBe('Ada Lovelace | ada@example.org · 12 of 12');
    expect(person.seen[0]).toBe('Loading all sessions: 5 of 12');
    expect(person.seen.at(-1)).toBe('Loading all sessions: 12 of 12');
    expect(test.errors).toEqual([]);
  });

  it('reads all identities from the row of a connection', async () => {
    const test = new CommandsUnderTest({ pageSize: 5 });
    test.tree.server.identitiesHeld.push(...Array.from({ length: 7 }, (_, place) => anIdentity({ id: uuid(place) })));
    await test.tree.unfold('local');
    await test.handlers[commandIds.loadAll](test.tree.node('local'));
    expect(test.tree.rows('local').map(({ kind }) => kind)).toEqual(Array(7).fill('identity'));
    expect(person.seen.at(-1)).toBe('Loading all identities: 7 of 7');
  });

  it('asks whether to continue after 10,000 sessions, and reads the others when told so', async () => {
    const test = new CommandsUnderTest({ pageSize: 5000 });
    const session = aSession();
    test.tree.server.identitiesHeld.push(anIdentity());
    test.tree.server.sessionsHeld.set(
      adaId,
      Array.from({ length: 20_001 }, (_, place) => ({ ...session, id: uuid(place) })),
    );
    await test.tree.unfold('local');
    await test.tree.unfold('local', ada);
    await test.handlers[commandIds.loadAll](test.tree.node(ada));
    expect(person.seen).toContain('15,000 sessions have been read. Continue?');
    expect(adaCounts(test)).toBe('Ada Lovelace | ada@example.org · 15,000 of 20,001');

    person.answer = 'Continue';
    await test.handlers[commandIds.loadAll](test.tree.node(ada));
    expect(adaCounts(test)).toBe('Ada Lovelace | ada@example.org · 20,001 of 20,001');
  });

  it('keeps what arrived when it is cancelled, and is ready to go on', async () => {
    const test = await adaWith(12);
    test.tree.server.afterAnswer = () => person.cancel();
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

  it('says in a toast what stopped it, for the row that says so is out of sight, and keeps what arrived', async () => {
    const test = await adaWith(12);
    const { server } = test.tree;
    server.afterAnswer = () => {
      server.failure = refused;
    };
    await test.handlers[commandIds.loadAll](test.tree.node(ada));
    expect(test.errors).toEqual([nothingListens]);
    expect(adaCounts(test)).toBe('Ada Lovelace | ada@example.org · 10 of 12');
    expect(lastRow(test).kind).toBe('failure');
  });
});

describe('Retry', () => {
  it('does again what failed, and no more', async () => {
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
    expect(adaCounts(test)).toBe('Ada Lovelace | ada@example.org · 10 of 12');
  });

  it('of Load All can be followed and cancelled as that can', async () => {
    const test = await adaWith(17);
    const { server } = test.tree;
    server.failure = refused;
    await test.handlers[commandIds.loadAll](test.tree.node(ada));
    await test.tree.settle();
    server.failure = undefined;
    server.afterAnswer = () => person.cancel();
    person.seen.length = 0;
    await test.handlers[commandIds.retry](lastRow(test));
    await test.tree.settle();
    expect(person.seen[0]).toBe('Loading all sessions: 5 of 17');
    expect(server.requests).toEqual(['all sessions 5', 'all sessions 5']);
    // What failed before is still what is known; it was said once.
    expect(lastRow(test).kind).toBe('failure');
    expect(test.errors).toEqual([nothingListens]);

    server.afterAnswer = undefined;
    await test.handlers[commandIds.retry](lastRow(test));
    await test.tree.settle();
    expect(adaCounts(test)).toBe('Ada Lovelace | ada@example.org · 17 of 17');
  });
});

describe('what a person said no to is asked again', () => {
  it.each<[string, (test: CommandsUnderTest) => unknown]>([
    ['by Retry', (test) => test.handlers[commandIds.retry](lastRow(test))],
    ['by a refresh of the view', (test) => test.handlers[commandIds.refreshView]()],
    ['by one of the connection', (test) => test.handlers[commandIds.refreshConnection](test.tree.node('local'))],
    ['by one of an identity', (test) => test.handlers[commandIds.refreshIdentity](test.tree.node(ada))],
  ])('%s, and by nothing that rows do by themselves', async (_how, act) => {
    const test = await adaWith(12);
    expect(test.tree.askedAgain).toEqual([]);
    await act(test);
    expect(test.tree.askedAgain).toEqual(['local']);
    await test.tree.settle();
  });
});

describe('Refresh', () => {
  it('of the view reads what is shown: identities, and the sessions that are unfolded', async () => {
    const test = await adaWith(7);
    await test.handlers[commandIds.refreshView]();
    expect(test.tree.server.requests.toSorted()).toEqual(['all sessions 0', 'identities 0']);
    test.unfolded.clear();
    test.tree.server.requests.length = 0;
    await test.handlers[commandIds.refreshView]();
    expect(test.tree.server.requests).toEqual(['identities 0']);
  });

  describe('of what is above a folded identity', () => {
    /** Ada with three active sessions, folded; since then one was revoked, and two are gone. */
    async function foldedAda(): Promise<CommandsUnderTest> {
      const test = await adaWith(0);
      const { server } = test.tree;
      server.sessionsHeld.set(
        adaId,
        [1, 2, 3].map((number) => aSession({ id: uuid(number) })),
      );
      await test.tree.directory.sessionsOf(adaId).refresh();
      await test.tree.unfold('local', ada);
      expect(adaCounts(test)).toBe('Ada Lovelace | ada@example.org · 3 of 3');
      test.unfolded.clear();
      server.sessionsHeld.set(adaId, [aSession({ id: uuid(1), active: false })]);
      server.requests.length = 0;
      test.tree.announced.length = 0;
      return test;
    }

    it('asks nothing about her, and no longer tells how many sessions she has', async () => {
      const test = await foldedAda();
      await test.handlers[commandIds.refreshView]();
      await test.tree.settle();
      expect(test.tree.server.requests).toEqual(['identities 0']);
      expect(test.tree.announced).toEqual([[ada]]);
      expect(adaCounts(test)).toBe('Ada Lovelace | ada@example.org');
      expect(await test.tree.tooltipOf(ada)).not.toContain('Sessions:');
    });

    it('reads her sessions again when she is unfolded, once, however often her rows are drawn', async () => {
      const test = await foldedAda();
      test.handlers[commandIds.refreshConnection](test.tree.node('local'));
      await test.tree.settle();
      const waited = test.tree.progress.length;
      expect(test.tree.rows('local', ada)).toHaveLength(3);
      test.tree.rows('local', ada);
      await test.tree.settle();
      expect(test.tree.words('local', ada)).toEqual([expect.stringContaining('revoked or signed out')]);
      await test.tree.settle();
      expect(test.tree.server.requests).toEqual(['identities 0', 'all sessions 0']);
      expect(test.tree.progress).toHaveLength(waited + 1);
      expect(adaCounts(test)).toBe('Ada Lovelace | ada@example.org · 1 of 1');
    });

    it('reads what was found beside her list again, too', async () => {
      const test = await adaWith(7);
      test.tree.directory.pinFoundSession(adaId, await test.tree.directory.readSession(uuid(7)));
      test.unfolded.clear();
      await test.handlers[commandIds.refreshView]();
      test.tree.server.requests.length = 0;
      await test.tree.unfold('local', ada);
      expect(test.tree.server.requests.toSorted()).toEqual(['all sessions 0', `session ${uuid(7)}`]);
    });

    it('says above her rows that they could not be read again, and asks no more by itself', async () => {
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
      expect(adaCounts(test)).toBe('Ada Lovelace | refresh failed · ada@example.org · 3 of 3');

      server.failure = undefined;
      await test.handlers[commandIds.retry](failure);
      await test.tree.settle();
      expect(adaCounts(test)).toBe('Ada Lovelace | ada@example.org · 1 of 1');
    });

    it('does not pass her old rows for fresh ones when a person does not wait for them', async () => {
      const test = await foldedAda();
      await test.handlers[commandIds.refreshView]();
      test.tree.server.requests.length = 0;
      test.tree.rows('local', ada);
      test.handlers[commandIds.cancelLoading](test.tree.node(ada));
      await test.tree.unfold('local', ada);
      expect(test.tree.server.requests).toEqual([]);
      expect(test.tree.words('local', ada)[0]).toContain('Cancelled before the server answered.');
    });

    it('asks no more for her when she was refreshed meanwhile', async () => {
      const test = await foldedAda();
      await test.handlers[commandIds.refreshView]();
      test.handlers[commandIds.refreshIdentity](test.tree.node(ada));
      await test.tree.settle();
      expect(adaCounts(test)).toBe('Ada Lovelace | ada@example.org · 1 of 1');
      test.tree.server.requests.length = 0;
      await test.tree.unfold('local', ada);
      expect(test.tree.server.requests).toEqual([]);
    });

    it('holds for one whose row is not listed at that moment', async () => {
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
      expect(adaCounts(test)).toBe('Ada Lovelace | ada@example.org · 1 of 1');
    });
  });

  it('of a connection that nobody has unfolded asks nothing', async () => {
    const test = new CommandsUnderTest();
    await test.handlers[commandIds.refreshView]();
    await test.handlers[commandIds.refreshConnection](test.tree.rows()[0]);
    expect(test.tree.server.requests).toEqual([]);
  });

  it('of an identity reads it, its list and each session that was found beside it', async () => {
    const test = await adaWith(7);
    test.tree.directory.pinFoundSession(adaId, await test.tree.directory.readSession(uuid(7)));
    test.tree.server.requests.length = 0;
    test.handlers[commandIds.refreshIdentity](test.tree.node(ada));
    await test.tree.settle();
    expect(test.tree.server.requests.toSorted()).toEqual(['all sessions 0', `identity ${adaId}`, `session ${uuid(7)}`]);
  });

  it('that fails is said by a row above those that stay, and not by a toast as well', async () => {
    const test = await adaWith(3);
    test.tree.server.failure = refused;
    test.handlers[commandIds.refreshIdentity](test.tree.node(ada));
    await test.tree.settle();
    expect(test.tree.rows('local', ada).map(({ kind }) => kind)).toEqual(['failure', 'session', 'session', 'session']);
    expect(test.errors).toEqual([]);
  });

  it('of a folded identity that fails is said by a toast', async () => {
    const test = new CommandsUnderTest();
    test.tree.server.identitiesHeld.push(anIdentity());
    await test.tree.unfold('local');
    test.tree.server.failure = refused;
    test.handlers[commandIds.refreshIdentity](test.tree.node(ada));
    await test.tree.settle();
    expect(test.errors).toEqual([nothingListens]);
  });

  it('of an identity that is gone takes its row out and says so', async () => {
    const test = await adaWith(0);
    test.tree.server.identitiesHeld.length = 0;
    test.handlers[commandIds.refreshIdentity](test.tree.node(ada));
    await test.tree.settle();
    expect(test.tree.provider.welcome).toEqual({ kind: 'noIdentities' });
    expect(person.seen).toEqual(['Ada Lovelace: this identity no longer exists.']);
  });

  it('of several selected sessions says the same trouble once', async () => {
    const test = await adaWith(3);
    test.tree.server.failure = refused;
    const sessions = test.tree.rows('local', ada);
    await test.handlers[commandIds.refreshSession](sessions[0], sessions);
    expect(test.tree.server.requests).toEqual([1, 2, 3].map((number) => `session ${uuid(number)}`));
    expect(test.errors).toEqual([nothingListens]);
    expect(test.tree.rows('local', ada)).toHaveLength(3);
  });

  it('while a page is on its way keeps the rows, and the page is not lost', async () => {
    const test = await adaWith(12);
    void test.tree.directory.sessionsOf(adaId).more();
    test.handlers[commandIds.refreshIdentity](test.tree.node(ada));
    expect(test.tree.rows('local', ada).filter(({ kind }) => kind === 'session')).toHaveLength(5);
    await test.tree.settle();
    expect(adaCounts(test)).toBe('Ada Lovelace | ada@example.org · 5 of 12');
    await test.handlers[commandIds.loadMore](lastRow(test));
    await test.tree.settle();
    expect(adaCounts(test)).toBe('Ada Lovelace | ada@example.org · 10 of 12');
  });
});

describe('Filter Sessions', () => {
  it('offers the filters, marks the current one, and unfolds what it lists', async () => {
    const test = await adaWith(4);
    person.answer = 'Inactive';
    await test.handlers[commandIds.filterSessions](test.tree.node(ada));
    expect(person.seen).toEqual(['All, current', 'Active', 'Inactive']);
    await test.tree.unfold('local', ada);
    expect(test.tree.server.requests).toEqual(['inactive sessions 0']);
    expect(adaCounts(test)).toBe('Ada Lovelace | ada@example.org · inactive only · 2 of 2');
    expect(test.shown).toEqual([`${ada} {"select":false,"expand":true}`]);
  });

  it('changes nothing when the person leaves, or chooses the current one', async () => {
    const test = await adaWith(4);
    await test.handlers[commandIds.filterSessions](test.tree.node(ada));
    person.answer = 'All';
    await test.handlers[commandIds.filterSessions](test.tree.node(ada));
    expect(test.tree.directory.sessionFilter(adaId)).toBe('all');
    expect(test.shown).toEqual([]);
  });

  it('asks nothing when a row names the filter', async () => {
    const test = await adaWith(4);
    test.tree.directory.setSessionFilter(adaId, 'active');
    await test.handlers[commandIds.filterSessions]({ id: ada }, 'all');
    expect(test.tree.directory.sessionFilter(adaId)).toBe('all');
    expect(person.seen).toEqual([]);
  });
});

describe('Filter Identities', () => {
  it('takes the beginning of an identifier for the only connection, and empty for none', async () => {
    const test = await adaWith(0);
    person.answer = ' ada@ ';
    await test.handlers[commandIds.filterIdentities]();
    expect(test.tree.directory.identityFilter).toBe('ada@');
    person.answer = '';
    await test.handlers[commandIds.filterIdentities]();
    expect(test.tree.directory.identityFilter).toBeUndefined();
    expect(person.seen).toEqual(['with “”', 'with “ada@”']);
  });

  it('stays as it is when the person leaves', async () => {
    const test = await adaWith(0);
    test.tree.directory.identityFilter = 'ada@';
    await test.handlers[commandIds.filterIdentities]();
    expect(test.tree.directory.identityFilter).toBe('ada@');
  });

  it('asks which of several connections, unless a row says so', async () => {
    const demo: Connection = { kind: 'demo', id: 'demo', name: 'Demo' };
    const test = await adaWith(0, { connections: [local, demo] });
    await test.handlers[commandIds.filterIdentities]();
    expect(person.seen).toEqual(['Local, 127.0.0.1:4434', 'Demo, invented people, on this machine']);
    test.selection = [test.tree.node(ada)];
    person.answer = 'ada';
    await test.handlers[commandIds.filterIdentities]();
    expect(test.tree.directory.identityFilter).toBe('ada');
  });

  it('is cleared of one connection from its row, and of all from the welcome', async () => {
    const test = await adaWith(0);
    test.tree.directory.identityFilter = 'zzz';
    test.handlers[commandIds.clearIdentityFilter]({ id: 'local' });
    expect(test.tree.directory.identityFilter).toBeUndefined();
    test.tree.directory.identityFilter = 'zzz';
    test.handlers[commandIds.clearIdentityFilter]();
    expect(test.tree.directory.identityFilter).toBeUndefined();
  });
});

describe('single rows', () => {
  it('that were found are unpinned', async () => {
    const test = await adaWith(0);
    const grace = anIdentity({ id: uuid(9) });
    test.tree.directory.pinFound(grace);
    await test.tree.unfold('local');
    test.handlers[commandIds.unpinIdentity](test.tree.node(`local/${uuid(9)}`));
    expect(test.tree.directory.found).toEqual([]);
  });

  it('of sessions open to the side', async () => {
    const test = await adaWith(1);
    await test.handlers[commandIds.openSessionToSide](test.tree.node(`${ada}/${uuid(1)}`));
    expect(person.seen).toEqual([`vscode.open kratos://local/identities/${adaId}/sessions/${uuid(1)}.json -2`]);
  });

  it('lead to their identity', async () => {
    const test = await adaWith(1);
    await test.handlers[commandIds.showIdentityInTree](test.tree.node(`${ada}/${uuid(1)}`));
    expect(test.revealed).toEqual([{ connectionId: 'local', identityId: adaId }]);
  });

  it('lead to the other sessions of their identity: to their own place among them, or to the identity when they are gone', async () => {
    const test = await adaWith(1);
    const row = test.tree.node(`${ada}/${uuid(1)}`);
    await test.handlers[commandIds.showOtherSessions](row);
    const gone = sessionUri({ connectionId: 'local', identityId: adaId, sessionId: uuid(2) });
    await test.handlers[commandIds.showOtherSessions](gone);
    expect(test.revealed).toEqual([
      { connectionId: 'local', identityId: adaId, sessionId: uuid(1), focus: 'focus' },
      { connectionId: 'local', identityId: adaId, focus: 'focus' },
    ]);
  });
});
