import { beforeEach, expect, test } from 'vitest';
import { commands, env, window, workspace } from 'vscode';
import { commandIds } from '../../../src/commands/ids.ts';
import { documentCommands } from '../../../src/files/documentCommands.ts';
import type { Target } from '../../../src/files/targets.ts';
import { sessionUri } from '../../../src/files/uris.ts';
import { adaId as identityId } from '../builders/identityBuilder.ts';
import { aSession, exactly, uuid } from '../builders/sessionBuilder.ts';
import { FakeConnections } from '../fakes/fakeConnections.ts';
import { FakeKratos } from '../fakes/fakeKratos.ts';
import { stub } from '../stubVscode.ts';

const editor = { opened: [] as string[], clipboard: '', dialogTitle: '', statusBar: [] as string[] };

stub(commands, {
  executeCommand: async (id: string, ...args: unknown[]) => {
    if (id !== 'setContext') {
      editor.opened.push([id, ...args.slice(0, 2).map(String)].join(' '));
    }
  },
});
stub(env, { clipboard: { writeText: async (text: string) => (editor.clipboard = text) } });
stub(window, {
  setStatusBarMessage: (text: string) => editor.statusBar.push(text),
  withProgress: ({ title }: { title: string }, work: () => Promise<unknown>) => {
    editor.statusBar.push(title);
    return work();
  },
  showSaveDialog: async ({ title }: { title: string }) => {
    editor.dialogTitle = title;
  },
  tabGroups: { all: [], activeTabGroup: {} },
});
stub(workspace, { workspaceFolders: undefined, getConfiguration: () => ({ get: () => undefined }) });

const [sessionId, otherSessionId] = [uuid(1), uuid(2)];
const ref = { connectionId: 'acme', identityId };
const one = { ...ref, sessionId };
const other = { ...ref, sessionId: otherSessionId };
/** What VS Code passes from the menu of a session in the identity page. */
const menu = { webviewSection: 'session', kind: 'session', webview: 'kratosExplorer.identity' };

const directory = new FakeKratos().open();
let pageSelection: readonly Target[] = [];
const run = documentCommands(new FakeConnections({ acme: directory }), {
  pageSelection: () => pageSelection,
  activeFile: () => undefined,
  treeSelection: () => [],
  isTreeInUse: () => false,
  pickSession: async () => undefined,
  pickIdentity: async () => undefined,
});

beforeEach(() => {
  Object.assign(editor, { opened: [], clipboard: '', dialogTitle: '', statusBar: [] });
  directory.pinFoundSession(identityId, { ...aSession(), json: exactly('{"id":"1"}') });
  directory.pinFoundSession(identityId, { ...aSession({ id: otherSessionId }), json: exactly('{"id":"2"}') });
  select(one, other);
});

function select(...refs: (typeof one)[]): void {
  pageSelection = refs.map((selected) => ({ kind: 'session', ...selected }));
}

test('the menu of the identity page copies the JSON and the ids of its selected sessions', async () => {
  await run[commandIds.copySessionJson](menu);
  expect(JSON.parse(editor.clipboard)).toEqual([{ id: '1' }, { id: '2' }]);
  await run[commandIds.copySessionId](menu);
  expect(editor.clipboard).toBe(`${sessionId}\n${otherSessionId}`);
  select(other);
  await run[commandIds.copySessionJsonWithoutIdentity](menu);
  expect(JSON.parse(editor.clipboard)).toEqual({ id: '2' });
});

test('the status bar says what is read, what was copied, and how many rows could not be', async () => {
  const rows = [one, other].map((each) => ({ kind: 'session', ref: each }));
  await run[commandIds.copySessionJson](rows[0], [...rows, { kind: 'malformed' }]);
  expect(editor.statusBar).toEqual(['Reading sessions', 'Copied 2 sessions, without 1 unreadable row']);
});

test('the menu of the identity page opens and saves the JSON of its selected sessions', async () => {
  await run[commandIds.openSessionJson](menu);
  select(one);
  await run[commandIds.openSessionJsonWithoutIdentity](menu);
  expect(editor.opened.map((opened) => /sessions[^/]*\/([^/ ]*)/.exec(opened)?.[1])).toEqual([
    sessionId,
    otherSessionId,
    sessionId,
  ]);
  select(one, other);
  await run[commandIds.saveSessionJson](menu);
  expect(editor.dialogTitle).toBe('Save 2 Sessions As');
});

test('the menu of the identity page compares two selected sessions, or one with the session that was selected before', async () => {
  const comparison = `vscode.diff ${sessionUri(one)} ${sessionUri(other)}`;
  await run[commandIds.compareSessions](menu);
  select(one);
  await run[commandIds.selectSessionForCompare](menu);
  select(other);
  await run[commandIds.compareWithSelectedSession](menu);
  expect(editor.opened).toEqual([comparison, comparison]);
});
