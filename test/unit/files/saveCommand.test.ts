import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SaveDialogOptions, Uri as UriType } from 'vscode';
import { commands, env, Uri, window, workspace } from 'vscode';
import { commandIds } from '../../../src/commands/ids.ts';
import { saveCommand } from '../../../src/files/saveCommand.ts';
import { identityUri, sessionUri } from '../../../src/files/uris.ts';
import { anIdentity, adaId as identityId } from '../builders/identityBuilder.ts';
import { aSession, exactly, uuid } from '../builders/sessionBuilder.ts';
import { FakeConnections } from '../fakes/fakeConnections.ts';
import { FakeKratos } from '../fakes/fakeKratos.ts';
import { stubStatusBar } from '../stubStatusBar.ts';
import { stub } from '../stubVscode.ts';
import { FileSystemError } from '../vscodeStub.ts';

const user = {
  dialog: undefined as SaveDialogOptions | undefined,
  chosenFile: undefined as UriType | undefined,
  action: '',
  ran: [] as string[][],
  clipboard: '',
  written: new Map<string, string>(),
  failure: undefined as Error | undefined,
  folders: undefined as { uri: UriType }[] | undefined,
};

const bar = stubStatusBar();
stub(commands, { executeCommand: async (...args: unknown[]) => user.ran.push(args.map(String)) });
stub(env, { clipboard: { writeText: async (text: string) => (user.clipboard = text) } });
stub(window, {
  withProgress: (_options: unknown, work: () => Promise<unknown>) => work(),
  showQuickPick: async (labels: readonly string[]) => labels.find((label) => label === user.action),
  showSaveDialog: async (options: SaveDialogOptions) => {
    user.dialog = options;
    return user.chosenFile;
  },
});
stub(workspace, {
  getConfiguration: () => ({ get: () => undefined }),
  get workspaceFolders() {
    return user.folders;
  },
  fs: {
    isWritableFileSystem: (scheme: string) => scheme !== 'readonly',
    writeFile: async (uri: UriType, content: Uint8Array) => {
      if (user.failure !== undefined) {
        throw user.failure;
      }
      user.written.set(uri.path, Buffer.from(content).toString());
    },
  },
});

const first = '{ "id":"1",\n "n":12345678901234567890, "identity":{"id":"i"} }';
const second = '{"id":"2","text":"\\u202e ü"}';
const [sessionId, otherSessionId] = [uuid(1), uuid(2)];
const ref = { connectionId: 'acme', identityId, sessionId };
const rows = [sessionId, otherSessionId].map((id) => ({ kind: 'session', ref: { ...ref, sessionId: id } }));

const directory = new FakeKratos().open();
const handlers = saveCommand(new FakeConnections({ acme: directory }), {
  pageSelection: () => [],
  activeFile: () => undefined,
  treeSelection: () => [],
  isTreeInUse: () => false,
  pickSession: async () => undefined,
  pickIdentity: async () => undefined,
});
const save = (...args: unknown[]) => handlers[commandIds.saveSessionJson](...args);
const content = () => [...user.written.values()].join();
const hash = () => createHash('sha256').update(content()).digest('hex');

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-27T10:52:58.123Z') });
  Object.assign(user, { chosenFile: Uri.file('/evidence/x.json'), failure: undefined, ran: [] });
  bar.text = '';
  user.folders = [{ uri: Uri.parse('readonly:/docs') }, { uri: Uri.file('/home/ada/case') }];
  user.written.clear();
  directory.pinFoundSession(identityId, { ...aSession(), json: exactly(first) });
  directory.pinFoundSession(identityId, { ...aSession({ id: otherSessionId }), json: exactly(second) });
  directory.pinFound({ ...anIdentity(), json: exactly(second) });
});

afterEach(() => {
  vi.useRealTimers();
});

test('saves one session or several as a JSON array that contains the bytes of the server', async () => {
  await save(rows[0], undefined);
  expect(content()).toBe(`[\n${first}\n]\n`);
  expect(bar.text).toBe('$(check) Saved the session in x.json');
  expect(bar.tooltip).toContain(`Saved the session in x.json\nSHA-256: ${hash()}\n`);
  await save(undefined, rows);
  expect(content()).toBe(`[\n${first},\n${second}\n]\n`);
  expect(bar.text).toBe('$(check) Saved 2 sessions in x.json');
  expect(bar.tooltip).toContain(`Saved 2 sessions in x.json\nSHA-256: ${hash()}\n`);
});

test.each([
  [1, 'Saved 2 sessions in x.json, without 1 unreadable row'],
  [3, 'Saved 2 sessions in x.json, without 3 unreadable rows'],
])('says that it left out %d of the rows, which could not be read', async (count, text) => {
  await save(rows[0], [...rows, ...Array.from({ length: count }, () => ({ kind: 'malformed' }))]);
  expect(content()).toBe(`[\n${first},\n${second}\n]\n`);
  expect(bar.text).toBe(`$(check) ${text}`);
});

test('saves one session per line in a file whose extension is .ndjson', async () => {
  user.chosenFile = Uri.file('/evidence/x.NDJSON');
  await save(undefined, rows);
  expect(content()).toBe(`${first.replace('\n', ' ')}\n${second}\n`);
});

test('saves the identity of an identity file, and no identity from a session file without one', async () => {
  await save(identityUri({ connectionId: 'acme', identityId }, 'Ada'));
  expect(content()).toBe(`[\n${second}\n]\n`);
  expect(user.dialog?.title).toBe('Save Identity JSON As');
  await save(sessionUri(ref, 'withoutIdentity', 'Chrome'));
  expect(content()).not.toContain('identity');
  expect(content()).toContain('12345678901234567890');
});

test('proposes a name with the identity and the time, in the first folder of the workspace that is writable', async () => {
  await save(rows[0]);
  expect(user.dialog?.defaultUri?.path).toBe('/home/ada/case/kratos-Ada-Lovelace-2026-11-27T10-52-58Z.json');
  await expect(directory.readIdentity(identityId)).rejects.toThrow('notFound');
  user.folders = undefined;
  await save(rows[0]);
  expect(user.dialog?.defaultUri?.path).toMatch(/\/kratos-5b75209a-2026-11-27T10-52-58Z\.json$/);
  await save(undefined, [...rows, { kind: 'session', ref: { ...ref, identityId: 'another' } }]);
  expect(user.dialog?.defaultUri?.path).toContain('kratos-2-identities-2026');
  expect(user.dialog?.title).toBe('Save 3 Sessions As');
});

test('the confirmation is about the saved file, and copies its hash', async () => {
  await save(rows[0]);
  user.action = 'Copy Hash';
  await bar.click();
  expect(user.clipboard).toBe(hash());
  user.action = 'Open File';
  await bar.click();
  expect(user.ran).toEqual([['vscode.open', 'file:///evidence/x.json']]);
});

test('writes nothing when the user closes the dialog', async () => {
  user.chosenFile = undefined;
  await save(rows[0]);
  expect(user.written.size).toBe(0);
  expect(bar.text).toBe('');
});

test.each([
  [
    new FileSystemError('NoPermissions', "EACCES: permission denied, open '/evidence/x.json'"),
    'x.json could not be saved: You have no permission to write there. Choose another folder.',
  ],
  [
    new FileSystemError('Unknown', 'ENOSPC: no space left on device, write'),
    'x.json could not be saved: The disk is full. Free some space or choose another folder.',
  ],
  [new Error('The folder is offline.'), 'x.json could not be saved: The folder is offline.'],
])('reports %s in one sentence', async (failure, sentence) => {
  user.failure = failure;
  await expect(save(rows[0])).rejects.toThrow(sentence);
});
