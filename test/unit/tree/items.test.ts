import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ThemeColor, ThemeIcon } from 'vscode';
import type { Connection } from '../../../src/connections/connection.ts';
import { aConnection } from '../builders/connectionBuilder.ts';
import { adaId, anIdentity, identityRowOf, wireIdentityInSession } from '../builders/identityBuilder.ts';
import { aMalformedSession, aSession, uuid, wireDevice } from '../builders/sessionBuilder.ts';
import { refused } from './fakeKratos.ts';
import { Collapsed, Expanded, local, None, type TreeTestOptions, TreeUnderTest } from './treeUnderTest.ts';

const ada = `local/${adaId}`;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

async function treeOf(
  sessions: readonly ReturnType<typeof aSession>[],
  options?: TreeTestOptions,
): Promise<TreeUnderTest> {
  const tree = new TreeUnderTest(options);
  tree.server.identitiesHeld.push(anIdentity());
  tree.server.sessionsHeld.set(adaId, sessions);
  await tree.unfold('local');
  await tree.unfold('local', ada);
  return tree;
}

/** What stands in the row of a session with these members on the wire. */
async function sessionWords(over: Readonly<Record<string, unknown>>): Promise<string | undefined> {
  const tree = await treeOf([aSession(over)]);
  return tree.words('local', ada)[0];
}

describe('the row of a session', () => {
  it('tells device, place, factors, AAL and age', async () => {
    expect(await sessionWords({})).toBe('Chrome 141 on Windows | Berlin, DE · password · aal1 · 3h ago');
  });

  it('tells the IP address without its port where there is no location', async () => {
    const devices = [wireDevice({ ip_address: '203.0.113.7:51432', location: '' })];
    const authentication_methods = [{ method: 'oidc', aal: 'aal1', provider: 'google', completed_at: null }];
    expect(await sessionWords({ devices, authentication_methods })).toBe(
      'Chrome 141 on Windows | 203.0.113.7 · oidc google · aal1 · 3h ago',
    );
  });

  it('puts the state first unless it is active', async () => {
    expect(await sessionWords({ active: false, expires_at: '2026-11-23T16:00:00Z' })).toContain('| expired · Berlin');
    expect(await sessionWords({ active: false })).toContain('| revoked or signed out · Berlin');
    const identity = wireIdentityInSession({ state: 'inactive' });
    expect(await sessionWords({ active: false, identity })).toContain('| identity disabled · Berlin');
  });

  it('goes without what the server does not hold', async () => {
    expect(await sessionWords({ devices: null, authentication_methods: null, authenticator_assurance_level: '' })).toBe(
      'No user agent | 3h ago',
    );
  });

  it('shows what strangers wrote as visible plain text', async () => {
    const devices = [
      wireDevice({ user_agent: '\u202E[x](command:quit)<b>\n$(trash)', location: 'a\u200Bb', ip_address: '' }),
    ];
    expect(await sessionWords({ devices })).toBe(
      '⟨U+202E⟩[x](command:quit)<b>⟨U+000A⟩$(trash) | a⟨U+200B⟩b · password · aal1 · 3h ago',
    );
  });

  it('has an id of the whole path, tags for the menus, and opens its file', async () => {
    const tree = await treeOf([aSession(), aSession({ id: uuid(2), active: false })]);
    const [active, revoked] = tree.rows('local', ada).map((node) => tree.item(node));
    expect(active).toMatchObject({
      id: `local/${adaId}/${uuid(1)}`,
      contextValue: 'session+active',
      collapsibleState: None,
      iconPath: { id: 'circle-filled' },
      command: { command: 'vscode.open' },
    });
    expect(String(active?.command?.arguments?.[0])).toBe(`kratos://local/identities/${adaId}/sessions/${uuid(1)}.json`);
    expect(active?.command?.arguments).toHaveLength(1);
    expect(revoked).toMatchObject({ contextValue: 'session+inactive', iconPath: { id: 'circle-outline' } });
  });

  it('says its state to a screen reader in words', async () => {
    const tree = await treeOf([aSession()]);
    expect(tree.itemOf(`local/${adaId}/${uuid(1)}`).accessibilityInformation?.label).toBe(
      'Chrome 141 on Windows, active, Berlin, DE, password, aal1, 3 hours ago',
    );
  });

  it('has its tooltip made on demand, with every fact in plain text', async () => {
    const tree = await treeOf([
      aSession({ devices: [wireDevice({ user_agent: 'evil\u202E/1\n**bold**', ip_address: '203.0.113.7:1' })] }),
    ]);
    const id = `local/${adaId}/${uuid(1)}`;
    expect(tree.itemOf(id).tooltip).toBeUndefined();
    const tooltip = await tree.tooltipOf(id);
    expect(tooltip).toBeTypeOf('string');
    expect(String(tooltip).split('\n')).toEqual(
      expect.arrayContaining([
        'Active, expires in 20 hours',
        expect.stringMatching(/^Signed in: .+ \(3 hours ago\)$/),
        expect.stringMatching(/^Factor: password, aal1, .+$/),
        'Location: Berlin, DE',
        'IP address: 203.0.113.7:1',
        'User agent: evil⟨U+202E⟩/1⟨U+000A⟩**bold**',
        `Session: ${uuid(1)}`,
        `Identity: ${adaId}`,
      ]),
    );
  });
});

describe('the row of a session that a look-up found beyond the shown pages', () => {
  const sevenSessions = Array.from({ length: 7 }, (_, place) => aSession({ id: uuid(place + 1) }));
  const sixth = `${ada}/${uuid(6)}`;

  async function found(): Promise<TreeUnderTest> {
    const tree = await treeOf(sevenSessions, { pageSize: 5 });
    tree.directory.pinFoundSession(adaId, await tree.directory.readSession(uuid(6)));
    await tree.unfold('local', ada);
    return tree;
  }

  it('stands before the list, marked in words and tags, and is not counted', async () => {
    const tree = await found();
    expect(tree.rows('local', ada)[0]?.id).toBe(sixth);
    expect(tree.words('local', ada)[0]).toBe('Chrome 141 on Windows | found · Berlin, DE · password · aal1 · 3h ago');
    expect(tree.itemOf(sixth)).toMatchObject({ contextValue: 'session+active+found' });
    expect(tree.itemOf(sixth).accessibilityInformation?.label).toBe(
      'Chrome 141 on Windows, found, active, Berlin, DE, password, aal1, 3 hours ago',
    );
    expect(String(await tree.tooltipOf(sixth))).toContain('Found by a search; the list has not loaded this far.');
    expect(tree.words('local')).toEqual(['Ada Lovelace | ada@example.org · 5 of 7']);
    expect(tree.words('local', ada).at(-1)).toBe('Load more | 5 of 7');
  });

  it('is one row in its place, the same object, once the list reaches it', async () => {
    const tree = await found();
    const node = tree.node(sixth);
    await tree.directory.sessionsOf(adaId).more();
    await tree.settle();
    const rows = tree.rows('local', ada);
    expect(rows.map(({ id }) => id)).toEqual(sevenSessions.map(({ id }) => `${ada}/${id}`));
    expect(rows[5]).toBe(node);
    expect(tree.words('local', ada)[5]).toBe('Chrome 141 on Windows | Berlin, DE · password · aal1 · 3h ago');
    expect(tree.words('local')).toEqual(['Ada Lovelace | ada@example.org · 7 of 7']);
  });

  it('makes no other row look the list through, however many were found', async () => {
    const tree = await found();
    const lookedThrough = vi.spyOn(tree.directory, 'foundSessions');
    for (const node of tree.rows('local', ada).slice(1)) {
      lookedThrough.mockClear();
      tree.item(node);
      expect(lookedThrough).not.toHaveBeenCalled();
    }
  });

  it('is announced when it comes and when it goes', async () => {
    const tree = await treeOf(sevenSessions, { pageSize: 5 });
    const session = await tree.directory.readSession(uuid(6));
    await tree.settle();
    tree.announced.length = 0;
    tree.directory.pinFoundSession(adaId, session);
    await tree.settle();
    expect(tree.announced).toEqual([[ada]]);
    tree.server.sessionsHeld.set(adaId, sevenSessions.toSpliced(5, 1));
    await expect(tree.directory.readSession(uuid(6))).rejects.toThrow();
    await tree.settle();
    expect(tree.rows('local', ada).map(({ id }) => id)).not.toContain(sixth);
    expect(tree.announced.at(-1)).toEqual([ada]);
  });
});

describe('the row of an item that is no session', () => {
  it('is marked, says why, and counts', async () => {
    const tree = await treeOf([]);
    tree.server.sessionsHeld.set(adaId, [aMalformedSession(), aSession({ id: uuid(2) })]);
    void tree.directory.sessionsOf(adaId).refresh();
    await tree.settle();
    const [first] = tree.rows('local', ada);
    expect(first).toMatchObject({ kind: 'malformed' });
    expect(tree.words('local', ada)[0]).toMatch(/^Unreadable session \| .+/);
    expect(tree.words('local')).toEqual(['Ada Lovelace | ada@example.org · 2 of 2']);
  });
});

describe('the row of an identity', () => {
  async function identityWords(
    over: Readonly<Record<string, unknown>>,
    options?: TreeTestOptions,
  ): Promise<string | undefined> {
    const tree = new TreeUnderTest(options);
    tree.server.identitiesHeld.push(anIdentity(over));
    await tree.unfold('local');
    return tree.words('local')[0];
  }

  it('tells the best name and the identifier', async () => {
    expect(await identityWords({})).toBe('Ada Lovelace | ada@example.org');
  });

  it('takes the name from the traits that the setting names', async () => {
    expect(await identityWords({}, { labelTraits: ['name.last+name.first'] })).toBe('Lovelace Ada | ada@example.org');
    const connections = [{ ...aConnection({ labelTraits: ['name.first'] }), id: 'local' }];
    expect(await identityWords({}, { connections, labelTraits: ['name.last'] })).toBe('Ada | ada@example.org');
  });

  it('says that it is disabled, in words, icon and tags', async () => {
    const tree = new TreeUnderTest();
    tree.server.identitiesHeld.push(anIdentity({ state: 'inactive' }));
    await tree.unfold('local');
    expect(tree.words('local')).toEqual(['Ada Lovelace | ada@example.org · disabled']);
    expect(tree.itemOf(ada)).toMatchObject({ contextValue: 'identity+inactive', iconPath: { id: 'circle-slash' } });
  });

  it('counts its sessions once they are read', async () => {
    const sessions = Array.from({ length: 7 }, (_, place) => aSession({ id: uuid(place + 1) }));
    const some = await treeOf(sessions, { pageSize: 5 });
    expect(some.words('local')).toEqual(['Ada Lovelace | ada@example.org · 5 of 7']);
    expect(some.itemOf(ada)).toMatchObject({ contextValue: 'identity+active+more', collapsibleState: Collapsed });
    const all = await treeOf(sessions);
    expect(all.words('local')).toEqual(['Ada Lovelace | ada@example.org · 7 of 7']);
    expect(all.itemOf(ada).contextValue).toBe('identity+active');
  });

  it('has its traits in its tooltip as the server wrote them, numbers beyond 2^53 too, and holds out against any depth', async () => {
    const tree = new TreeUnderTest();
    const deep = '['.repeat(10_000) + ']'.repeat(10_000);
    const rows = [`{"customer":9007199254740993}`, `{"customer":${deep}}`].map((traits, place) =>
      identityRowOf(`{"id":"${uuid(place)}","state":"active","traits":${traits}}`),
    );
    tree.server.identitiesHeld.push(...rows);
    await tree.unfold('local');
    expect(await tree.tooltipOf(`local/${uuid(0)}`)).toContain('Traits: {"customer":9007199254740993}');
    expect(await tree.tooltipOf(`local/${uuid(1)}`)).toContain('Traits: {"customer":[[[');
  });

  it('says which of its sessions it lists', async () => {
    const tree = await treeOf([aSession(), aSession({ id: uuid(2), active: false })]);
    tree.directory.setSessionFilter(adaId, 'inactive');
    await tree.unfold('local', ada);
    expect(tree.words('local')).toEqual(['Ada Lovelace | ada@example.org · inactive only · 1 of 1']);
  });

  it('stands before the list, once, when a look-up found it', async () => {
    const tree = new TreeUnderTest();
    const grace = anIdentity({ id: uuid(9), traits: { name: 'Grace Hopper', email: 'grace@example.org' } });
    tree.server.identitiesHeld.push(anIdentity(), grace);
    await tree.unfold('local');
    tree.directory.pinFound(grace);
    await tree.settle();
    expect(tree.rows('local').map(({ id }) => id)).toEqual([`local/${uuid(9)}`, ada]);
    expect(tree.itemOf(`local/${uuid(9)}`)).toMatchObject({
      contextValue: 'identity+active+found',
      iconPath: { id: 'pinned' },
    });
  });
});

describe('the rows about a list', () => {
  it('say at once that it is being read', () => {
    const tree = new TreeUnderTest();
    expect(tree.words('local')).toEqual(['Loading…']);
  });

  it('end in what is loaded and of how many', async () => {
    const tree = await treeOf(
      Array.from({ length: 7 }, (_, place) => aSession({ id: uuid(place + 1) })),
      { pageSize: 5 },
    );
    expect(tree.words('local', ada).at(-1)).toBe('Load more | 5 of 7');
    const more = tree.rows('local', ada).at(-1);
    expect(more && tree.item(more)).toMatchObject({
      contextValue: 'more',
      command: { command: 'kratosExplorer.loadMore', arguments: [more] },
    });
  });

  it('say "Loading more…" in the same place while the next page is on its way', async () => {
    const tree = await treeOf(
      Array.from({ length: 7 }, (_, place) => aSession({ id: uuid(place + 1) })),
      { pageSize: 5 },
    );
    const before = tree.rows('local', ada).at(-1);
    void tree.directory.sessionsOf(adaId).more();
    expect(tree.words('local', ada).at(-1)).toBe('Loading more… | 5 of 7');
    expect(tree.rows('local', ada).at(-1)).toBe(before);
  });

  it('tell a first page that failed, with reason and retry', async () => {
    const tree = await treeOf([]);
    tree.server.failure = refused;
    tree.directory.setSessionFilter(adaId, 'active');
    await tree.unfold('local', ada);
    expect(tree.words('local', ada)).toEqual([
      'Nothing is listening at http://127.0.0.1:4434. Start the server, or correct the connection’s address.',
    ]);
    const [failure] = tree.rows('local', ada);
    expect(failure && tree.item(failure)).toMatchObject({
      contextValue: 'failure',
      command: { command: 'kratosExplorer.retry', arguments: [failure] },
    });
  });

  it('lead to the key that is missing, and beside a refused one to both', async () => {
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

  it('keep the rows before a later page that failed', async () => {
    const tree = await treeOf(
      Array.from({ length: 7 }, (_, place) => aSession({ id: uuid(place + 1) })),
      { pageSize: 5 },
    );
    tree.server.failure = refused;
    void tree.directory.sessionsOf(adaId).more();
    await tree.settle();
    expect(tree.rows('local', ada).map(({ kind }) => kind)).toEqual([...Array(5).fill('session'), 'failure']);
  });

  it('tell a refresh that failed at the top, where it is seen, and keep everything', async () => {
    const tree = await treeOf(
      Array.from({ length: 7 }, (_, place) => aSession({ id: uuid(place + 1) })),
      { pageSize: 5 },
    );
    tree.server.failure = refused;
    void tree.directory.sessionsOf(adaId).refresh();
    await tree.settle();
    expect(tree.rows('local', ada).map(({ kind }) => kind)).toEqual(['failure', ...Array(5).fill('session'), 'more']);
  });

  it('tell a refresh that failed in the row above, too, which stays in sight when they are scrolled', async () => {
    const tree = await treeOf([aSession()]);
    tree.server.failure = refused;
    void tree.directory.identities.refresh();
    void tree.directory.sessionsOf(adaId).refresh();
    await tree.settle();
    expect(tree.words()).toEqual(['Local | refresh failed · 127.0.0.1:4434']);
    expect(tree.words('local')).toContain('Ada Lovelace | refresh failed · ada@example.org · 1 of 1');

    tree.server.failure = undefined;
    void tree.directory.identities.retry();
    await tree.settle();
    expect(tree.words()).toEqual(['Local | 127.0.0.1:4434']);
  });

  it('tell that there are no sessions, and with a filter how to see the others', async () => {
    const tree = await treeOf([]);
    expect(tree.words('local', ada)).toEqual(['No sessions']);
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

describe('the row of a connection', () => {
  const demo: Connection = { kind: 'demo', id: 'demo', name: 'Demo' };

  it('is unfolded at first when it is the only one', () => {
    const tree = new TreeUnderTest();
    expect(tree.words()).toEqual(['Local | 127.0.0.1:4434']);
    expect(tree.itemOf('local')).toMatchObject({
      collapsibleState: Expanded,
      contextValue: 'connection+configured+more',
    });
  });

  it('is folded among several', () => {
    const tree = new TreeUnderTest({ connections: [local, demo] });
    expect(tree.words()).toEqual(['Local | 127.0.0.1:4434', 'Demo | invented people, on this machine']);
    expect(tree.itemOf('demo')).toMatchObject({ collapsibleState: Collapsed, contextValue: 'connection+demo+more' });
  });

  it('says what a person must know of it, in colour where it has one', () => {
    const entry = { environment: { name: 'staging', color: 'charts.yellow' }, url: 'http://kratos.example.org' };
    const tree = new TreeUnderTest({ connections: [{ ...aConnection(entry), id: 'local', name: 'Acme' }, demo] });
    expect(tree.words()[0]).toBe('Acme | staging · read-only · not encrypted · kratos.example.org');
    expect(tree.itemOf('local').iconPath).toEqual(new ThemeIcon('server', new ThemeColor('charts.yellow')));
    expect(tree.itemOf('local').accessibilityInformation?.label).toContain('staging · read-only · not encrypted');
  });

  it('says the filter of its identities', async () => {
    const tree = new TreeUnderTest({ connections: [local, demo] });
    tree.directory.identityFilter = 'ada\u202E';
    await tree.unfold('local');
    expect(tree.words()[0]).toBe('Local | 127.0.0.1:4434 · identifier begins with “ada⟨U+202E⟩”');
    expect(tree.itemOf('local').contextValue).toBe('connection+configured+filtered');
    expect(tree.words('local')).toEqual(['No matching identities. Show all.']);
  });

  it('is marked, with the problem, when the setting does not describe one', () => {
    const tree = new TreeUnderTest({
      connections: [
        local,
        { kind: 'invalid', index: 1, name: undefined, problem: 'The address must begin with http://.' },
      ],
    });
    expect(tree.words()[1]).toBe('Connection 2 | The address must begin with http://.');
    const [, invalid] = tree.rows();
    expect(invalid && tree.item(invalid)).toMatchObject({
      contextValue: 'invalidConnection',
      command: { command: 'kratosExplorer.openConnectionSettings' },
    });
  });
});

describe('a row that throws while it is drawn', () => {
  const unshown = <T extends object>(item: T, member: keyof T): T =>
    new Proxy(item, {
      get(target, key) {
        if (key === member) {
          throw new RangeError('Maximum call stack size exceeded');
        }
        return Reflect.get(target, key);
      },
    });

  it('is marked and named, with its tooltip, and leaves the other rows as they are', async () => {
    const tree = await treeOf([aSession(), unshown(aSession({ id: uuid(2) }), 'devices')]);
    tree.server.identitiesHeld.push(unshown(anIdentity({ id: uuid(3) }), 'traits'));
    await tree.directory.identities.refresh();
    const [, other] = await tree.unfold('local');
    expect(tree.words('local')).toEqual([
      expect.stringMatching(/^Ada Lovelace /),
      'Identity 00000000 could not be shown | RangeError: Maximum call stack size exceeded',
    ]);
    expect(tree.words('local', ada)).toEqual([
      expect.stringMatching(/^Chrome 141 /),
      'Session 00000000 could not be shown | RangeError: Maximum call stack size exceeded',
    ]);
    expect(other && tree.item(other)).toMatchObject({ collapsibleState: Collapsed, contextValue: 'identity' });
    expect(await tree.tooltipOf(`local/${uuid(3)}`)).toContain('Identity 00000000 could not be shown\nRangeError');
    expect(await tree.tooltipOf(`${ada}/${uuid(2)}`)).toContain('Session 00000000 could not be shown\nRangeError');
  });
});
