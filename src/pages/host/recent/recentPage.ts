import { commands, Disposable, workspace } from 'vscode';
import { commandIds } from '../../../commands/ids.ts';
import type { Connection } from '../../../connections/connection.ts';
import { labelTraitsOf } from '../../../connections/connectionFacts.ts';
import type { SessionRef } from '../../../connections/refs.ts';
import type { Directory } from '../../../core/directory/directory.ts';
import type { DirectoryChange } from '../../../core/directory/directoryChange.ts';
import type { Identity } from '../../../core/kratos/identity.ts';
import type { Malformed, Session } from '../../../core/kratos/session.ts';
import type { Target } from '../../../files/targets.ts';
import { labelTraitsSetting, readLabelTraits } from '../../../platform/labelTraits.ts';
import { identityName, shortId } from '../../../text/identityName.ts';
import { type RecentMessage, recentMessage } from '../../protocol/recentMessages.ts';
import type { RowOwner } from '../describeRow.ts';
import type { MessageHandlers } from '../receiveMessage.ts';
import { sessionIdentity } from '../session/sessionIdentity.ts';
import { TablePanel, type TablePanelParts } from '../tablePanel.ts';
import { askBackTo } from './askBackTo.ts';
import { describeRecentPage } from './describeRecentPage.ts';

interface RecentParts extends TablePanelParts {
  readonly connectionId: string;
}

/** The page of a connection's recent sessions: all identities' newest ones, and the details of one of them. */
export class RecentPage implements Disposable {
  readonly #parts: RecentParts;
  readonly #table: TablePanel;
  readonly #subscriptions: Disposable;
  #connection: Connection | undefined;
  #directory: Directory | undefined;
  #endDirectory: (() => void) | undefined;
  /** Each identity's name, and the cached identity that it was made of. */
  readonly #names = new Map<string, { readonly known: Identity | undefined; readonly name: string }>();

  constructor(parts: RecentParts) {
    this.#parts = parts;
    const { panel, connections, connectionId } = parts;
    this.#table = new TablePanel(parts, {
      kind: 'recent',
      connectionId,
      refOf: (sessionId) => this.#refOf(sessionId),
      items: () => this.#directory?.recentSessions.state.items ?? [],
      owners: () => (item) => this.#ownerOf(item),
      describe: (problems) =>
        describeRecentPage({
          connectionId,
          connection: this.#connection,
          directory: this.#directory,
          list: this.#directory?.recentSessions.state,
          isUnlocked: connections.unlockOf(connectionId) !== undefined,
          problems,
        }),
      open: () => this.#directory?.recentSessions.open(),
    });
    panel.onDidDispose(() => this.dispose());
    this.#follow();
    const handlers = this.#createHandlers();
    this.#subscriptions = Disposable.from(
      this.#table,
      this.#table.load({ page: 'page of recent sessions', schema: recentMessage, handlers }),
      connections.onDidChangeList(() => this.#table.logged(this.#connectionsChanged())),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(labelTraitsSetting)) {
          this.#names.clear();
          this.#table.logged(this.#table.update());
        }
      }),
    );
  }

  get selection(): readonly Target[] {
    return this.#table.selected.targets;
  }

  /** Puts a query into the box of the table, as soon as the page is loaded. */
  find(query: string): void {
    this.#table.postWhenShown({ type: 'find', query });
  }

  dispose(): void {
    this.#endDirectory?.();
    this.#subscriptions.dispose();
  }

  #createHandlers(): MessageHandlers<RecentMessage> {
    const { connections, connectionId } = this.#parts;
    const { selected } = this.#table;
    return {
      ...this.#table.handlers,
      showIdentity: (message) => selected.details?.showIdentity(message),
      otherSessions: (message) => selected.details?.otherSessions(message),
      enterSecrets: async () => {
        await commands.executeCommand(commandIds.enterSecrets, { connectionId });
        await this.#directory?.recentSessions.retry();
      },
      refreshPage: async () => {
        connections.resetConsent(connectionId);
        await this.#directory?.recentSessions.refresh();
      },
      retryPage: async () => {
        connections.resetConsent(connectionId);
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
    this.#table.show();
    await this.#table.update();
    await (this.#table.isShown ? this.#directory?.recentSessions.open() : undefined);
  }

  #directoryChanged({ kind }: DirectoryChange): void {
    if (kind === 'recentSessions' || kind === 'waiting') {
      this.#table.show();
    }
    if (kind === 'recentSessions' || kind === 'session' || kind === 'identity') {
      this.#table.logged(this.#table.update());
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
}
