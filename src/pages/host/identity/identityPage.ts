import { commands, Disposable, type Memento, Uri, type WebviewPanel, workspace } from 'vscode';
import { type CommandId, commandIds } from '../../../commands/ids.ts';
import type { Connections } from '../../../connections/connections.ts';
import type { IdentityRef } from '../../../connections/refs.ts';
import { identityFacts } from '../../../core/origins/identityFacts.ts';
import { type Origin, originsInSteps } from '../../../core/origins/origins.ts';
import { runInTurns } from '../../../core/origins/steps.ts';
import type { Target } from '../../../files/targets.ts';
import { type IpDatabases, ipDatabasesSetting, type OpenDatabases } from '../../../ipDatabases/ipDatabases.ts';
import { labelTraitsSetting, readLabelTraits } from '../../../platform/labelTraits.ts';
import { type Log, logError } from '../../../platform/log.ts';
import { ownerQuestion } from '../../../text/ownerQuestion.ts';
import {
  type IdentityHostMessage,
  type IdentityMessage,
  parseIdentityMessage,
} from '../../protocol/identityMessages.ts';
import { questionButton } from '../../protocol/identityModel.ts';
import { handleMessage, type MessageHandlers } from '../../protocol/tableMessages.ts';
import { loadPage } from '../loadPage.ts';
import { describeOrigins, sendOrigins } from '../origins/describeOrigins.ts';
import { OriginNotes } from '../origins/originNotes.ts';
import { recentOthers } from '../recent/recentScan.ts';
import { RowSender } from '../rowSender.ts';
import { SelectedSessions } from '../selectedSessions.ts';
import { describeIdentityPage } from './describeIdentityPage.ts';
import type { IdentityReading, SessionsChange } from './identityReading.ts';

/** The longest delay of setTimeout. */
const longestTimer = 2 ** 31 - 1;

interface PageParts {
  readonly panel: WebviewPanel;
  /** The identity's file. */
  readonly uri: Uri;
  readonly reading: IdentityReading;
  readonly connections: Connections;
  readonly ipDatabases: IpDatabases;
  readonly memory: Memento;
  readonly extensionUri: Uri;
  readonly log: Log;
  /** Opens the page of recent sessions of a connection with a query. */
  readonly openRecent: (ref: IdentityRef, query: string) => Promise<void>;
}

/** The page of one identity in an editor's tab: its sessions, where they came from, and the details of one of them. */
export class IdentityPage implements Disposable {
  readonly #parts: PageParts;
  readonly #handlers: MessageHandlers<IdentityMessage>;
  readonly #selected: SelectedSessions;
  readonly #rows: RowSender;
  readonly #notes: OriginNotes;
  readonly #subscriptions: Disposable;
  /** Aborts when the page is hidden, which VS Code discards, or closed. */
  #shown: AbortController | undefined;
  #isUpdating = false;
  #hasChanged = false;
  #wanted: string | undefined;
  /** By the keys that the page knows. */
  #origins: ReadonlyMap<string, Origin> = new Map();
  #databases: OpenDatabases | undefined;
  #expiry: NodeJS.Timeout | undefined;

  constructor(parts: PageParts) {
    this.#parts = parts;
    const { panel, reading, extensionUri } = parts;
    this.#rows = new RowSender((rows, gone) => this.#post({ type: 'rows', rows, gone }));
    this.#notes = new OriginNotes(parts.memory);
    this.#selected = new SelectedSessions({
      connections: parts.connections,
      refOf: (sessionId) => (this.#isKnown(sessionId) ? { ...reading.ref, sessionId } : undefined),
      post: (message) => this.#post(message),
    });
    this.#handlers = this.#createHandlers();
    panel.onDidDispose(() => this.dispose());
    this.#subscriptions = Disposable.from(
      panel.webview.onDidReceiveMessage((received) => this.#received(received)),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) {
          this.#hide();
        }
      }),
      reading.onDidChange((change) => this.#logged(this.#changed(change))),
      parts.connections.onDidChangeUnlock((id) => {
        if (id === reading.ref.connectionId) {
          this.#show();
        }
      }),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(labelTraitsSetting)) {
          this.#show();
        }
        if (change.affectsConfiguration(ipDatabasesSetting)) {
          this.#logged(this.#update());
        }
      }),
    );
    const icon = (theme: string) => Uri.joinPath(extensionUri, 'media', 'identity', `identity-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    this.#show();
    loadPage(panel.webview, extensionUri, 'identity');
  }

  get selection(): readonly Target[] {
    return this.#selected.targets;
  }

  /** Selects a session in the table, as soon as it is there. */
  select(sessionId: string): void {
    this.#wanted = sessionId;
    this.#selectWanted();
    this.#logged(this.#parts.reading.include(sessionId));
  }

  dispose(): void {
    this.#hide();
    this.#subscriptions.dispose();
  }

  #createHandlers(): MessageHandlers<IdentityMessage> {
    const { reading, uri, openRecent } = this.#parts;
    const selected = this.#selected;
    const run = (id: CommandId) => commands.executeCommand(id, uri);
    return {
      copyText: ({ text, button }) => selected.copy(text, button),
      copyJson: (message) => selected.details?.copyJson(message),
      copyId: (message) => selected.details?.copyId(message),
      openJson: (message) => selected.details?.openJson(message),
      refresh: (message) => selected.details?.refresh(message),
      cancel: (message) => selected.details?.cancel(message),
      showIdentity: () => run(commandIds.showIdentityInTree),
      otherSessions: () => undefined,
      showLog: () => commands.executeCommand(commandIds.showLog),
      editConnections: () => commands.executeCommand(commandIds.openConnectionSettings),
      enterSecrets: async () => {
        await commands.executeCommand(commandIds.enterSecrets, reading.ref);
        await reading.refresh();
      },
      ready: () => this.#load(),
      select: ({ ids, current }) => selected.select(ids, current),
      run: ({ action, ids }) => selected.run(action, ids),
      refreshPage: () => reading.refresh(),
      cancelPage: () => reading.cancel(),
      readAll: () => reading.readAll(),
      clearFilter: () => reading.clearFilter(),
      openIdentityJson: () => run(commandIds.openIdentityJson),
      copyIdentityJson: () => run(commandIds.copyIdentityJson),
      copyIdentityId: () => run(commandIds.copyIdentityId),
      revokeAllBut: () => run(commandIds.revokeAllBut),
      recognise: async ({ origin, isRecognised }) => {
        await this.#notes.note(reading.ref, origin, isRecognised, new Date());
        await this.#update();
      },
      copyQuestion: ({ origin }) => this.#copyQuestion(origin),
      findNetwork: ({ network }) => openRecent(reading.ref, `ip:${network}`),
    };
  }

  async #received(received: unknown): Promise<void> {
    const { log } = this.#parts;
    const message = parseIdentityMessage(received);
    if (message === undefined) {
      log.warn('The identity page sent an unknown message.');
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
    this.#selectWanted();
    await Promise.all([this.#update(), this.#parts.reading.open()]);
  }

  #selectWanted(): void {
    if (this.#shown !== undefined && this.#wanted !== undefined) {
      this.#post({ type: 'selectRow', id: this.#wanted });
      this.#wanted = undefined;
    }
  }

  #hide(): void {
    clearTimeout(this.#expiry);
    this.#shown?.abort();
    this.#shown = undefined;
    this.#rows.reset();
    this.#selected.hideDetails();
  }

  async #changed(change: SessionsChange): Promise<void> {
    this.#show();
    if (change !== 'none' || this.#parts.reading.isSettled) {
      await this.#update();
    }
    // The connection is back or changed. After an unexpected error, only the user repeats the reading.
    if (this.#shown !== undefined && change === 'all' && this.#parts.reading.phase.kind === 'unread') {
      await this.#parts.reading.open();
    }
  }

  #show(): void {
    const { panel, reading, connections } = this.#parts;
    const model = describeIdentityPage(reading, {
      labelTraits: readLabelTraits(),
      problems: this.#databases?.problems() ?? [],
      isUnlocked: connections.unlockOf(reading.ref.connectionId) !== undefined,
    });
    panel.title = model.title;
    if (this.#shown !== undefined) {
      this.#post({ type: 'page', model });
    }
  }

  /** Sends what changed of rows and origins, once more if something changed meanwhile. */
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
        if (this.#parts.reading.isSettled) {
          await this.#sendOrigins(shown.signal);
        }
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
    const { reading } = this.#parts;
    const { ref, directory, items } = reading;
    const { identityId } = ref;
    const owner = { identityId, identity: undefined, identityState: directory?.identityState(identityId) };
    await this.#rows.send(items, () => owner, { lookup: this.#databases?.lookup, now: new Date() }, signal);
    clearTimeout(this.#expiry);
    const next = this.#rows.nextExpiry;
    if (next !== undefined) {
      this.#expiry = setTimeout(
        () => this.#logged(this.#update()),
        Math.min(Math.max(next - Date.now(), 0) + 1, longestTimer),
      );
    }
  }

  async #sendOrigins(signal: AbortSignal): Promise<void> {
    const { ref, directory, items, details, loaded } = this.#parts.reading;
    const recent = directory && (await recentOthers(directory, ref.identityId, Date.now(), signal));
    const origins = await runInTurns(
      originsInSteps({
        sessions: items,
        identity: details && identityFacts(details),
        lookup: this.#databases?.lookup,
        recent,
      }),
      signal,
    );
    const now = new Date();
    const models = await runInTurns(
      describeOrigins(origins, {
        now,
        loaded,
        isActive: (id) => this.#rows.isActive(id),
        recognition: (key) => this.#notes.recognition(ref, key, now),
      }),
      signal,
    );
    this.#origins = new Map(origins.map((origin, index) => [models[index]?.key ?? '', origin]));
    await sendOrigins(models, (message) => this.#post(message), signal);
    // A look-up may have found that a database is broken.
    this.#show();
  }

  /** Returns false for a row that could not be read. */
  #isKnown(sessionId: string): boolean {
    return this.#parts.reading.directory?.knownSession(sessionId) !== undefined;
  }

  async #copyQuestion(key: string): Promise<void> {
    const origin = this.#origins.get(key);
    if (origin !== undefined) {
      await this.#selected.copy(ownerQuestion([origin]), questionButton(key));
    }
  }

  /** An error that nobody waits for is logged: the page shows what it had. */
  #logged(work: Promise<unknown>): void {
    work.catch((error: unknown) => logError(this.#parts.log, error));
  }

  #post(message: IdentityHostMessage): void {
    void this.#parts.panel.webview.postMessage(message);
  }
}
