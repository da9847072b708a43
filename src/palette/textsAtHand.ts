import { env, type TextEditor, window } from 'vscode';
import type { TextsAtHand } from '../lookup/prefill.ts';

/** An id in any spelling, or an e-mail address: longer than what a language calls a word. */
const wordAtCursor = /[^\s"'`<>()[\]{},;=]+/;
/** A selection of a whole log is no question. */
const longestSelection = 100_000;

/** What a look-up may begin with. */
export async function textsAtHand(): Promise<TextsAtHand> {
  const editor = window.activeTextEditor;
  return {
    selection: editor === undefined ? '' : selectedText(editor),
    word: editor === undefined ? '' : textAtCursor(editor),
    clipboard: await env.clipboard.readText(),
  };
}

function selectedText({ document, selection }: TextEditor): string {
  return document.getText(selection).slice(0, longestSelection);
}

function textAtCursor({ document, selection }: TextEditor): string {
  const range = document.getWordRangeAtPosition(selection.active, wordAtCursor);
  if (range === undefined) {
    return '';
  }
  // What stands before it on the line tells which kind of id it is.
  const before = document
    .lineAt(range.start.line)
    .text.slice(Math.max(0, range.start.character - 40), range.start.character);
  return before + document.getText(range);
}
