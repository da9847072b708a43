import { type Disposable, EventEmitter, type TextDocumentContentProvider, Uri, workspace } from 'vscode';

export const reportScheme = 'kratos-report';

/** The reports of this window: documents that change while they are shown, and that cannot be edited or saved. */
export interface ReportDocuments extends Disposable {
  /** Aborts when this is disposed: nobody reads a report any more. */
  readonly ended: AbortSignal;
  /** Puts `text` in the place of what the document held. */
  write(uri: Uri, text: string): void;
}

/** One document to a connection: a new check takes the place of the one before. */
export function reportUri(connectionId: string, title: string): Uri {
  // The last part is the tab's name: a slash in it would end it.
  return Uri.from({ scheme: reportScheme, path: `/${connectionId}/${title.replaceAll(/[\\/]/g, '∕')}.md` });
}

export function registerReportDocuments(): ReportDocuments {
  const texts = new Map<string, string>();
  const changed = new EventEmitter<Uri>();
  const provider: TextDocumentContentProvider = {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
  };
  const listeners = [
    workspace.registerTextDocumentContentProvider(reportScheme, provider),
    workspace.onDidCloseTextDocument(({ uri }) => texts.delete(uri.toString())),
    changed,
  ];
  const ending = new AbortController();
  return {
    ended: ending.signal,
    write(uri, text) {
      texts.set(uri.toString(), text);
      changed.fire(uri);
    },
    dispose() {
      ending.abort();
      for (const listener of listeners) {
        listener.dispose();
      }
    },
  };
}
