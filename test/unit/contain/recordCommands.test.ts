import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { QuickPickItem, SaveDialogOptions, Uri as UriType } from 'vscode';
import { env, Uri, window, workspace } from 'vscode';
import { commandIds } from '../../../src/commands/ids.ts';
import { createDemoRecords } from '../../../src/contain/demoRecords.ts';
import { recordCommands } from '../../../src/contain/recordCommands.ts';
import { anIntent, anOutcome } from '../builders/auditBuilder.ts';
import { anIdentity, adaId as identityId } from '../builders/identityBuilder.ts';
import { aSession, sessionsOf, uuid } from '../builders/sessionBuilder.ts';
import { FakeConnections } from '../fakes/fakeConnections.ts';
import { FakeKratos, refused } from '../fakes/fakeKratos.ts';
import { stubStatusBar } from '../stubStatusBar.ts';
import { stub } from '../stubVscode.ts';
import { temporaryFolder, windowRecords } from './recordsUnderTest.ts';
import { noSources } from './windowUnderTest.ts';

const sessionId = uuid(1);

const user = {
  answer: undefined as string | undefined,
  clipboard: '',
  dialog: undefined as SaveDialogOptions | undefined,
  file: undefined as UriType | undefined,
  written: '',
};

const bar = stubStatusBar();
stub(env, { clipboard: { writeText: async (text: string) => (user.clipboard = text) } });
stub(window, {
  withProgress: (_options: unknown, work: () => Promise<unknown>) => work(),
  showQuickPick: async (items: readonly QuickPickItem[]) => items.find(({ label }) => label === user.answer),
  showSaveDialog: async (options: SaveDialogOptions) => {
    user.dialog = options;
    return user.file;
  },
});
stub(workspace, {
  getConfiguration: () => ({ get: () => undefined }),
  fs: { writeFile: async (_file: UriType, content: Uint8Array) => (user.written = Buffer.from(content).toString()) },
});

const row = { kind: 'identity', ref: { connectionId: 'acme', identityId } };

async function setUp() {
  const storage = await temporaryFolder();
  const server = new FakeKratos();
  server.put(anIdentity(), aSession({ active: true, expires_at: '2999-01-01T00:00:00Z' }));
  const demoRecords = createDemoRecords();
  const handlers = recordCommands({
    connections: new FakeConnections({ acme: server.open(), demo: server.open() }),
    sources: noSources,
    records: windowRecords(storage),
    demoRecords: async () => demoRecords,
    ipDatabases: { read: async () => ({ lookup: undefined, problems: () => [] }) },
  });
  const copy = (...args: unknown[]) => handlers[commandIds.copyIncidentNote](...args);
  const save = (...args: unknown[]) => handlers[commandIds.saveIncidentNote](...args);
  return { storage, demoRecords, server, copy, save };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-27T10:00:00Z') });
  Object.assign(user, { answer: 'Without Personal Data', clipboard: '', dialog: undefined, file: undefined });
  user.written = '';
});

afterEach(() => {
  vi.useRealTimers();
});

test('copies a note on an identity of the demo with the actions of this window, which are in memory', async () => {
  const { demoRecords, copy } = await setUp();
  await demoRecords.audit.append(anIntent({ reason: 'of the demo' }));
  await copy({ kind: 'identity', ref: { connectionId: 'demo', identityId } });
  expect(user.clipboard).toContain('of the demo');
  expect(user.clipboard).toContain('in the memory of this window');
});

test('copies a note on the identity of a row, with its sessions and the actions in the logs of all windows', async () => {
  const { storage, copy } = await setUp();
  const [one, other] = [windowRecords(storage), windowRecords(storage)];
  const hash = await one.audit.append(anIntent({ identity: identityId.toUpperCase() }));
  await one.audit.append(anIntent({ identity: uuid(9), reason: 'of another identity' }));
  const time = '2026-11-27T11:00:00.000Z';
  const result = { before: 'active', after: 'ended', verified: true, failure: undefined };
  const results = [{ id: sessionId, status: 'done' as const, ...result }];
  await other.audit.append(anOutcome(hash, { time, results }));
  await copy(row);
  for (const text of [
    `# Incident note: identity ${identityId}`,
    '- Identifier: `a…@example.org`',
    '- Connection: Name of acme, `https://acme.test:4434`',
    'Sessions: 1 of 1, read 2026-11-27 10:00:00.',
    'Sessions: 1, active now: 1',
    '2026-11-27 10:00:00: **Revoke 2 sessions**',
    `2026-11-27 11:00:00: 1 ended and verified: \`${sessionId}\``,
    `- ${path.basename(one.auditFile() ?? '')}: unbroken. Lines: 2, head hash: \`${one.audit.head}\``,
    `- ${path.basename(other.auditFile() ?? '')}: unbroken. Lines: 1, head hash: \`${other.audit.head}\``,
  ]) {
    expect(user.clipboard).toContain(text);
  }
  expect(user.clipboard).not.toContain('of another identity');
  expect(user.clipboard).not.toContain('Ada Lovelace');
});

test('holds the name when the user asks for personal data, and copies nothing when the question is closed', async () => {
  const { copy } = await setUp();
  user.answer = 'With Personal Data';
  await copy(row);
  expect(user.clipboard).toContain('Name: Ada Lovelace');
  user.clipboard = '';
  user.answer = undefined;
  await copy(row);
  expect(user.clipboard).toBe('');
});

test.each([
  [500, ['all sessions 0', 'all sessions 100', 'all sessions 200', 'all sessions 300', 'all sessions 400']],
  [501, ['all sessions 0']],
])('reads the sessions of a list of %d to its end only if they are 500 at most', async (count, pages) => {
  const { server, copy } = await setUp();
  server.sessionsHeld.set(identityId, sessionsOf(count));
  await copy(row);
  expect(server.requests.filter((request) => request.includes('sessions'))).toEqual(pages);
  expect(user.clipboard.includes('Whether the identity has further sessions')).toBe(count > 500);
});

test('names a folder in the place of an audit log, and notes what the other logs hold', async () => {
  const { storage, copy } = await setUp();
  await windowRecords(storage).audit.append(anIntent());
  await mkdir(path.join(storage, 'audit', 'x.jsonl'));
  await copy(row);
  expect(user.clipboard).toContain('x.jsonl is a folder, but an audit log is a file.');
  expect(user.clipboard).toContain('unbroken. Lines: 1');
});

test('writes a note on an identity that is gone, and says that it could not be read', async () => {
  const { server, copy } = await setUp();
  server.identitiesHeld.length = 0;
  server.sessionsHeld.clear();
  await copy(row);
  expect(user.clipboard.match(/No identity with the id/g)).toHaveLength(1);
});

test('writes a note without a response of the server, and gives the reason once', async () => {
  const { server, copy } = await setUp();
  server.failure = refused;
  await copy(row);
  expect(user.clipboard.match(/Nothing is listening/g)).toHaveLength(1);
});

test('saves the note in the file that the user chooses', async () => {
  const { save } = await setUp();
  user.file = Uri.file('/case/note.md');
  await save(row);
  expect(user.dialog?.defaultUri?.path).toMatch(/\/kratos-incident-5b75209a-\d{4}-[\dT-]+Z\.md$/);
  expect(user.written).toContain(`# Incident note: identity ${identityId}`);
  expect(bar.text).toBe('$(check) Saved the incident note in note.md');
  user.written = '';
  user.file = undefined;
  await save(row);
  expect(user.written).toBe('');
});
