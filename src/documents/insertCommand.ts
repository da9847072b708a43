import { EndOfLine, l10n, Position, Range, type TextEditor, type TextEditorOptions, window, workspace } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import type { Connections } from '../connections/connections.ts';
import { sessionTexts } from './exactTexts.ts';
import type { Layout } from './prettyJson.ts';
import { indentedJson } from './prettyJson.ts';
import { sessionTargets, type TargetSources } from './targets.ts';

/**
 * Puts a session's JSON at every cursor of the active editor, replacing what is selected. Several sessions are one array,
 * or elements where the cursor is in an array.
 */
export function insertCommand(
  connections: Connections,
  sources: TargetSources,
): Pick<Handlers, typeof commandIds.insertSessionJson> {
  return {
    [commandIds.insertSessionJson]: async (...args) => {
      // Asked for before a look-up, which takes the focus.
      const editor = window.activeTextEditor;
      if (editor === undefined) {
        await window.showInformationMessage(
          l10n.t('No text editor is active. Place the cursor where the JSON should go, then try again.'),
        );
        return;
      }
      if (workspace.fs.isWritableFileSystem(editor.document.uri.scheme) === false) {
        await sayReadOnly();
        return;
      }
      const refs = await sessionTargets(args, sources);
      if (refs.length === 0) {
        return;
      }
      const texts = await sessionTexts(connections, refs);
      if (!(await insert(editor, texts))) {
        await sayReadOnly();
      }
    },
  };
}

/** One edit, so that one Undo takes it back. False when the editor does not accept it. */
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

/** `indentSize` is "tabSize" where it has no number of its own. */
function spacesOf({ indentSize, tabSize }: TextEditorOptions): number {
  return typeof indentSize === 'number' ? indentSize : typeof tabSize === 'number' ? tabSize : 2;
}

async function sayReadOnly(): Promise<void> {
  await window.showInformationMessage(
    l10n.t('The active editor is read-only. Place the cursor in an editable file, then try again.'),
  );
}
