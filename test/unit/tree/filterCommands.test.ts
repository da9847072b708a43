import { describe, expect, it } from 'vitest';
import { commandIds } from '../../../src/commands/ids.ts';
import type { Connection } from '../../../src/connections/connection.ts';
import { adaId } from '../builders/identityBuilder.ts';
import { uuid } from '../builders/sessionBuilder.ts';
import { adaCounts, adaWith, TreeUser } from './commandsUnderTest.ts';
import { ada, local, withFakeTimers } from './treeUnderTest.ts';

const user = new TreeUser();

withFakeTimers();

describe('Filter Sessions', () => {
  it('offers the session filters, marks the current one, and expands the filtered list', async () => {
    const test = await adaWith(4);
    user.answer = 'Inactive';
    await test.handlers[commandIds.filterSessions](test.tree.node(ada));
    expect(user.titles).toEqual(['Filter Sessions of Ada Lovelace: which to show?']);
    expect(user.seen).toEqual(['All, current', 'Active', 'Inactive']);
    await test.tree.unfold('local', ada);
    expect(test.tree.server.requests).toEqual(['inactive sessions 0']);
    expect(adaCounts(test)).toBe('Ada Lovelace | inactive · 2 of 2 · ada@example.org');
    expect(test.shown).toEqual([`${ada} {"select":false,"expand":true}`]);
  });

  it('filters the sessions when VS Code cannot expand the identity, because it draws the row again', async () => {
    const test = await adaWith(4);
    test.whenShown = () => Promise.reject(new Error('TreeError: the row is not in the tree'));
    await test.handlers[commandIds.filterSessions](test.tree.node(ada), 'inactive');
    expect(test.tree.directory.sessionFilter(adaId)).toBe('inactive');
  });

  it('keeps the session filter when the user cancels or selects the current one', async () => {
    const test = await adaWith(4);
    await test.handlers[commandIds.filterSessions](test.tree.node(ada));
    user.answer = 'All';
    await test.handlers[commandIds.filterSessions](test.tree.node(ada));
    expect(test.tree.directory.sessionFilter(adaId)).toBe('all');
    expect(test.shown).toEqual([]);
  });

  it('filters the sessions of the identity that is selected, or whose session is, from the palette', async () => {
    const test = await adaWith(4);
    user.answer = 'Active';
    test.selection = [test.tree.node(`${ada}/${uuid(1)}`)];
    await test.handlers[commandIds.filterSessions]();
    expect(test.tree.directory.sessionFilter(adaId)).toBe('active');
    user.answer = 'All';
    test.selection = [test.tree.node(ada)];
    await test.handlers[commandIds.filterSessions]();
    expect(test.tree.directory.sessionFilter(adaId)).toBe('all');
  });

  it('sets the session filter that a row provides, without a question', async () => {
    const test = await adaWith(4);
    test.tree.directory.setSessionFilter(adaId, 'active');
    await test.handlers[commandIds.filterSessions]({ id: ada }, 'all');
    expect(test.tree.directory.sessionFilter(adaId)).toBe('all');
    expect(user.seen).toEqual([]);
  });
});

describe('Clear Session Filter', () => {
  it.each(['its row', 'the selected row'])('shows all sessions of an identity again, from %s', async (from) => {
    const test = await adaWith(4);
    test.tree.directory.setSessionFilter(adaId, 'inactive');
    await test.tree.unfold('local', ada);
    expect(test.tree.itemOf(ada).contextValue).toBe('identity+active+filtered');
    test.selection = [test.tree.node(ada)];
    await test.handlers[commandIds.clearSessionFilter](from === 'its row' ? { id: ada } : undefined);
    expect(test.tree.directory.sessionFilter(adaId)).toBe('all');
    expect(test.tree.itemOf(ada).contextValue).toBe('identity+active');
    expect(test.shown).toEqual([`${ada} {"select":false,"expand":true}`]);
  });
});

describe('Filter Identities', () => {
  it('sets an identifier prefix for the only connection, and removes it when the input is empty', async () => {
    const test = await adaWith(0);
    user.answer = ' ada@ ';
    await test.handlers[commandIds.filterIdentities]();
    expect(test.tree.directory.identityFilter).toBe('ada@');
    user.answer = '';
    await test.handlers[commandIds.filterIdentities]();
    expect(test.tree.directory.identityFilter).toBeUndefined();
    expect(user.seen).toEqual(['with “”', 'with “ada@”']);
  });

  it('keeps the identity filter when the user cancels', async () => {
    const test = await adaWith(0);
    test.tree.directory.identityFilter = 'ada@';
    await test.handlers[commandIds.filterIdentities]();
    expect(test.tree.directory.identityFilter).toBe('ada@');
  });

  it('offers the connections when there are several and no row is selected', async () => {
    const demo: Connection = { kind: 'demo', id: 'demo', name: 'Demo' };
    const test = await adaWith(0, { connections: [local, demo] });
    await test.handlers[commandIds.filterIdentities]();
    expect(user.seen).toEqual(['Local, 127.0.0.1:4434', 'Demo, invented people, on this machine']);
    test.selection = [test.tree.node(ada)];
    user.answer = 'ada';
    await test.handlers[commandIds.filterIdentities]();
    expect(test.tree.directory.identityFilter).toBe('ada');
  });

  it('clears the identity filter of one connection from its row, and of all from the welcome message', async () => {
    const test = await adaWith(0);
    test.tree.directory.identityFilter = 'zzz';
    test.handlers[commandIds.clearIdentityFilter]({ id: 'local' });
    expect(test.tree.directory.identityFilter).toBeUndefined();
    test.tree.directory.identityFilter = 'zzz';
    test.handlers[commandIds.clearIdentityFilter]();
    expect(test.tree.directory.identityFilter).toBeUndefined();
  });
});
