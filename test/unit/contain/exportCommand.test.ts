import { beforeEach, expect, test } from 'vitest';
import type { QuickPickItem, SaveDialogOptions, Uri as UriType } from 'vscode';
import { Uri, window, workspace } from 'vscode';
import { commandIds } from '../../../src/commands/ids.ts';
import { exportCommand } from '../../../src/contain/exportCommand.ts';
import { stubStatusBar } from '../stubStatusBar.ts';
import { stub } from '../stubVscode.ts';
import { noSources, windowUnderTest } from './windowUnderTest.ts';

const user = {
  answer: 'Without Personal Data',
  dialog: undefined as SaveDialogOptions | undefined,
  file: undefined as UriType | undefined,
  written: '',
  cancels: false,
};

const bar = stubStatusBar();
stub(window, {
  showQuickPick: async (items: readonly QuickPickItem[]) => items.find(({ label }) => label === user.answer),
  showSaveDialog: async (options: SaveDialogOptions) => {
    user.dialog = options;
    return user.file;
  },
  withProgress: (_options: unknown, task: (progress: unknown, token: unknown) => unknown) =>
    task(
      { report: () => undefined },
      { onCancellationRequested: (listener: () => void) => (user.cancels ? listener() : undefined) },
    ),
});
stub(workspace, {
  getConfiguration: () => ({ get: () => undefined }),
  fs: {
    writeFile: async (_file: UriType, content: Uint8Array) => {
      user.written = Buffer.from(content).toString();
    },
  },
});

beforeEach(() => {
  Object.assign(user, { answer: 'Without Personal Data', file: Uri.file('/case/x.csv'), written: '' });
  user.cancels = false;
  bar.text = '';
});

async function setUp() {
  const { connections, server } = await windowUnderTest();
  const { takenOver: identityId } = server.people;
  const handlers = exportCommand({
    connections,
    sources: noSources,
    ipDatabases: { read: async () => ({ lookup: undefined, problems: () => [] }) },
  });
  const identity = { kind: 'identity', ref: { connectionId: 'prod-eu', identityId } };
  const sessions = server.data.sessionsOf(identityId).map(({ id }) => id);
  const rows = sessions.map((sessionId) => ({ kind: 'session', ref: { ...identity.ref, sessionId } }));
  return { connections, server, identity, rows, sessions, run: handlers[commandIds.exportSessions] };
}

test('exports all sessions of an identity, also those that a filter of its row hides, by reading them alone', async () => {
  const { connections, server, identity, run, sessions } = await setUp();
  connections.directory('prod-eu')?.setSessionFilter(identity.ref.identityId, 'active');
  await run(identity);
  expect(user.dialog?.defaultUri?.path).toMatch(/\/kratos-sessions-[\da-f]{8}-[\dT-]+Z\.csv$/);
  const [, ...lines] = user.written.trimEnd().split('\r\n');
  expect(lines.map((line) => line.slice(1, 37)).sort()).toEqual([...sessions].sort());
  expect(user.written).not.toMatch(/198\.51\.100\.77|Auckland|emmy@/);
  expect(bar.text).toBe('$(check) Exported sessions to x.csv: 24 of 24');
  expect(server.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
});

test('exports selected sessions as NDJSON, with personal data where that was chosen', async () => {
  const { rows, run, sessions } = await setUp();
  Object.assign(user, { answer: 'With Personal Data', file: Uri.file('/case/x.ndjson') });
  await run(rows[0], rows.slice(0, 2));
  const lines = user.written.trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject(
    sessions.slice(0, 2).map((id) => ({ id, location: 'Auckland, NZ' })),
  );
  expect(bar.text).toBe('$(check) Exported sessions to x.ndjson: 2');
});

test('writes nothing when a question is closed or the reading is cancelled', async () => {
  const { identity, run, server } = await setUp();
  server.requests.length = 0;
  user.answer = '';
  await run(identity);
  user.answer = 'Without Personal Data';
  user.file = undefined;
  await run(identity);
  expect(server.requests).toEqual([]);
  Object.assign(user, { file: Uri.file('/case/x.csv'), cancels: true });
  await run(identity);
  expect([user.written, bar.text]).toEqual(['', '']);
});
