import { env, type Position, type TextEditor, window } from 'vscode';
import type { TextsAtHand } from '../lookup/prefill.ts';

/** An id in any spelling, or an e-mail address: longer than what a language calls a word. */
const wordAtCursor = /[^\s"'`<>()[\]{},;=]+/;
/** A selection of a whole log is no question. */
const longestSelection = 100_000;

/** Long enough for a key, too short for another id. */
const contextLength = 24;

/** What a look-up may begin with. */
export async function textsAtHand(): Promise<TextsAtHand> {
  const editor = window.activeTextEditor;
  const clipboard = await env.clipboard.readText();
  if (editor === undefined) {
    return { selection: '', word: '', beforeWord: '', clipboard };
  }
  const { document, selection } = editor;
  const range = document.getWordRangeAtPosition(selection.active, wordAtCursor);
  return {
    selection: document.getText(selection).slice(0, longestSelection),
    word: range === undefined ? '' : document.getText(range),
    beforeWord: range === undefined ? '' : before(editor, range.start),
    clipboard,
  };
}

function before({ document }: TextEditor, { line, character }: Position): string {
  return document.lineAt(line).text.slice(Math.max(0, character - contextLength), character);
}
