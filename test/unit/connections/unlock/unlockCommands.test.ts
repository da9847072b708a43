import { beforeEach, expect, test } from 'vitest';
import { commands, window } from 'vscode';
import { commandIds } from '../../../../src/commands/ids.ts';
import { connectionId } from '../../../../src/connections/connectionId.ts';
import { unlockCommands } from '../../../../src/connections/unlock/unlockCommands.ts';
import { stub } from '../../stubVscode.ts';
import { connectionsOf } from '../connectionsOf.ts';

interface InputOptions {
  readonly title: string;
  readonly prompt: string;
  readonly validateInput: (text: string) => string | undefined;
}

const user = {
  /** What the user types into one input after the other; undefined closes it. */
  typed: [] as (string | undefined)[],
  button: undefined as string | undefined,
  /** Titles, problems, messages and commands. */
  seen: [] as string[],
  meanwhile: () => {},
};

stub(commands, {
  executeCommand: async (id: string, argument: unknown) => user.seen.push(`${id} ${JSON.stringify(argument)}`),
});
stub(window, {
  showInputBox: async ({ title, validateInput }: InputOptions) => {
    user.meanwhile();
    user.seen.push(title);
    for (;;) {
      const text = user.typed.shift();
      const problem = text === undefined ? undefined : validateInput(text);
      if (problem === undefined) {
        return text;
      }
      user.seen.push(problem);
    }
  },
  showQuickPick: async (rows: readonly { label: string }[]) => {
    user.seen.push(...rows.map(({ label }) => label));
    return rows.at(-1);
  },
  showInformationMessage: async (message: string) => {
    user.seen.push(message);
    return user.button;
  },
});

beforeEach(() => {
  Object.assign(user, { typed: [], button: undefined, seen: [], meanwhile: () => {} });
});

const acme = { name: 'acme', url: 'http://127.0.0.1:1', writable: true };
const prod = { name: 'prod', url: 'http://127.0.0.1:2', writable: true, production: true };
const reader = { name: 'reader', url: 'http://127.0.0.1:3' };

function commandsFor(...entries: object[]) {
  const { connections, settings } = connectionsOf(entries);
  const handlers = unlockCommands(connections);
  return {
    connections,
    settings,
    unlock: (node?: unknown) => handlers[commandIds.unlockConnection](node),
    lock: (node?: unknown) => handlers[commandIds.lockConnection](node),
    /** The ids and reasons of the unlocked connections. */
    unlocked: () =>
      connections.list.flatMap((one) => {
        const unlock = one.kind === 'invalid' ? undefined : connections.unlockOf(one.id);
        return one.kind === 'invalid' || unlock === undefined ? [] : [[one.id, unlock.reason]];
      }),
  };
}

test('unlocks with a reason, without one, and not when the input is closed', async () => {
  const { unlock, lock, unlocked } = commandsFor(acme);
  user.typed = [undefined];
  await unlock();
  expect(unlocked()).toEqual([]);
  user.typed = ['  '];
  await unlock();
  expect(unlocked()).toEqual([['acme', undefined]]);
  await lock();
  expect(unlocked()).toEqual([]);
  user.typed = ['x'.repeat(501), ' INC-4711 '];
  await unlock({ connectionId: 'acme' });
  expect(unlocked()).toEqual([['acme', 'INC-4711']]);
  expect(user.seen).toContain('The reason is too long. Enter at most 500 characters.');
});

test('requires a reason and the name of a production connection', async () => {
  const { unlock, unlocked } = commandsFor(prod);
  user.typed = ['', 'INC-4711', 'Prod', undefined];
  await unlock();
  expect(unlocked()).toEqual([]);
  expect(user.seen).toEqual([
    'Unlock prod (production, may be unlocked)',
    'Production requires a reason or a ticket.',
    'Unlock prod (production, may be unlocked)',
    'This is not the name of the connection. Type it as shown.',
  ]);
  user.typed = ['INC-4711', 'prod'];
  await unlock();
  expect(unlocked()).toEqual([['prod', 'INC-4711']]);
});

test('offers only locked connections that may be unlocked, and locks only unlocked ones', async () => {
  const { connections, unlock, lock, unlocked } = commandsFor(reader, acme, { ...acme, name: 'eu' });
  await connections.addDemo();
  await lock();
  expect(user.seen).toEqual(['No connection is unlocked.']);
  user.seen.length = 0;
  user.typed = ['', '', ''];
  await unlock();
  await unlock();
  expect(user.seen).toEqual(['acme', 'eu', 'Demo', 'Unlock Demo', 'acme', 'eu', 'Unlock eu (may be unlocked)']);
  expect(unlocked()).toEqual([
    ['eu', undefined],
    ['demo', undefined],
  ]);
  user.seen.length = 0;
  await lock({ connectionId: 'acme' });
  await lock();
  expect(user.seen).toEqual(['eu', 'Demo']);
  expect(unlocked()).toEqual([['eu', undefined]]);
});

test('says that a connection is read-only, and edits it on request', async () => {
  const { unlock, unlocked } = commandsFor(reader);
  await unlock({ connectionId: 'reader' });
  user.button = 'Edit Connection';
  await unlock();
  expect(unlocked()).toEqual([]);
  expect(user.seen).toEqual([
    '“reader” is read-only. Edit the connection and set “Changes” to “May be unlocked” first.',
    'No locked connection may be unlocked. Edit a connection and set “Changes” to “May be unlocked” first.',
    'kratosExplorer.editConnection undefined',
  ]);
});

test('shows a link in the name of a read-only connection as text', async () => {
  const { unlock } = commandsFor({ ...reader, name: '[x](command:workbench.action.quit)' });
  await unlock({ connectionId: connectionId('[x](command:workbench.action.quit)') });
  expect(user.seen.join()).toContain('“[x]\u2060(command:workbench.action.quit)” is read-only.');
});

test('does not unlock a connection whose settings change while the input is open', async () => {
  const { settings, unlock, unlocked } = commandsFor(acme);
  user.typed = [''];
  user.meanwhile = () => settings.edit([{ ...acme, url: 'http://127.0.0.1:9' }]);
  await expect(unlock()).rejects.toThrow('“acme” was changed meanwhile');
  expect(unlocked()).toEqual([]);
});

test('announces the lock when the entry of an unlocked connection changes, but not when another does', async () => {
  const { connections, settings, unlock, unlocked } = commandsFor(acme, reader);
  user.typed = [''];
  await unlock();
  const announced: string[] = [];
  connections.onDidChangeUnlock((id) => announced.push(id));
  settings.edit([reader, acme, prod]);
  expect(unlocked()).toEqual([['acme', undefined]]);
  settings.edit([{ ...acme, labelTraits: ['email'] }, reader]);
  expect(announced).toEqual(['acme']);
  expect(unlocked()).toEqual([]);
});
