import { commands, Disposable, env, type Memento, Uri, type WebviewPanel, workspace } from 'vscode';
import { type CommandId, commandIds } from '../../../commands/ids.ts';
import type { Connections } from '../../../connections/connections.ts';
import type { SessionRef } from '../../../connections/refs.ts';
import { identityFacts } from '../../../core/origins/identityFacts.ts';
import { type Origin, originsInSteps } from '../../../core/origins/origins.ts';
import { runInTurns } from '../../../core/origins/steps.ts';
import type { Target } from '../../../files/targets.ts';
import { sessionUri } from '../../../files/uris.ts';
import type { IpDatabases, OpenDatabases } from '../../../ipDatabases/ipDatabases.ts';
import { labelTraitsSetting, readLabelTraits } from '../../../platform/labelTraits.ts';
import { type Log, logError } from '../../../platform/log.ts';
import { ownerQuestion } from '../../../text/ownerQuestion.ts';
import {
  handleIdentityMessage,
  type IdentityHostMessage,
  type IdentityMessageHandlers,
  parseIdentityMessage,
  type SessionAction,
} from '../../protocol/identityMessages.ts';
import { questionButton } from '../../protocol/identityModel.ts';
import { loadPage } from '../loadPage.ts';
import { describeOrigins } from '../origins/describeOrigins.ts';
import { OriginNotes } from '../origins/originNotes.ts';
import { SessionDetails } from '../session/sessionDetails.ts';
import { SessionReading } from '../session/sessionReading.ts';
import { describeIdentityPage } from './describeIdentityPage.ts';
import type { IdentityReading, SessionsChange } from './identityReading.ts';
import { RowSender } from './rowSender.ts';

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
}

/** The commands of the tree's rows that the page runs on selected sessions. */
const commandOf: Readonly<Record<Exclude<SessionAction, 'open'>, CommandId>> = {
  openToSide: commandIds.openSessionToSide,
  openJson: commandIds.openSessionJson,
  copyJson: commandIds.copySessionJson,
  copyId: commandIds.copySessionId,
  compare: commandIds.compareSessions,
  save: commandIds.saveSessionJson,
  showInTree: commandIds.showOtherSessions,
};

/** The page of one identity in an editor's tab: its sessions, where they came from, and the details of one of them. */
export class IdentityPage implements Disposable {
  readonly #parts: PageParts;
  readonly #handlers: IdentityMessageHandlers;
  readonly #rows: RowSender;
  readonly #notes: OriginNotes;
  readonly #subscriptions: Disposable;
  /** Aborts when the page is hidden, which VS Code discards, or closed. */
  #shown: AbortController | undefined;
  #isUpdating = false;
  #hasChanged = false;
  #selected: readonly string[] = [];
  #wanted: string | undefined;
  /** By the keys that the page knows. */
  #origins: ReadonlyMap<string, Origin> = new Map();
  #databases: OpenDatabases | undefined;
  #details: { readonly id: string; readonly session: SessionDetails; readonly end: () => void } | undefined;
  #expiry: NodeJS.Timeout | undefined;

  constructor(parts: PageParts) {
    this.#parts = parts;
    const { panel, reading, extensionUri } = parts;
    this.#rows = new RowSender((rows, gone) => this.#post({ type: 'rows', rows, gone }));
    this.#notes = new OriginNotes(parts.memory);
    this.#handlers = this.#createHandlers();
    panel.onDidDispose(() => this.dispose());
    this.#subscriptions = Disposable.from(
      panel.webview.onDidReceiveMessage((received) => this.#received(received)),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) {
          this.#hide();
        }
      }),
      reading.onDidChange((change) => this.#changed(change)),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(labelTraitsSetting)) {
          this.#show();
        }
      }),
    );
    const icon = (theme: string) => Uri.joinPath(extensionUri, 'media', 'identity', `identity-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    this.#show();
    loadPage(panel.webview, extensionUri, 'identity.js');
  }

  get selection(): readonly Target[] {
    return this.#selected.map((sessionId) => ({ kind: 'session', ...this.#ref(sessionId) }));
  }

  /** Selects a session in the table, as soon as it is there. */
  select(sessionId: string): void {
    this.#wanted = sessionId;
    this.#selectWanted();
  }

  dispose(): void {
    this.#hide();
    this.#subscriptions.dispose();
  }

  #createHandlers(): IdentityMessageHandlers {
    const { reading, uri } = this.#parts;
    const run = (id: CommandId) => commands.executeCommand(id, uri);
    return {
      copyText: ({ text, button }) => this.#copy(text, button),
      copyJson: (message) => this.#details?.session.handlers.copyJson(message),
      copyId: (message) => this.#details?.session.handlers.copyId(message),
      openJson: (message) => this.#details?.session.handlers.openJson(message),
      refresh: (message) => this.#details?.session.handlers.refresh(message),
      cancel: (message) => this.#details?.session.handlers.cancel(message),
      showIdentity: () => run(commandIds.showIdentityInTree),
      otherSessions: () => undefined,
      showLog: () => commands.executeCommand(commandIds.showLog),
      editConnections: () => commands.executeCommand(commandIds.openConnectionSettings),
      enterSecrets: async () => {
        await commands.executeCommand(commandIds.enterSecrets, reading.ref);
        await reading.refresh();
      },
      ready: () => this.#load(),
      select: ({ ids, current }) => this.#select(ids, current),
      run: ({ action, ids }) => this.#run(action, ids),
      refreshPage: () => reading.refresh(),
      cancelPage: () => reading.cancel(),
      readAll: () => reading.readAll(),
      clearFilter: () => reading.clearFilter(),
      openIdentityJson: () => run(commandIds.openIdentityJson),
      copyIdentityJson: () => run(commandIds.copyIdentityJson),
      copyIdentityId: () => run(commandIds.copyIdentityId),
      recognise: async ({ origin, isRecognised }) => {
        await this.#notes.note(reading.ref, origin, isRecognised, new Date());
        await this.#update();
      },
      copyQuestion: ({ origin }) => this.#copyQuestion(origin),
      findNetwork: () => undefined,
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
      await handleIdentityMessage(this.#handlers, message);
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
    this.#details?.end();
    this.#details = undefined;
  }

  async #changed(change: SessionsChange): Promise<void> {
    this.#show();
    if (change !== 'none' || this.#parts.reading.isSettled) {
      await this.#update();
    }
    // The connection is back or changed: the identity may be on the server again.
    if (this.#shown !== undefined && this.#parts.reading.phase.kind === 'unread') {
      await this.#parts.reading.open();
    }
  }

  #show(): void {
    const { panel, reading } = this.#parts;
    const model = describeIdentityPage(reading, readLabelTraits(), this.#databases?.problems() ?? []);
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
        void this.#update();
      }
    }
  }

  async #sendRows(signal: AbortSignal): Promise<void> {
    const { reading } = this.#parts;
    const { ref, directory, items } = reading;
    await this.#rows.send(
      items,
      {
        identityId: ref.identityId,
        identity: undefined,
        identityState: directory?.identityState(ref.identityId),
        lookup: this.#databases?.lookup,
        now: new Date(),
      },
      signal,
    );
    clearTimeout(this.#expiry);
    const next = this.#rows.nextExpiry;
    if (next !== undefined) {
      this.#expiry = setTimeout(() => void this.#update(), Math.min(Math.max(next - Date.now(), 0) + 1, longestTimer));
    }
  }

  async #sendOrigins(signal: AbortSignal): Promise<void> {
    const { ref, items, sessions, details, filter } = this.#parts.reading;
    const isComplete = sessions?.end.kind === 'complete' && filter === 'all';
    const origins = await runInTurns(
      originsInSteps({
        sessions: items,
        identity: details && identityFacts(details),
        lookup: this.#databases?.lookup,
      }),
      signal,
    );
    const now = new Date();
    const models = await runInTurns(
      describeOrigins(origins, {
        now,
        loaded: isComplete ? undefined : { sessions: items.length, total: sessions?.total },
        isActive: (id) => this.#rows.isActive(id),
        recognition: (key) => this.#notes.recognition(ref, key, now),
      }),
      signal,
    );
    this.#origins = new Map(origins.map((origin, index) => [models[index]?.key ?? '', origin]));
    this.#post({ type: 'origins', origins: models });
    // A look-up may have found that a database is broken.
    this.#show();
  }

  async #select(ids: readonly string[], current: string | undefined): Promise<void> {
    this.#selected = ids;
    if (current === this.#details?.id) {
      return;
    }
    this.#details?.end();
    this.#details = undefined;
    if (current === undefined || this.#parts.reading.directory?.knownSession(current) === undefined) {
      return;
    }
    const ref = this.#ref(current);
    const reading = new SessionReading(ref, this.#parts.connections);
    const session = new SessionDetails({ uri: sessionUri(ref), reading, post: (message) => this.#post(message) });
    const end = () => Disposable.from(session, reading).dispose();
    this.#details = { id: current, session, end };
    await session.listen();
  }

  async #run(action: SessionAction, ids: readonly string[]): Promise<void> {
    const refs = ids.map((id) => this.#ref(id));
    const [first] = refs;
    if (first === undefined) {
      return;
    }
    if (action === 'open') {
      await commands.executeCommand('vscode.open', sessionUri(first));
      return;
    }
    const nodes = refs.map((ref) => ({ kind: 'session', ref }));
    await commands.executeCommand(commandOf[action], nodes[0], nodes);
  }

  async #copy(text: string, button: string): Promise<void> {
    await env.clipboard.writeText(text);
    this.#post({ type: 'copied', button });
  }

  async #copyQuestion(key: string): Promise<void> {
    const origin = this.#origins.get(key);
    if (origin !== undefined) {
      await this.#copy(ownerQuestion([origin]), questionButton(key));
    }
  }

  #ref(sessionId: string): SessionRef {
    return { ...this.#parts.reading.ref, sessionId };
  }

  #post(message: IdentityHostMessage): void {
    void this.#parts.panel.webview.postMessage(message);
  }
}
