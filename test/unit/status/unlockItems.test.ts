import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EventEmitter } from 'vscode';
import type { Connection } from '../../../src/connections/connection.ts';
import { Unlocks } from '../../../src/connections/unlock/unlocks.ts';
import { showUnlocks } from '../../../src/status/unlockItems.ts';
import { aConnection } from '../builders/connectionBuilder.ts';

interface Item {
  text: string;
  tooltip: string;
  accessibilityInformation: { label: string };
  command: { command: string; arguments: unknown[] };
}

const bar = vi.hoisted(() => ({
  /** The items that are shown, by their ids. */
  items: new Map<string, unknown>(),
  /** Each text that an item had. */
  texts: [] as string[],
  context: undefined as unknown,
  focus: () => {},
}));

vi.mock('vscode', async (original) => ({
  ...(await original<object>()),
  StatusBarAlignment: { Left: 1 },
  Disposable: class {
    readonly dispose: () => void;
    constructor(dispose: () => void) {
      this.dispose = dispose;
    }
    static from(...all: { dispose(): void }[]) {
      return { dispose: () => all.map((one) => one.dispose()) };
    }
  },
  commands: {
    executeCommand: (_: string, key: string, value: unknown) => {
      expect(key).toBe('kratosExplorer.isUnlocked');
      bar.context = value;
    },
  },
  window: {
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
  },
}));

beforeEach(() => {
  vi.useFakeTimers();
  bar.items.clear();
  bar.texts.length = 0;
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
  const shown = showUnlocks({ get, unlockOf, onDidChangeUnlock: changed.event });
  return {
    shown,
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

test('is gone when the window is used again after a sleep past the end', () => {
  const { unlock } = shownUnlocks('acme');
  unlock('acme');
  vi.setSystemTime(Date.now() + 15 * minute);
  expect(bar.items.size).toBe(1);
  bar.focus();
  expect(bar.items.size).toBe(0);
});
