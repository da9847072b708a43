import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SaveDialogOptions, Uri as UriType } from 'vscode';
import { Uri } from 'vscode';
import { commandIds } from '../../../src/commands/ids.ts';
import { saveCommand } from '../../../src/files/saveCommand.ts';
import { identityUri, sessionUri } from '../../../src/files/uris.ts';
import type { showSaved } from '../../../src/platform/statusMessages.ts';
import { anIdentity, adaId as identityId } from '../builders/identityBuilder.ts';
import { aSession, exactly, uuid } from '../builders/sessionBuilder.ts';
import { FakeConnections } from '../fakes/fakeConnections.ts';
import { FakeKratos } from '../fakes/fakeKratos.ts';

const { FileSystemError } = vi.hoisted(() => ({
  FileSystemError: class extends Error {
    readonly code: string;
    constructor(code: string, message: string) {
      super(message);
      this.code = code;
    }
  },
}));

const user = {
  dialog: undefined as SaveDialogOptions | undefined,
  chosenFile: undefined as UriType | undefined,
  done: undefined as Parameters<typeof showSaved>[1] | undefined,
  offered: undefined as UriType | undefined,
  clipboard: '',
  written: new Map<string, string>(),
  failure: undefined as Error | undefined,
  folders: undefined as { uri: UriType }[] | undefined,
};

vi.mock('vscode', async (original) => ({
  ...(await original<Record<string, unknown>>()),
  FileSystemError,
  env: { language: 'en', clipboard: { writeText: async (text: string) => (user.clipboard = text) } },
  window: {
    withProgress: (_options: unknown, work: () => Promise<unknown>) => work(),
    showSaveDialog: async (options: SaveDialogOptions) => {
      user.dialog = options;
      return user.chosenFile;
    },
  },
  workspace: {
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
  },
}));

vi.mock('../../../src/platform/statusMessages.ts', async (original) => ({
  ...(await original<object>()),
  showSaved: (...[file, done]: Parameters<typeof showSaved>) => {
    user.offered = file;
    user.done = done;
  },
  showDone: () => undefined,
}));

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
  Object.assign(user, { chosenFile: Uri.file('/evidence/x.json'), done: undefined, failure: undefined });
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
  expect(user.done).toMatchObject({ text: 'Saved the session in x.json', detail: `SHA-256: ${hash()}` });
  await save(undefined, rows);
  expect(content()).toBe(`[\n${first},\n${second}\n]\n`);
  expect(user.done).toMatchObject({ text: 'Saved 2 sessions in x.json', detail: `SHA-256: ${hash()}` });
});

test.each([
  [1, 'Saved 2 sessions in x.json, without 1 unreadable row'],
  [3, 'Saved 2 sessions in x.json, without 3 unreadable rows'],
])('says that it left out %d of the rows, which could not be read', async (count, text) => {
  await save(rows[0], [...rows, ...Array.from({ length: count }, () => ({ kind: 'malformed' }))]);
  expect(content()).toBe(`[\n${first},\n${second}\n]\n`);
  expect(user.done?.text).toBe(text);
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
  await user.done?.actions?.['Copy Hash']?.();
  expect(user.clipboard).toBe(hash());
  expect(String(user.offered)).toBe('file:///evidence/x.json');
});

test('writes nothing when the user closes the dialog', async () => {
  user.chosenFile = undefined;
  await save(rows[0]);
  expect(user.written.size).toBe(0);
  expect(user.done).toBeUndefined();
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
