import { beforeEach, expect, test, vi } from 'vitest';
import { commandIds } from '../../../src/commands/ids.ts';
import { SelectedSessions } from '../../../src/pages/host/selectedSessions.ts';
import type { Log } from '../../../src/platform/log.ts';
import { FakeConnections } from '../fakes/fakeConnections.ts';

const window = { ran: [] as unknown[], messages: [] as string[] };

vi.mock('vscode', async (original) => ({
  ...(await original<Record<string, unknown>>()),
  commands: { executeCommand: async (...args: unknown[]) => window.ran.push(args) },
  window: { showInformationMessage: async (message: string) => window.messages.push(message) },
}));

const ref = { connectionId: 'acme', identityId: 'ada', sessionId: 'readable' };
const selected = new SelectedSessions({
  connections: new FakeConnections({}),
  refOf: (sessionId) => (sessionId === ref.sessionId ? ref : undefined),
  post: () => undefined,
  log: {} as Log,
});

beforeEach(() => {
  Object.assign(window, { ran: [], messages: [] });
});

test('passes rows that could not be read to the command, which says that it left them out', async () => {
  await selected.handlers.run({ type: 'run', action: 'save', ids: ['unreadable', ref.sessionId] });
  const row = { kind: 'session', ref };
  expect(window.ran).toEqual([[commandIds.saveSessionJson, row, [{ kind: 'malformed' }, row]]]);
  expect(window.messages).toEqual([]);
});

test('says that nothing can be done when no row could be read', async () => {
  await selected.handlers.run({ type: 'run', action: 'save', ids: ['unreadable'] });
  expect(window.ran).toEqual([]);
  expect(window.messages).toEqual([expect.stringContaining('could not be read, so nothing can be done')]);
});
