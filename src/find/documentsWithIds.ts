import { commands, Disposable, type TextDocument, window, workspace } from 'vscode';

/** An id as Kratos writes it, or without hyphens. */
export const idPattern = /(?<![\da-z])[\da-f]{8}(?:-?[\da-f]{4}){3}-?[\da-f]{12}(?![\da-z])/i;

const shortestId = 32;
/** How much is searched of a document, of one of its lines, and of a text that is inserted, in characters. */
const limits = { document: 100_000, line: 10_000, insertion: 100_000 };

/**
 * Keeps the paths of the documents with ids in a context key, for the menu of editors. A key for the word at the
 * cursor would be too late: a right-click moves the cursor and opens the menu at once.
 */
export function followDocumentsWithIds(): Disposable {
  const withIds = new Set<TextDocument>();
  const searched = new WeakMap<TextDocument, number>();
  const announce = () => {
    // The path as `resourcePath` has it. Schemes differ in a remote window.
    const paths = [...withIds].flatMap(({ uri }) => [uri.path, uri.fsPath]);
    void commands.executeCommand('setContext', 'kratosExplorer.documentsWithIds', [...new Set(paths)]);
  };
  const add = (document: TextDocument) => {
    withIds.add(document);
    announce();
  };
  const searchVisible = () => {
    for (const { document } of window.visibleTextEditors) {
      if (searched.get(document) !== document.version && !withIds.has(document)) {
        searched.set(document, document.version);
        if (hasId(document)) {
          add(document);
        }
      }
    }
  };
  searchVisible();
  return Disposable.from(
    window.onDidChangeVisibleTextEditors(searchVisible),
    // Typed characters are too short to be searched. Output channels and pasted texts are not.
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      const isLong = contentChanges.some(({ text }) => text.length >= shortestId);
      if (isLong && !withIds.has(document)) {
        if (contentChanges.some(({ text }) => idPattern.test(text.slice(0, limits.insertion)))) {
          add(document);
        }
      }
    }),
    workspace.onDidCloseTextDocument((document) => {
      if (withIds.delete(document)) {
        announce();
      }
    }),
  );
}

function hasId(document: TextDocument): boolean {
  let left = limits.document;
  for (let line = 0; line < document.lineCount && left > 0; line += 1) {
    const { text } = document.lineAt(line);
    if (idPattern.test(text.slice(0, limits.line))) {
      return true;
    }
    left -= Math.min(text.length, limits.line) + 1;
  }
  return false;
}
