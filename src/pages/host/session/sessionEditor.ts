import {
  type CustomDocument,
  type CustomReadonlyEditorProvider,
  Disposable,
  l10n,
  type Uri,
  type WebviewPanel,
  window,
} from 'vscode';
import type { Connections } from '../../../connections/connections.ts';
import { parseKratosUri } from '../../../files/uris.ts';
import type { Log } from '../../../platform/log.ts';
import type { SessionReading } from './sessionReading.ts';

/** An open session file, shared by all tabs that show it. VS Code disposes it with the last tab. */
interface SessionDocument extends CustomDocument {
  readonly reading: SessionReading;
}

export function registerSessionEditor(extensionUri: Uri, connections: Connections, log: Log): Disposable {
  const panels = new Set<Disposable>();
  const provider: CustomReadonlyEditorProvider<SessionDocument> = {
    openCustomDocument: (uri) => openSessionDocument(uri, connections),
    resolveCustomEditor: async ({ uri, reading }: SessionDocument, panel: WebviewPanel, token) => {
      const { SessionPanel } = await import('./sessionPanel.ts');
      // Using a panel that was closed during the import throws.
      if (!token.isCancellationRequested) {
        const drawn = new SessionPanel({ panel, uri, reading, extensionUri, log });
        panels.add(drawn);
        panel.onDidDispose(() => panels.delete(drawn));
      }
    },
  };
  return Disposable.from(
    window.registerCustomEditorProvider('kratosExplorer.session', provider, {
      supportsMultipleEditorsPerDocument: true,
      webviewOptions: { enableFindWidget: true },
    }),
    new Disposable(() => {
      for (const panel of panels) {
        panel.dispose();
      }
    }),
  );
}

async function openSessionDocument(uri: Uri, connections: Connections): Promise<SessionDocument> {
  const file = parseKratosUri(uri);
  if (file?.kind !== 'session') {
    throw new Error(l10n.t('{0} is not the address of a session.', uri.toString(true)));
  }
  const { SessionReading } = await import('./sessionReading.ts');
  const reading = new SessionReading(file, connections);
  return { uri, reading, dispose: () => reading.dispose() };
}
