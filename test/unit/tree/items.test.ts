import { describe, expect, it, vi } from 'vitest';
import { ThemeColor, ThemeIcon } from 'vscode';
import type { Connection } from '../../../src/connections/connection.ts';
import { aConnection } from '../builders/connectionBuilder.ts';
import { adaId, anIdentity, identityRowOf } from '../builders/identityBuilder.ts';
import { aMalformedSession, aSession, sessionsOf, uuid } from '../builders/sessionBuilder.ts';
import {
  ada,
  Collapsed,
  Expanded,
  local,
  type TreeTestOptions,
  TreeUnderTest,
  treeOf,
  withFakeTimers,
} from './treeUnderTest.ts';

withFakeTimers();

describe('The row of a connection', () => {
  const demo: Connection = { kind: 'demo', id: 'demo', name: 'Demo' };

  it('expands the only connection at first', () => {
    const tree = new TreeUnderTest();
    expect(tree.words()).toEqual(['Local | 127.0.0.1:4434']);
    expect(tree.itemOf('local')).toMatchObject({
      collapsibleState: Expanded,
      contextValue: 'connection+configured+more+first+last',
    });
  });

  it('collapses each of several connections at first', () => {
    const tree = new TreeUnderTest({ connections: [local, demo] });
    expect(tree.words()).toEqual(['Local | 127.0.0.1:4434', 'Demo | account taken over']);
    expect(tree.itemOf('demo')).toMatchObject({
      collapsibleState: Collapsed,
      contextValue: 'connection+demo+more+unlockable',
    });
  });

  it('shows the environment and the risks of a connection, with the color of the environment', () => {
    const entry = { environment: { name: 'staging', color: 'charts.yellow' }, url: 'http://kratos.example.org' };
    const tree = new TreeUnderTest({ connections: [{ ...aConnection(entry), id: 'local', name: 'Acme' }, demo] });
    expect(tree.words()[0]).toBe('Acme | staging · read-only · not encrypted · kratos.example.org');
    expect(tree.itemOf('local').iconPath).toEqual(new ThemeIcon('server', new ThemeColor('charts.yellow')));
    expect(tree.itemOf('local').accessibilityInformation?.label).toContain('staging · read-only · not encrypted');
  });

  it('shows the identity filter of a connection', async () => {
    const tree = new TreeUnderTest({ connections: [local, demo] });
    tree.directory.identityFilter = 'ada\u202E';
    await tree.unfold('local');
    expect(tree.words()[0]).toBe('Local | 127.0.0.1:4434 · identifier begins with “ada⟨U+202E⟩”');
    expect(tree.itemOf('local').contextValue).toBe('connection+configured+filtered+read+first+last');
    expect(tree.words('local')).toEqual(['No matching identities. Show all.']);
  });

  it('says with which of its commands the connection can be changed', () => {
    const other = { ...aConnection({ authentication: { type: 'bearer' } }), id: 'other' };
    const invalid = { kind: 'invalid', index: 2, name: undefined, problem: 'No address.' } as const;
    const tree = new TreeUnderTest({ connections: [local, other, invalid, demo] });
    expect(tree.words()).toHaveLength(4);
    expect(tree.itemOf('local').contextValue).toBe('connection+configured+more+first');
    expect(tree.itemOf('other').contextValue).toBe('connection+configured+more+secrets');
    expect(tree.itemOf('demo').contextValue).toBe('connection+demo+more+unlockable');
  });

  it('shows the time that is left of its unlock, and tags the rows whose menus offer changes meanwhile', async () => {
    const writable = { ...aConnection({ writable: true }), id: 'local', name: 'Local' };
    const tree = await treeOf([aSession()], { connections: [writable] });
    const rows = ['local', ada, `${ada}/${uuid(1)}`];
    const tagged = () => rows.filter((id) => /\bunlocked\b/.test(tree.itemOf(id).contextValue ?? ''));
    expect(tree.words()).toEqual(['Local | may be unlocked · 127.0.0.1:4434']);
    expect(tree.itemOf('local').contextValue).toContain('+unlockable');
    expect(tagged()).toEqual([]);

    tree.announced.length = 0;
    tree.setUnlock('local', { reason: 'INC-4711', milliseconds: 13 * 60_000 + 1 });
    await tree.settle();
    expect(tree.announced).toEqual([['local']]);
    expect(tree.words()).toEqual(['Local | unlocked, 14 min · 127.0.0.1:4434']);
    expect(await tree.tooltipOf('local')).toMatch(/^unlocked, 14 min\nReason: INC-4711$/m);
    expect(tagged()).toEqual(rows);

    tree.setUnlock('local', undefined);
    await tree.settle();
    expect(tree.words()).toEqual(['Local | may be unlocked · 127.0.0.1:4434']);
    expect(await tree.tooltipOf('local')).not.toContain('INC-4711');
    expect(tagged()).toEqual([]);
  });

  it('shows the problem of a connection whose setting is invalid', () => {
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

describe('The row of an identity', () => {
  async function identityWords(
    over: Readonly<Record<string, unknown>>,
    options?: TreeTestOptions,
  ): Promise<string | undefined> {
    const tree = new TreeUnderTest(options);
    tree.server.identitiesHeld.push(anIdentity(over));
    await tree.unfold('local');
    return tree.words('local')[0];
  }

  it('shows the name and the identifier of an identity', async () => {
    expect(await identityWords({})).toBe('Ada Lovelace | ada@example.org');
  });

  it('shows the traits from the setting as the name of an identity', async () => {
    expect(await identityWords({}, { labelTraits: ['name.last+name.first'] })).toBe('Lovelace Ada | ada@example.org');
    const connections = [{ ...aConnection({ labelTraits: ['name.first'] }), id: 'local' }];
    expect(await identityWords({}, { connections, labelTraits: ['name.last'] })).toBe('Ada | ada@example.org');
  });

  it('shows a disabled identity in its description, icon and context value', async () => {
    const tree = new TreeUnderTest();
    tree.server.identitiesHeld.push(anIdentity({ state: 'inactive' }));
    await tree.unfold('local');
    expect(tree.words('local')).toEqual(['Ada Lovelace | ada@example.org · disabled']);
    expect(tree.itemOf(ada)).toMatchObject({ contextValue: 'identity+inactive', iconPath: { id: 'circle-slash' } });
  });

  it('counts the sessions of an identity when they are loaded', async () => {
    const sessions = sessionsOf(7);
    const some = await treeOf(sessions, { pageSize: 5 });
    expect(some.words('local')).toEqual(['Ada Lovelace | 5 of 7 · ada@example.org']);
    expect(some.itemOf(ada)).toMatchObject({ contextValue: 'identity+active+more', collapsibleState: Collapsed });
    const all = await treeOf(sessions);
    expect(all.words('local')).toEqual(['Ada Lovelace | 7 of 7 · ada@example.org']);
    expect(all.itemOf(ada).contextValue).toBe('identity+active');
  });

  it('shows the exact traits in the tooltip of an identity, with numbers beyond 2^53 and 10,000 levels of arrays', async () => {
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

  it('shows the session filter of an identity', async () => {
    const tree = await treeOf([aSession(), aSession({ id: uuid(2), active: false })]);
    tree.directory.setSessionFilter(adaId, 'inactive');
    await tree.unfold('local', ada);
    expect(tree.words('local')).toEqual(['Ada Lovelace | inactive · 1 of 1 · ada@example.org']);
    expect(tree.itemOf(ada).accessibilityInformation?.label).toBe(
      'Ada Lovelace, inactive only, 1 of 1, ada@example.org',
    );
  });

  it('shows a found identity once, above the list', async () => {
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

describe('The tooltips of rows', () => {
  const readWords = (at: string) =>
    expect.stringMatching(new RegExp(`(^|\\n)Read: .*${at}.* (UTC|GMT|[A-Z]{3,4})(\\n|$)`));

  it('say when the row was read, with the time zone', async () => {
    vi.setSystemTime('2026-11-23T12:07:31Z');
    const tree = new TreeUnderTest({ pageSize: 2 });
    tree.server.identitiesHeld.push(anIdentity());
    const malformed = aMalformedSession({ id: uuid(2), expires_at: 5 });
    tree.server.sessionsHeld.set(adaId, [aSession(), malformed, aSession({ id: uuid(3) })]);
    await tree.unfold('local');
    await tree.unfold('local', ada);
    const rows = ['local', ada, ...tree.rows('local', ada).map(({ id }) => id)];
    expect(rows).toHaveLength(5);
    for (const id of rows) {
      expect(await tree.tooltipOf(id)).toEqual(readWords(':07:31'));
    }
  });

  it('say when a list without rows was read', async () => {
    vi.setSystemTime('2026-11-23T12:07:31Z');
    const tree = await treeOf([]);
    expect(await tree.tooltipOf(`${ada}/$after`)).toEqual(readWords(':07:31'));
  });

  it('say when the list was read last after a refresh has failed', async () => {
    vi.setSystemTime('2026-11-23T12:07:31Z');
    const tree = await treeOf([aSession()]);
    vi.setSystemTime('2026-11-23T12:09:00Z');
    tree.server.failure = { kind: 'rateLimited', retryAfterSeconds: undefined };
    await tree.directory.sessionsOf(adaId).refresh();
    await tree.settle();
    tree.rows('local', ada);
    expect(await tree.tooltipOf(`${ada}/$before`)).toEqual(readWords(':07:31'));
  });

  it('are made again after a refresh that changed nothing, and only those that were shown', async () => {
    vi.setSystemTime('2026-11-23T12:07:31Z');
    const tree = await treeOf([aSession(), aSession({ id: uuid(2) })]);
    await tree.tooltipOf(`${ada}/${uuid(1)}`);
    tree.announced.length = 0;
    vi.setSystemTime('2026-11-23T12:09:00Z');
    tree.server.sessionsHeld.set(adaId, [aSession(), aSession({ id: uuid(2) })]);
    await tree.directory.sessionsOf(adaId).refresh();
    await tree.settle();
    expect(tree.announced).toEqual([[`${ada}/${uuid(1)}`]]);
    expect(await tree.tooltipOf(`${ada}/${uuid(1)}`)).toEqual(readWords(':09:00'));
  });
});

describe('A row that throws while it is drawn', () => {
  const unshown = <T extends object>(item: T, member: keyof T): T =>
    new Proxy(item, {
      get(target, key) {
        if (key === member) {
          throw new RangeError('Maximum call stack size exceeded');
        }
        return Reflect.get(target, key);
      },
    });

  it('marks and names a row that throws while it is drawn, and draws the other rows', async () => {
    const tree = await treeOf([aSession(), unshown(aSession({ id: uuid(2) }), 'devices')]);
    tree.server.identitiesHeld.push(unshown(anIdentity({ id: uuid(3) }), 'traits'));
    await tree.directory.identities.refresh();
    const [, other] = await tree.unfold('local');
    expect(tree.words('local')).toEqual([
      expect.stringMatching(/^Ada Lovelace /),
      'Identity 00000000 could not be shown | RangeError: Maximum call stack size exceeded',
    ]);
    expect(tree.words('local', ada)).toEqual([
      expect.stringMatching(/^Chrome Win /),
      'Session 00000000 could not be shown | RangeError: Maximum call stack size exceeded',
    ]);
    expect(other && tree.item(other)).toMatchObject({ collapsibleState: Collapsed, contextValue: 'identity' });
    expect(await tree.tooltipOf(`local/${uuid(3)}`)).toContain('Identity 00000000 could not be shown\nRangeError');
    expect(await tree.tooltipOf(`${ada}/${uuid(2)}`)).toContain('Session 00000000 could not be shown\nRangeError');
  });
});
