import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { commands, EventEmitter, TabInputCustom, window } from 'vscode';
import type { Connection } from '../../../src/connections/connection.ts';
import type { Connections } from '../../../src/connections/connections.ts';
import { Unlocks } from '../../../src/connections/unlock/unlocks.ts';
import { identityUri } from '../../../src/files/uris.ts';
import { PageUnlock } from '../../../src/pages/host/pageUnlock.ts';
import { showUnlocks } from '../../../src/status/unlockItems.ts';
import { aConnection } from '../builders/connectionBuilder.ts';
import { adaId } from '../builders/identityBuilder.ts';
import { stub } from '../stubVscode.ts';

interface Item {
  text: string;
  tooltip: string;
  accessibilityInformation: { label: string };
  command: { command: string; arguments: unknown[] };
}

const bar = {
  /** The items that are shown, by their ids. */
  items: new Map<string, unknown>(),
  /** Each text that an item had. */
  texts: [] as string[],
  context: undefined as unknown,
  unlockedFiles: undefined as unknown,
  tabs: [] as unknown[],
  changeTabs: () => {},
  focus: () => {},
};

stub(commands, {
  executeCommand: (_: string, key: string, value: unknown) => {
    expect(['kratosExplorer.isUnlocked', 'kratosExplorer.unlockedFiles']).toContain(key);
    Object.assign(bar, key === 'kratosExplorer.isUnlocked' ? { context: value } : { unlockedFiles: value });
  },
});
stub(window, {
  tabGroups: {
    get all() {
      return [{ tabs: bar.tabs }];
    },
    onDidChangeTabs: (listener: () => void) => {
      bar.changeTabs = listener;
      return { dispose: () => {} };
    },
  },
  onDidChangeWindowState: (listener: () => void) => {
    bar.focus = listener;
    return { dispose: () => {} };
  },
  createStatusBarItem: (id: string) => {
    const item = {
      text: '',
      show: () => {
        bar.items.set(id, item);
        bar.texts.push(item.text);
      },
      dispose: () => bar.items.delete(id),
    };
    return item;
  },
});

beforeEach(() => {
  vi.useFakeTimers();
  bar.items.clear();
  bar.texts.length = 0;
  Object.assign(bar, { tabs: [], unlockedFiles: undefined });
});

afterEach(() => {
  vi.useRealTimers();
});

const minute = 60_000;

function shownUnlocks(...names: string[]) {
  const list = names.map((name) => aConnection({ name, writable: true }));
  const get = (id: string) => list.find((one) => one.id === id);
  const changed = new EventEmitter<string>();
  const unlocks = new Unlocks({ connections: { get }, changed: (id) => changed.fire(id) });
  const unlockOf = (id: string) => unlocks.state(id);
  const connections = { get, unlockOf, onDidChangeUnlock: changed.event };
  const shown = showUnlocks(connections);
  return {
    shown,
    connections: connections as Pick<Connections, keyof typeof connections> as Connections,
    unlock: (id: string, reason?: string) => unlocks.unlock(get(id) as Connection, reason),
    lock: (id: string) => unlocks.lock(id),
    item: (id: string) => bar.items.get(`kratosExplorer.unlock.${id}`) as Item | undefined,
  };
}

test('counts minutes, and the seconds of the last minute, and is gone at the end', () => {
  const { item, unlock } = shownUnlocks('acme');
  expect(bar.items.size).toBe(0);
  unlock('acme', 'INC-4711');
  expect(item('acme')).toMatchObject({
    text: '$(unlock) acme: 15 min',
    accessibilityInformation: { label: 'Kratos connection acme is unlocked, 15 min left. Lock it now.' },
    command: { command: 'kratosExplorer.lockConnection', arguments: [{ connectionId: 'acme' }] },
  });
  expect(item('acme')?.tooltip).toBe(
    'Kratos: acme · unlocked, 15 min\nReason: INC-4711\nChanges are possible. Click to lock it now.',
  );
  expect(bar.context).toBe(true);
  vi.advanceTimersByTime(15 * minute - 1);
  const minutes = Array.from({ length: 14 }, (_, passed) => `$(unlock) acme: ${15 - passed} min`);
  const seconds = Array.from({ length: 60 }, (_, passed) => `$(unlock) acme: ${60 - passed} s`);
  expect(bar.texts).toEqual([...minutes, ...seconds]);
  vi.advanceTimersByTime(1);
  expect(bar.items.size).toBe(0);
  expect(bar.context).toBe(false);
  expect(vi.getTimerCount()).toBe(0);
});

test('says in a page what the status bar says, in its minutes and last seconds, until the same moment', () => {
  const { connections, unlock } = shownUnlocks('acme', 'eu-x');
  const posted: (string | undefined)[] = [];
  const page = new PageUnlock({ connections, connectionId: 'acme', post: ({ text }) => posted.push(text) });
  page.show();
  unlock('acme');
  unlock('eu-x');
  vi.advanceTimersByTime(15 * minute - 1);
  const texts = bar.texts.filter((text) => text.includes('acme')).map((text) => text.replace('$(unlock) acme: ', ''));
  expect(texts).toHaveLength(74);
  expect(posted).toEqual([undefined, ...texts.map((left) => `Unlocked, ${left} left`)]);
  vi.advanceTimersByTime(1);
  expect(bar.items.size).toBe(0);
  expect(posted.at(-1)).toBeUndefined();
  page.dispose();
  expect(vi.getTimerCount()).toBe(0);
});

test('has one item for each unlocked connection, until that one is locked', () => {
  const { item, lock, shown, unlock } = shownUnlocks('acme', 'eu-x');
  unlock('acme');
  unlock('eu-x');
  expect(item('eu-x')?.text).toBe('$(unlock) eu-x: 15 min');
  lock('acme');
  expect([...bar.items.keys()]).toEqual(['kratosExplorer.unlock.eu-x']);
  expect(bar.context).toBe(true);
  shown.dispose();
  expect(bar.items.size).toBe(0);
});

test('offers changes in the menus of the open files of unlocked connections alone', () => {
  const { lock, unlock } = shownUnlocks('acme', 'eu-x');
  const files = ['acme', 'eu-x'].map((connectionId) => identityUri({ connectionId, identityId: adaId }));
  const [, other] = files;
  bar.tabs = files.map((uri) => ({ input: new TabInputCustom(uri, 'kratosExplorer.identity') }));
  bar.changeTabs();
  expect(bar.unlockedFiles).toBeUndefined();
  unlock('acme');
  expect(bar.unlockedFiles).toEqual([`kratos://acme/identities/${adaId}.json`]);
  unlock('eu-x');
  expect(bar.unlockedFiles).toEqual(files.map(String));
  bar.tabs = bar.tabs.slice(1);
  bar.changeTabs();
  expect(bar.unlockedFiles).toEqual([String(other)]);
  lock('eu-x');
  expect(bar.unlockedFiles).toEqual([]);
});

test('is gone when the window is used again after a sleep past the end', () => {
  const { unlock } = shownUnlocks('acme');
  unlock('acme');
  vi.setSystemTime(Date.now() + 15 * minute);
  expect(bar.items.size).toBe(1);
  bar.focus();
  expect(bar.items.size).toBe(0);
});
