import { l10n, ViewColumn, type WebviewPanel, window } from 'vscode';
import { validConnections } from '../../../connections/connections.ts';
import { pickConnection } from '../../../connections/pickConnection.ts';
import type { IpDatabases } from '../../../ipDatabases/ipDatabases.ts';
import { type EditorContext, recentViewType } from '../editors.ts';
import { RecentPage } from './recentPage.ts';

interface RecentPagesParts extends Omit<EditorContext, 'ipDatabases'> {
  readonly ipDatabases: IpDatabases;
  /** Called with each page that is opened or restored. */
  readonly onOpen: (panel: WebviewPanel, page: RecentPage) => void;
}

/** The pages of recent sessions. Opens at most one for each connection. */
export class RecentPages {
  readonly #parts: RecentPagesParts;
  readonly #open = new Map<string, { readonly panel: WebviewPanel; readonly page: RecentPage }>();

  constructor(parts: RecentPagesParts) {
    this.#parts = parts;
  }

  /** Shows the page of the connection that a row names, else of one that the user picks. */
  async open(node: unknown, query: string | undefined): Promise<void> {
    const candidates = validConnections(this.#parts.connections);
    const connection = await pickConnection(candidates, node, l10n.t('Show Recent Sessions'));
    if (connection === undefined) {
      return;
    }
    const known = this.#open.get(connection.id);
    known?.panel.reveal();
    const page =
      known?.page ??
      this.restore(
        window.createWebviewPanel(recentViewType, '', ViewColumn.Active, { enableFindWidget: true }),
        connection.id,
      );
    if (query !== undefined) {
      page.find(query);
    }
  }

  /** Fills a panel that was created, or that VS Code restored. */
  restore(panel: WebviewPanel, connectionId: string): RecentPage {
    const page = new RecentPage({ ...this.#parts, panel, connectionId });
    this.#open.set(connectionId, { panel, page });
    panel.onDidDispose(() => {
      // VS Code restores a hidden tab when it is shown, maybe after the user opened another.
      if (this.#open.get(connectionId)?.page === page) {
        this.#open.delete(connectionId);
      }
    });
    this.#parts.onOpen(panel, page);
    return page;
  }
}
