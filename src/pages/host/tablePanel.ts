import { Disposable, Uri, type WebviewPanel, workspace } from 'vscode';
import type { Connections } from '../../connections/connections.ts';
import type { SessionRef } from '../../connections/refs.ts';
import type { Malformed, Session } from '../../core/kratos/session.ts';
import { type IpDatabases, ipDatabasesSetting, type OpenDatabases } from '../../ipDatabases/ipDatabases.ts';
import { type Log, logError } from '../../platform/log.ts';
import type { IdentityHostMessage } from '../protocol/identityMessages.ts';
import type { IdentityPageModel } from '../protocol/identityModel.ts';
import type { RecentHostMessage } from '../protocol/recentMessages.ts';
import type { RecentPageModel } from '../protocol/recentModel.ts';
import type { RowOwner } from './describeRow.ts';
import { loadPage } from './loadPage.ts';
import { PageUnlock } from './pageUnlock.ts';
import { type Receiver, receiveMessage } from './receiveMessage.ts';
import { RowSender } from './rowSender.ts';
import { SelectedSessions } from './selectedSessions.ts';
import { timerAt } from './session/sessionDetails.ts';

/** What a page with a table needs of VS Code and of the extension. */
export interface TablePanelParts {
  readonly panel: WebviewPanel;
  readonly connections: Connections;
  readonly ipDatabases: IpDatabases;
  readonly extensionUri: Uri;
  readonly log: Log;
}

type Message =
  | IdentityHostMessage
  | RecentHostMessage
  | { readonly type: 'page'; readonly model: IdentityPageModel | RecentPageModel };

/** What the table of a page shows, and what is around it. */
interface TableContent {
  readonly kind: 'identity' | 'recent';
  readonly connectionId: string;
  /** Returns undefined for a row that is not a session. */
  readonly refOf: (sessionId: string) => SessionRef | undefined;
  readonly items: () => readonly (Session | Malformed)[];
  /** Returns a function that names the identity of a session. Called once for each update. */
  readonly owners: () => (item: Session | Malformed) => RowOwner;
  /** Describes the page besides its rows; `problems` are sentences on the databases of addresses. */
  readonly describe: (problems: readonly string[]) => IdentityPageModel | RecentPageModel;
  /** Reads what is not known yet, when the page is loaded. */
  readonly open: () => Promise<void> | undefined;
  /** Sends what is derived from the rows. Rejects when `signal` aborts. */
  readonly afterRows?: (signal: AbortSignal) => Promise<void>;
}

/** The part that pages with a table of sessions share: rows are sent while the page is shown, and when they change. */
export class TablePanel implements Disposable {
  readonly #parts: TablePanelParts;
  readonly #content: TableContent;
  readonly #rows: RowSender;
  readonly #subscriptions: Disposable;
  readonly #unlock: PageUnlock;
  readonly selected: SelectedSessions;
  /** Aborts when the page is hidden, which VS Code discards, or closed. */
  #shown: AbortController | undefined;
  #isUpdating = false;
  #hasChanged = false;
  #databases: OpenDatabases | undefined;
  #expiry: NodeJS.Timeout | undefined;
  #whenShown: Message | undefined;

  constructor(parts: TablePanelParts, content: TableContent) {
    this.#parts = parts;
    this.#content = content;
    const { panel, connections, extensionUri } = parts;
    const { connectionId } = content;
    this.selected = new SelectedSessions({
      connections,
      refOf: content.refOf,
      log: parts.log,
      post: (message) => this.post(message),
    });
    this.#rows = new RowSender((rows, gone) => this.post({ type: 'rows', rows, gone }));
    this.#unlock = new PageUnlock({
      connections,
      connectionId,
      post: (message) => this.post(message),
    });
    this.#subscriptions = Disposable.from(
      this.#unlock,
      panel.onDidChangeViewState(() => {
        if (!panel.visible) {
          this.#hide();
        }
      }),
      connections.onDidChangeUnlock((id) => {
        if (id === connectionId) {
          this.show();
        }
      }),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(ipDatabasesSetting)) {
          this.logged(this.update());
        }
      }),
    );
    const icon = (theme: string) => Uri.joinPath(extensionUri, 'media', content.kind, `${content.kind}-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
  }

  /** Whether the page is loaded and shown. */
  get isShown(): boolean {
    return this.#shown !== undefined;
  }

  get lookup(): OpenDatabases['lookup'] {
    return this.#databases?.lookup;
  }

  isActive(sessionId: string): boolean {
    return this.#rows.isActive(sessionId);
  }

  /** Handles what pages with a table send alike. */
  get handlers() {
    return { ...this.selected.handlers, ready: () => this.#ready(), lockNow: () => this.#unlock.lock() };
  }

  /** Loads the page, whose messages `receiver` handles. Returns what ends that. */
  load<Message extends { readonly type: string }>(receiver: Omit<Receiver<Message>, 'log'>): Disposable {
    const { panel, extensionUri, log } = this.#parts;
    const listener = panel.webview.onDidReceiveMessage((received) => receiveMessage(received, { ...receiver, log }));
    loadPage(panel.webview, extensionUri, this.#content.kind);
    this.show();
    return listener;
  }

  /** Sends the model of the page again, without its rows. */
  show(): void {
    const model = this.#content.describe(this.#databases?.problems() ?? []);
    this.#parts.panel.title = model.title;
    this.post({ type: 'page', model });
  }

  /** Posts a message as soon as the page is shown; only the last one until then. */
  postWhenShown(message: Message): void {
    this.#whenShown = message;
    this.#postWaiting();
  }

  dispose(): void {
    this.#hide();
    this.#subscriptions.dispose();
  }

  /** Sends what changed, once more if something changed meanwhile. */
  async update(): Promise<void> {
    const shown = this.#shown;
    this.#hasChanged = true;
    if (shown === undefined || this.#isUpdating) {
      return;
    }
    this.#isUpdating = true;
    try {
      while (this.#hasChanged) {
        this.#hasChanged = false;
        this.#databases = await this.#parts.ipDatabases.read();
        await this.#sendRows(shown.signal);
        await this.#content.afterRows?.(shown.signal);
      }
    } catch (error) {
      if (!shown.signal.aborted) {
        throw error;
      }
    } finally {
      this.#isUpdating = false;
      if (this.#shown !== shown && this.#shown !== undefined) {
        this.logged(this.update());
      }
    }
  }

  /** Logs an error of `work`, for which no caller waits: the page shows what it had. */
  logged(work: Promise<unknown>): void {
    work.catch((error: unknown) => logError(this.#parts.log, error));
  }

  /** Posts a message unless the page is hidden or closed, where VS Code drops it or throws. */
  post(message: Message): void {
    if (this.isShown) {
      void this.#parts.panel.webview.postMessage(message);
    }
  }

  /** Fills the page, which has loaded. */
  async #ready(): Promise<void> {
    this.#hide();
    this.#shown = new AbortController();
    this.#unlock.show();
    this.show();
    this.#postWaiting();
    await Promise.all([this.update(), this.#content.open()]);
  }

  #postWaiting(): void {
    if (this.isShown && this.#whenShown !== undefined) {
      this.post(this.#whenShown);
      this.#whenShown = undefined;
    }
  }

  #hide(): void {
    clearTimeout(this.#expiry);
    this.#shown?.abort();
    this.#shown = undefined;
    this.#rows.reset();
    this.selected.hideDetails();
  }

  async #sendRows(signal: AbortSignal): Promise<void> {
    const context = { lookup: this.lookup, now: new Date() };
    await this.#rows.send(this.#content.items(), this.#content.owners(), context, signal);
    clearTimeout(this.#expiry);
    const next = this.#rows.nextExpiry;
    this.#expiry = next === undefined ? undefined : timerAt(next, () => this.logged(this.update()));
  }
}
