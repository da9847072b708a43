import {
  commands,
  type Disposable,
  EventEmitter,
  languages,
  TabInputCustom,
  TabInputText,
  type TextDocumentContentProvider,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';

const reportScheme = 'kratos-report';
/** Its rows wrap, by the defaults in package.json. */
const planLanguage = 'kratos-plan';

/** The read-only documents that show the reports of this window while they grow. */
export interface ReportDocuments extends Disposable {
  /** Aborts when this is disposed. */
  readonly ended: AbortSignal;
  /** Replaces the text of a document. */
  write(uri: Uri, text: string): void;
}

/** Returns the document on `subject`, an id, with this title, which the next one with both overwrites. */
export function reportUri(subject: string, title: string, extension: 'md' | 'txt' | 'log' = 'md'): Uri {
  // The last segment of the path is the tab's name.
  return Uri.from({ scheme: reportScheme, path: `/${subject}/${title.replaceAll(/[\\/]/g, '∕')}.${extension}` });
}

/**
 * Returns the column where a report opens so that what is in front stays in sight, unless that is a report, too. It is a
 * number, because VS Code finds the active column only later: a click on a page would open the report over that page.
 */
export function columnOfReport(): ViewColumn {
  const { activeTab, viewColumn } = window.tabGroups.activeTabGroup;
  const input = activeTab?.input;
  const isFile = input instanceof TabInputText || input instanceof TabInputCustom;
  return isFile && input.uri.scheme === reportScheme ? viewColumn : viewColumn + 1;
}

/** Opens a Markdown document as it is read: in an editor of its own, because a preview follows the editor in front. */
export async function showMarkdown(uri: Uri, viewColumn: ViewColumn = ViewColumn.Active): Promise<void> {
  await commands.executeCommand('vscode.openWith', uri, 'vscode.markdown.preview.editor', {
    viewColumn,
    preview: false,
  });
}

export function registerReportDocuments(): ReportDocuments {
  // Kept while no document is open: a closed editor can be opened again.
  const texts = new Map<string, string>();
  const changed = new EventEmitter<Uri>();
  const provider: TextDocumentContentProvider = {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
  };
  const listeners = [workspace.registerTextDocumentContentProvider(reportScheme, provider), changed];
  const ending = new AbortController();
  return {
    ended: ending.signal,
    write(uri, text) {
      texts.set(uri.toString(), text);
      changed.fire(uri);
      // A preview shows the new text when the document changes, or opens after it was closed.
      workspace
        .openTextDocument(uri)
        .then((document) =>
          uri.path.endsWith('.txt') ? languages.setTextDocumentLanguage(document, planLanguage) : document,
        )
        .then(undefined, () => undefined);
    },
    dispose() {
      ending.abort();
      for (const listener of listeners) {
        listener.dispose();
      }
    },
  };
}
