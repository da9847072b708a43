import { EndOfLine, l10n, Position, Range, type TextEditor, type TextEditorOptions, window, workspace } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import type { Connections } from '../connections/connections.ts';
import { sessionTexts } from './itemTexts.ts';
import { indentedJson, type Layout } from './prettyJson.ts';
import { sessionTargets, type TargetSources } from './targets.ts';

/**
 * Returns the command that replaces every selection of the active editor with a session's JSON. Several sessions are an
 * array, or elements when the cursor is in an array.
 */
export function insertCommand(connections: Connections, sources: TargetSources) {
  return {
    [commandIds.insertSessionJson]: async (...args) => {
      // Read before a look-up takes the focus.
      const editor = window.activeTextEditor;
      if (editor === undefined) {
        await window.showInformationMessage(
          l10n.t('No text editor is active. Place the cursor where the JSON should go, then try again.'),
        );
        return;
      }
      if (workspace.fs.isWritableFileSystem(editor.document.uri.scheme) === false) {
        await showReadOnly();
        return;
      }
      const refs = await sessionTargets(args, sources, l10n.t('Insert Session JSON at Cursors'));
      if (refs.length === 0) {
        return;
      }
      const texts = await sessionTexts(connections, refs);
      if (!(await insert(editor, texts))) {
        await showReadOnly();
      }
    },
  } satisfies Partial<Handlers>;
}

/** Inserts by one edit, so that one Undo reverts it. Returns false when the editor rejects it. */
async function insert(editor: TextEditor, texts: readonly string[]): Promise<boolean> {
  const layout = layoutOf(editor);
  return editor.edit((edit) => {
    for (const selection of editor.selections) {
      const before = editor.document.getText(new Range(new Position(0, 0), selection.start));
      edit.replace(selection, indentedJson(texts, layout, before));
    }
  });
}

function layoutOf({ options, document }: TextEditor): Layout {
  return {
    indent: options.insertSpaces === false ? 'tab' : spacesOf(options),
    eol: document.eol === EndOfLine.CRLF ? '\r\n' : '\n',
  };
}

/** `indentSize` may be "tabSize" instead of a number. */
function spacesOf({ indentSize, tabSize }: TextEditorOptions): number {
  return typeof indentSize === 'number' ? indentSize : typeof tabSize === 'number' ? tabSize : 2;
}

async function showReadOnly(): Promise<void> {
  await window.showInformationMessage(
    l10n.t('The active editor is read-only. Place the cursor in an editable file, then try again.'),
  );
}
