import { beforeEach, expect, test } from 'vitest';
import { commands, window } from 'vscode';
import { commandIds } from '../../../src/commands/ids.ts';
import { SelectedSessions } from '../../../src/pages/host/selectedSessions.ts';
import type { Log } from '../../../src/platform/log.ts';
import { FakeConnections } from '../fakes/fakeConnections.ts';
import { stub } from '../stubVscode.ts';

const user = { ran: [] as unknown[], messages: [] as string[] };

stub(commands, { executeCommand: async (...args: unknown[]) => user.ran.push(args) });
stub(window, { showInformationMessage: async (message: string) => user.messages.push(message) });

const ref = { connectionId: 'acme', identityId: 'ada', sessionId: 'readable' };
const selected = new SelectedSessions({
  connections: new FakeConnections({}),
  refOf: (sessionId) => (sessionId === ref.sessionId ? ref : undefined),
  post: () => undefined,
  log: {} as Log,
});

beforeEach(() => {
  Object.assign(user, { ran: [], messages: [] });
});

test('passes rows that could not be read to the command, which says that it left them out', async () => {
  await selected.handlers.run({ type: 'run', action: 'save', ids: ['unreadable', ref.sessionId] });
  const row = { kind: 'session', ref };
  expect(user.ran).toEqual([[commandIds.saveSessionJson, row, [{ kind: 'malformed' }, row]]]);
  expect(user.messages).toEqual([]);
});

test('says that nothing can be done when no row could be read', async () => {
  await selected.handlers.run({ type: 'run', action: 'save', ids: ['unreadable'] });
  expect(user.ran).toEqual([]);
  expect(user.messages).toEqual([expect.stringContaining('could not be read, so nothing can be done')]);
});
