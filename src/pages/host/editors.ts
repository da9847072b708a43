import {
  type CustomDocument,
  type CustomReadonlyEditorProvider,
  commands,
  Disposable,
  l10n,
  type Memento,
  type Uri,
  type WebviewPanel,
  window,
} from 'vscode';
import type { Connections } from '../../connections/connections.ts';
import type { IdentityRef, SessionRef } from '../../connections/refs.ts';
import type { Target } from '../../files/targets.ts';
import { identityUri, parseKratosUri } from '../../files/uris.ts';
import type { IpDatabases } from '../../ipDatabases/ipDatabases.ts';
import type { Log } from '../../platform/log.ts';
import type { IdentityReading } from './identity/identityReading.ts';
import type { RecentPages } from './recent/recentPages.ts';
import type { SessionReading } from './session/sessionReading.ts';

export interface EditorContext {
  readonly extensionUri: Uri;
  readonly connections: Connections;
  readonly ipDatabases: () => Promise<IpDatabases>;
  readonly memory: Memento;
  readonly log: Log;
  /** Called when the user goes to a page. */
  readonly onFocus: () => void;
}

/** An open file, shared by all tabs that show it. VS Code disposes it with the last tab. */
interface OpenFile<Reading> extends CustomDocument {
  readonly reading: Reading;
}

interface Page extends Disposable {
  readonly selection?: readonly Target[];
  /** Selects a session in its table, as soon as it is there. */
  readonly select?: (sessionId: string) => void;
}

interface Editors extends Disposable {
  /** Returns the rows that are selected in the page of the active tab. */
  readonly selection: () => readonly Target[];
  /** Opens the page of an identity. With a session, its row is selected. */
  readonly openIdentity: (ref: IdentityRef | SessionRef) => Promise<void>;
  /** Opens the recent sessions of the connection that a row names, else of one that the user picks. */
  readonly openRecent: (node: unknown, query?: string) => Promise<void>;
}

export const recentViewType = 'kratosExplorer.recentSessions';

/** Registers the editors of the files of sessions and identities. Their pages are loaded when the first one is opened. */
export function registerEditors(context: EditorContext): Editors {
  const pages = new Map<WebviewPanel, Page>();
  const addresses = new WeakMap<WebviewPanel, string>();
  let recent: RecentPages | undefined;
  /** The session that is to be selected in a page that is being opened. */
  let wanted: { readonly address: string; readonly sessionId: string } | undefined;
  const selectWanted = (panel: WebviewPanel, page: Page) => {
    if (wanted !== undefined && addresses.get(panel) === wanted.address) {
      page.select?.(wanted.sessionId);
      wanted = undefined;
    }
  };
  const add = (panel: WebviewPanel, page: Page) => {
    pages.set(panel, page);
    panel.onDidDispose(() => pages.delete(panel));
    panel.webview.onDidReceiveMessage((message) => {
      if (Object(message).type === 'focus') {
        context.onFocus();
      }
    });
  };
  const recentPages = async () => {
    const parts = { ...context, ipDatabases: await context.ipDatabases(), onOpen: add };
    const { RecentPages } = await import('./recent/recentPages.ts');
    recent ??= new RecentPages(parts);
    return recent;
  };
  const openRecent = async (node: unknown, query?: string) => (await recentPages()).open(node, query);
  const { connections } = context;
  const register = <Reading extends Disposable>(
    viewType: string,
    open: (uri: Uri) => Promise<Reading>,
    show: (panel: WebviewPanel, uri: Uri, reading: Reading) => Promise<() => Page>,
  ) => {
    const provider: CustomReadonlyEditorProvider<OpenFile<Reading>> = {
      openCustomDocument: async (uri) => {
        const reading = await open(uri);
        return { uri, reading, dispose: () => reading.dispose() };
      },
      resolveCustomEditor: async ({ uri, reading }, panel, token) => {
        const draw = await show(panel, uri, reading);
        addresses.set(panel, uri.toString());
        // Using a panel that was closed during the import throws.
        if (!token.isCancellationRequested) {
          const page = draw();
          add(panel, page);
          selectWanted(panel, page);
        }
      },
    };
    return window.registerCustomEditorProvider(viewType, provider, {
      supportsMultipleEditorsPerDocument: true,
      webviewOptions: { enableFindWidget: true },
    });
  };
  const editors = Disposable.from(
    register<SessionReading>(
      'kratosExplorer.session',
      async (uri) => {
        const file = fileOf(uri, 'session');
        return new (await import('./session/sessionReading.ts')).SessionReading(file, connections);
      },
      async (panel, uri, reading) => {
        const { SessionPanel } = await import('./session/sessionPanel.ts');
        return () => new SessionPanel({ ...context, panel, uri, reading });
      },
    ),
    register<IdentityReading>(
      'kratosExplorer.identity',
      async (uri) => {
        const file = fileOf(uri, 'identity');
        return new (await import('./identity/identityReading.ts')).IdentityReading(file, connections);
      },
      async (panel, uri, reading) => {
        const { IdentityPage } = await import('./identity/identityPage.ts');
        const parts = { ...context, ipDatabases: await context.ipDatabases(), panel, uri, reading, openRecent };
        return () => new IdentityPage(parts);
      },
    ),
    window.registerWebviewPanelSerializer(recentViewType, {
      deserializeWebviewPanel: async (panel, state: unknown) => {
        const { connectionId } = Object(state) as { readonly connectionId?: unknown };
        if (typeof connectionId === 'string') {
          (await recentPages()).restore(panel, connectionId);
        } else {
          panel.dispose();
        }
      },
    }),
  );
  return {
    selection: () => [...pages].find(([panel]) => panel.active)?.[1].selection ?? [],
    openIdentity: async (ref) => {
      const uri = identityUri(ref);
      wanted = 'sessionId' in ref ? { address: uri.toString(), sessionId: ref.sessionId } : undefined;
      await commands.executeCommand('vscode.open', uri);
      for (const [panel, page] of pages) {
        if (panel.active) {
          selectWanted(panel, page);
        }
      }
    },
    openRecent,
    dispose: () => {
      editors.dispose();
      for (const page of pages.values()) {
        page.dispose();
      }
    },
  };
}

function fileOf<Kind extends 'session' | 'identity'>(uri: Uri, kind: Kind) {
  const file = parseKratosUri(uri);
  if (file?.kind !== kind) {
    throw new Error(
      l10n.t('{0} is not the address of a session or an identity. Open one from the tree.', uri.toString(true)),
    );
  }
  return file as Extract<typeof file, { kind: Kind }>;
}
