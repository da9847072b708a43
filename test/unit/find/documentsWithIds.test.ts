import { beforeEach, expect, test } from 'vitest';
import { commands, type Disposable, type TextDocument, window, workspace } from 'vscode';
import { followDocumentsWithIds, idPattern } from '../../../src/find/documentsWithIds.ts';
import { stub } from '../stubVscode.ts';

const id = '5f1e7f2c-9b60-4f43-9a53-4d0a4a1d6b9e';

const user = {
  editors: [] as unknown[],
  shown: () => {},
  changed: (_event: unknown) => {},
  closed: (_document: unknown) => {},
  keys: [] as unknown[],
};

const nothing = { dispose: () => undefined };

stub(commands, { executeCommand: async (...args: unknown[]) => user.keys.push(args.slice(1)) });
stub(window, {
  get visibleTextEditors() {
    return user.editors;
  },
  onDidChangeVisibleTextEditors: (listener: () => void) => {
    user.shown = listener;
    return nothing;
  },
});
stub(workspace, {
  onDidChangeTextDocument: (listener: (event: unknown) => void) => {
    user.changed = listener;
    return nothing;
  },
  onDidCloseTextDocument: (listener: (document: unknown) => void) => {
    user.closed = listener;
    return nothing;
  },
});

let linesRead = 0;

function aDocument(name: string, lines: readonly string[]): TextDocument {
  const lineAt = (line: number) => {
    linesRead += 1;
    return { text: lines[line] ?? '' };
  };
  return { uri: { path: `/${name}`, fsPath: `/${name}` }, version: 1, lineCount: lines.length, lineAt } as never;
}

function show(...documents: readonly TextDocument[]): Disposable {
  user.editors = documents.map((document) => ({ document }));
  return followDocumentsWithIds();
}

const listed = () => user.keys.map((key) => (key as [string, readonly string[]])[1]);

beforeEach(() => {
  linesRead = 0;
  user.keys = [];
});

test('lists the visible documents that contain an id, each searched once', () => {
  const without = aDocument('plain.txt', ['no id', 'deadbeef']);
  show(aDocument('a.log', ['level=info', `session_id=${id.toUpperCase()}`, 'more']), without);
  expect(listed()).toEqual([['/a.log']]);
  const read = linesRead;
  user.shown();
  expect(linesRead).toBe(read);
});

test('lists a document when an id is inserted into it, and searches no text that is too short for one', () => {
  const document = aDocument('output', []);
  show(document);
  const change = (text: string) => user.changed({ document, contentChanges: [{ text }] });
  change('5');
  change(`trace=${id.slice(0, 20)} and more words`);
  expect(listed()).toEqual([]);
  change(`a line\nsession_id=${id}\n`);
  expect(listed()).toEqual([['/output']]);
  expect(linesRead).toBe(0);
});

test('forgets a document that is closed', () => {
  const document = aDocument('a.log', [id]);
  show(document);
  user.closed(document);
  expect(listed()).toEqual([['/a.log'], []]);
});

test('searches the beginning of a long document and of a long line', () => {
  show(aDocument('long.log', [...Array.from({ length: 200_000 }, () => 'x'.repeat(99)), id]));
  expect(linesRead).toBe(1000);
  show(aDocument('line.json', [`${'x'.repeat(1_000_000)} ${id}`]));
  expect(listed()).toEqual([]);
});

test.each([
  [id, true],
  [id.replaceAll('-', ''), true],
  [`{${id}}`, true],
  [`${id}0`, false],
  [`x${id}`, false],
  [id.slice(1), false],
])('takes %s for an id: %s', (text, isId) => {
  expect(idPattern.test(text)).toBe(isId);
});
