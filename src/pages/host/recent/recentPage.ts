import { commands, Disposable, Uri, type WebviewPanel, workspace } from 'vscode';
import { commandIds } from '../../../commands/ids.ts';
import type { Connection } from '../../../connections/connection.ts';
import { labelTraitsOf } from '../../../connections/connectionFacts.ts';
import type { Connections } from '../../../connections/connections.ts';
import type { SessionRef } from '../../../connections/refs.ts';
import type { Directory, DirectoryChange } from '../../../core/directory/directory.ts';
import type { Identity } from '../../../core/kratos/identity.ts';
import type { Malformed, Session } from '../../../core/kratos/session.ts';
import type { Target } from '../../../files/targets.ts';
import type { IpDatabases, OpenDatabases } from '../../../ipDatabases/ipDatabases.ts';
import { labelTraitsSetting, readLabelTraits } from '../../../platform/labelTraits.ts';
import { type Log, logError } from '../../../platform/log.ts';
import { identityName, shortId } from '../../../text/identityName.ts';
import { parseRecentMessage, type RecentHostMessage, type RecentMessage } from '../../protocol/recentMessages.ts';
import { handleMessage, type MessageHandlers } from '../../protocol/tableMessages.ts';
import type { RowOwner } from '../describeRow.ts';
import { loadPage } from '../loadPage.ts';
import { RowSender } from '../rowSender.ts';
import { SelectedSessions } from '../selectedSessions.ts';
import { sessionIdentity } from '../session/sessionIdentity.ts';
import { askBackTo } from './askBackTo.ts';
import { describeRecentPage } from './describeRecentPage.ts';

/** The longest delay of setTimeout. */
const longestTimer = 2 ** 31 - 1;

interface RecentParts {
  readonly panel: WebviewPanel;
  readonly connectionId: string;
  readonly connections: Connections;
  readonly ipDatabases: IpDatabases;
  readonly extensionUri: Uri;
  readonly log: Log;
}

/** The page of a connection's recent sessions: all identities' newest ones, and the details of one of them. */
export class RecentPage implements Disposable {
  readonly #parts: RecentParts;
  readonly #selected: SelectedSessions;
  readonly #rows: RowSender;
  readonly #handlers: MessageHandlers<RecentMessage>;
  readonly #subscriptions: Disposable;
  #connection: Connection | undefined;
  #directory: Directory | undefined;
  #endDirectory: (() => void) | undefined;
  /** Aborts when the page is hidden, which VS Code discards, or closed. */
  #shown: AbortController | undefined;
  #isUpdating = false;
  #hasChanged = false;
  #query: string | undefined;
  #databases: OpenDatabases | undefined;
  /** Each identity's name, and the cached identity that it was made of. */
  readonly #names = new Map<string, { readonly known: Identity | undefined; readonly name: string }>();
  #expiry: NodeJS.Timeout | undefined;

  constructor(parts: RecentParts) {
    this.#parts = parts;
    const { panel, connections, extensionUri } = parts;
    this.#selected = new SelectedSessions({
      connections,
      refOf: (sessionId) => this.#refOf(sessionId),
      post: (message) => this.#post(message),
    });
    this.#rows = new RowSender((rows, gone) => this.#post({ type: 'rows', rows, gone }));
    this.#handlers = this.#createHandlers();
    panel.onDidDispose(() => this.dispose());
    this.#subscriptions = Disposable.from(
      panel.webview.onDidReceiveMessage((received) => this.#received(received)),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) {
          this.#hide();
        }
      }),
      connections.onDidChangeList(() => this.#connectionsChanged()),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(labelTraitsSetting)) {
          this.#names.clear();
          this.#logged(this.#update());
        }
      }),
    );
    const icon = (theme: string) => Uri.joinPath(extensionUri, 'media', 'recent', `recent-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    this.#follow();
    this.#show();
    loadPage(panel.webview, extensionUri, 'recent');
  }

  get selection(): readonly Target[] {
    return this.#selected.targets;
  }

  /** Puts a query into the box of the table, as soon as the page is loaded. */
  find(query: string): void {
    this.#query = query;
    this.#sendQuery();
  }

  dispose(): void {
    this.#hide();
    this.#endDirectory?.();
    this.#subscriptions.dispose();
  }

  #createHandlers(): MessageHandlers<RecentMessage> {
    const { connections, connectionId } = this.#parts;
    const selected = this.#selected;
    return {
      copyText: ({ text, button }) => selected.copy(text, button),
      copyJson: (message) => selected.details?.copyJson(message),
      copyId: (message) => selected.details?.copyId(message),
      openJson: (message) => selected.details?.openJson(message),
      refresh: (message) => selected.details?.refresh(message),
      cancel: (message) => selected.details?.cancel(message),
      showIdentity: (message) => selected.details?.showIdentity(message),
      otherSessions: (message) => selected.details?.otherSessions(message),
      showLog: () => commands.executeCommand(commandIds.showLog),
      editConnections: () => commands.executeCommand(commandIds.openConnectionSettings),
      enterSecrets: async () => {
        await commands.executeCommand(commandIds.enterSecrets, { connectionId });
        await this.#directory?.recentSessions.retry();
      },
      ready: () => this.#load(),
      select: ({ ids, current }) => selected.select(ids, current),
      run: ({ action, ids }) => selected.run(action, ids),
      refreshPage: async () => {
        connections.askAgain(connectionId);
        await this.#directory?.recentSessions.refresh();
      },
      retryPage: async () => {
        connections.askAgain(connectionId);
        await this.#directory?.recentSessions.retry();
      },
      cancelPage: () => this.#directory?.recentSessions.cancel(),
      readMore: () => this.#directory?.recentSessions.more(),
      readBackTo: async () => {
        const until = await askBackTo(Date.now());
        if (until !== undefined) {
          await this.#directory?.recentSessions.more(until);
        }
      },
    };
  }

  async #received(received: unknown): Promise<void> {
    const { log } = this.#parts;
    const message = parseRecentMessage(received);
    if (message === undefined) {
      log.warn('The page of recent sessions sent an unknown message.');
      return;
    }
    try {
      await handleMessage(this.#handlers, message);
    } catch (error) {
      logError(log, error);
    }
  }

  async #load(): Promise<void> {
    this.#hide();
    this.#shown = new AbortController();
    this.#show();
    this.#sendQuery();
    await Promise.all([this.#update(), this.#directory?.recentSessions.open()]);
  }

  #sendQuery(): void {
    if (this.#shown !== undefined && this.#query !== undefined) {
      this.#post({ type: 'find', query: this.#query });
      this.#query = undefined;
    }
  }

  #hide(): void {
    clearTimeout(this.#expiry);
    this.#shown?.abort();
    this.#shown = undefined;
    this.#rows.reset();
    this.#selected.hideDetails();
  }

  #follow(): void {
    const { connections, connectionId } = this.#parts;
    this.#connection = connections.get(connectionId) ?? this.#connection;
    this.#directory = connections.directory(connectionId);
    this.#endDirectory = this.#directory?.onDidChange((change) => this.#directoryChanged(change));
  }

  async #connectionsChanged(): Promise<void> {
    this.#endDirectory?.();
    this.#follow();
    this.#names.clear();
    this.#show();
    await this.#update();
    await (this.#shown && this.#directory?.recentSessions.open());
  }

  #directoryChanged(change: DirectoryChange): void {
    switch (change.kind) {
      case 'recentSessions':
        this.#show();
        this.#logged(this.#update());
        return;
      case 'session':
      case 'identity':
        this.#logged(this.#update());
        return;
      case 'waiting':
        this.#show();
        return;
      case 'identities':
      case 'sessions':
        return;
    }
  }

  #show(): void {
    const { panel, connectionId } = this.#parts;
    const model = describeRecentPage({
      connectionId,
      connection: this.#connection,
      directory: this.#directory,
      list: this.#directory?.recentSessions.state,
      problems: this.#databases?.problems() ?? [],
    });
    panel.title = model.title;
    if (this.#shown !== undefined) {
      this.#post({ type: 'page', model });
    }
  }

  /** Sends what changed of the rows, once more if something changed meanwhile. */
  async #update(): Promise<void> {
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
      }
    } catch (error) {
      if (!shown.signal.aborted) {
        throw error;
      }
    } finally {
      this.#isUpdating = false;
      if (this.#shown !== shown && this.#shown !== undefined) {
        this.#logged(this.#update());
      }
    }
  }

  async #sendRows(signal: AbortSignal): Promise<void> {
    const items = this.#directory?.recentSessions.state.items ?? [];
    const context = { lookup: this.#databases?.lookup, now: new Date() };
    await this.#rows.send(items, (item) => this.#ownerOf(item), context, signal);
    clearTimeout(this.#expiry);
    const next = this.#rows.nextExpiry;
    if (next !== undefined) {
      this.#expiry = setTimeout(
        () => this.#logged(this.#update()),
        Math.min(Math.max(next - Date.now(), 0) + 1, longestTimer),
      );
    }
  }

  #ownerOf(item: Session | Malformed): RowOwner {
    const identityId = item.kind === 'session' ? item.identityId : undefined;
    return item.kind === 'malformed' || identityId === undefined
      ? { identityId: '', identity: undefined, identityState: undefined }
      : {
          identityId,
          identity: this.#nameOf(item, identityId),
          identityState: this.#directory?.identityState(identityId),
        };
  }

  #nameOf(session: Session, identityId: string): string {
    const known = this.#directory?.knownIdentity(identityId);
    const named = this.#names.get(identityId);
    if (named !== undefined && named.known === known) {
      return named.name;
    }
    const identity = sessionIdentity(session, known);
    const name =
      identity === undefined
        ? shortId(identityId)
        : identityName(identity, labelTraitsOf(this.#connection, readLabelTraits()));
    this.#names.set(identityId, { known, name });
    return name;
  }

  #refOf(sessionId: string): SessionRef | undefined {
    const item = this.#directory?.recentSessions.get(sessionId);
    const { connectionId } = this.#parts;
    return item?.kind === 'session' && item.identityId !== undefined
      ? { connectionId, identityId: item.identityId, sessionId }
      : undefined;
  }

  /** An error that nobody waits for is logged: the page shows what it had. */
  #logged(work: Promise<unknown>): void {
    work.catch((error: unknown) => logError(this.#parts.log, error));
  }

  #post(message: RecentHostMessage): void {
    void this.#parts.panel.webview.postMessage(message);
  }
}
