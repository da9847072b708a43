import { describe, expect, it, vi } from 'vitest';
import { adaId, wireIdentityInSession } from '../builders/identityBuilder.ts';
import { aMalformedSession, aSession, sessionsOf, uuid, wireDevice } from '../builders/sessionBuilder.ts';
import { ada, None, type TreeUnderTest, treeOf, withFakeTimers } from './treeUnderTest.ts';

withFakeTimers();

/** Returns the text of the row of a session with these members on the wire. */
async function sessionWords(over: Readonly<Record<string, unknown>>): Promise<string | undefined> {
  const tree = await treeOf([aSession(over)]);
  return tree.words('local', ada)[0];
}

describe('The row of a session', () => {
  it('shows the device family, age and location of a session, and not that it began with a password', async () => {
    expect(await sessionWords({})).toBe('Chrome Win | 3 h · Berlin, DE');
  });

  it('shows the IP address of a session without its port when there is no location', async () => {
    const devices = [wireDevice({ ip_address: '203.0.113.7:51432', location: '' })];
    const authentication_methods = [{ method: 'oidc', aal: 'aal1', provider: 'google', completed_at: null }];
    expect(await sessionWords({ devices, authentication_methods })).toBe(
      'Chrome Win | 3 h · 203.0.113.7 · oidc google',
    );
  });

  it.each([
    ['active', {}, 'circle-filled'],
    ['Expired 2 hours ago', { active: false, expires_at: '2026-11-23T16:00:00Z' }, 'circle-outline'],
    ['Revoked by an administrator', { active: false }, 'circle-slash'],
    ['identity is disabled', { identity: wireIdentityInSession({ state: 'inactive' }) }, 'circle-slash'],
  ])(
    'shows by the shape of its icon, and says for screen readers, that a session is: %s',
    async (words, over, icon) => {
      const tree = await treeOf([aSession(over)]);
      const item = tree.itemOf(`${ada}/${uuid(1)}`);
      expect(item).toMatchObject({ description: '3 h · Berlin, DE', iconPath: { id: icon } });
      expect(item.accessibilityInformation?.label.toLowerCase()).toContain(words.toLowerCase());
    },
  );

  it('omits what the server does not return for a session', async () => {
    expect(await sessionWords({ devices: null, authentication_methods: null, authenticator_assurance_level: '' })).toBe(
      'No user agent | 3 h',
    );
  });

  it('shows hostile text in the row of a session as visible plain text', async () => {
    const devices = [
      wireDevice({ user_agent: '\u202E[x](command:quit)<b>\n$(trash)', location: 'a\u200Bb', ip_address: '' }),
    ];
    expect(await sessionWords({ devices })).toBe('⟨U+202E⟩[x… | 3 h · a⟨U+200B⟩b');
  });

  it('gives the row of a session its path as id, its state as context value, and a command that opens its file', async () => {
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
    expect(revoked).toMatchObject({ contextValue: 'session+inactive', iconPath: { id: 'circle-slash' } });
  });

  it('describes the state of a session in words for screen readers', async () => {
    const tree = await treeOf([aSession()]);
    expect(tree.itemOf(`local/${adaId}/${uuid(1)}`).accessibilityInformation?.label).toBe(
      'Chrome 141 on Windows, 3 hours ago, Berlin, DE, password, aal1, Active, expires in 20 hours',
    );
  });

  it('resolves the tooltip of a session on demand, with every fact in plain text', async () => {
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

describe('The row of a found session that is beyond the loaded pages', () => {
  const sevenSessions = sessionsOf(7);
  const sixth = `${ada}/${uuid(6)}`;

  async function found(): Promise<TreeUnderTest> {
    const tree = await treeOf(sevenSessions, { pageSize: 5 });
    tree.directory.pinFoundSession(adaId, await tree.directory.readSession(uuid(6)));
    await tree.unfold('local', ada);
    return tree;
  }

  it('shows a found session above the list, marks it as found, and does not count it', async () => {
    const tree = await found();
    expect(tree.rows('local', ada)[0]?.id).toBe(sixth);
    expect(tree.words('local', ada)[0]).toBe('Chrome Win | 3 h · Berlin, DE · found');
    expect(tree.itemOf(sixth)).toMatchObject({ contextValue: 'session+active+found' });
    expect(tree.itemOf(sixth).accessibilityInformation?.label).toBe(
      'Chrome 141 on Windows, 3 hours ago, Berlin, DE, password, aal1, Active, expires in 20 hours, found',
    );
    expect(String(await tree.tooltipOf(sixth))).toContain('Found by a search; the list has not loaded this far.');
    expect(tree.words('local')).toEqual(['Ada Lovelace | 5 of 7 · ada@example.org']);
    expect(tree.words('local', ada).at(-1)).toBe('Load more | 5 of 7');
  });

  it('moves the same row of a found session into the list when the list has loaded that far', async () => {
    const tree = await found();
    const node = tree.node(sixth);
    await tree.directory.sessionsOf(adaId).more();
    await tree.settle();
    const rows = tree.rows('local', ada);
    expect(rows.map(({ id }) => id)).toEqual(sevenSessions.map(({ id }) => `${ada}/${id}`));
    expect(rows[5]).toBe(node);
    expect(tree.words('local', ada)[5]).toBe('Chrome Win | 3 h · Berlin, DE');
    expect(tree.words('local')).toEqual(['Ada Lovelace | 7 of 7 · ada@example.org']);
  });

  it('draws the other rows of a list without searching the found sessions', async () => {
    const tree = await found();
    const lookedThrough = vi.spyOn(tree.directory, 'foundSessions');
    for (const node of tree.rows('local', ada).slice(1)) {
      lookedThrough.mockClear();
      tree.item(node);
      expect(lookedThrough).not.toHaveBeenCalled();
    }
  });

  it('announces when a found session is added and when it is removed', async () => {
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

describe('The row of a malformed session', () => {
  it('marks a malformed session, shows the reason, and counts it', async () => {
    const tree = await treeOf([]);
    tree.server.sessionsHeld.set(adaId, [aMalformedSession(), aSession({ id: uuid(2) })]);
    void tree.directory.sessionsOf(adaId).refresh();
    await tree.settle();
    const [first] = tree.rows('local', ada);
    expect(first).toMatchObject({ kind: 'malformed' });
    expect(tree.words('local', ada)[0]).toMatch(/^Unreadable session \| .+/);
    expect(tree.words('local')).toEqual(['Ada Lovelace | 2 of 2 · ada@example.org']);
  });
});
