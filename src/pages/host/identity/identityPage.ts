import { commands, Disposable, type Memento, type Uri, workspace } from 'vscode';
import { type CommandId, commandIds } from '../../../commands/ids.ts';
import type { IdentityRef } from '../../../connections/refs.ts';
import { identityFacts } from '../../../core/origins/identityFacts.ts';
import { type Origin, originsInSteps } from '../../../core/origins/origins.ts';
import { runInTurns } from '../../../core/origins/steps.ts';
import type { Target } from '../../../files/targets.ts';
import { labelTraitsSetting, readLabelTraits } from '../../../platform/labelTraits.ts';
import { ownerQuestion } from '../../../text/ownerQuestion.ts';
import { type IdentityMessage, identityMessage } from '../../protocol/identityMessages.ts';
import { questionButton, type SafetyStep } from '../../protocol/identityModel.ts';
import type { ReadingChange } from '../itemReading.ts';
import { describeOrigins, sendOrigins } from '../origins/describeOrigins.ts';
import { OriginNotes } from '../origins/originNotes.ts';
import type { MessageHandlers } from '../receiveMessage.ts';
import { recentOthers } from '../recent/recentScan.ts';
import { TablePanel, type TablePanelParts } from '../tablePanel.ts';
import { completedSteps } from './completedSteps.ts';
import { describeIdentityPage } from './describeIdentityPage.ts';
import type { IdentityReading } from './identityReading.ts';

interface IdentityPageParts extends TablePanelParts {
  readonly uri: Uri;
  readonly reading: IdentityReading;
  readonly memory: Memento;
  readonly openRecent: (ref: IdentityRef, query: string) => Promise<void>;
}

/** Revoking asks first which origins are kept. */
const commandOfStep: Readonly<Record<SafetyStep, CommandId>> = {
  disable: commandIds.disableIdentity,
  revoke: commandIds.revokeAllBut,
  removeCredential: commandIds.removeCredential,
  createRecovery: commandIds.createRecovery,
  enable: commandIds.enableIdentity,
};

/** The page of one identity in an editor's tab: its sessions, where they came from, and the details of one of them. */
export class IdentityPage implements Disposable {
  readonly #parts: IdentityPageParts;
  readonly #table: TablePanel;
  readonly #notes: OriginNotes;
  readonly #subscriptions: Disposable;
  /** By the keys that the page knows. */
  #origins: ReadonlyMap<string, Origin> = new Map();

  constructor(parts: IdentityPageParts) {
    this.#parts = parts;
    const { panel, reading, connections } = parts;
    this.#notes = new OriginNotes(parts.memory);
    this.#table = new TablePanel(parts, {
      kind: 'identity',
      connectionId: reading.ref.connectionId,
      refOf: (sessionId) => (this.#isKnown(sessionId) ? { ...reading.ref, sessionId } : undefined),
      items: () => reading.items,
      owners: () => {
        const { identityId } = reading.ref;
        const identityState = reading.directory?.identityState(identityId);
        const owner = { identityId, identity: undefined, identityState };
        return () => owner;
      },
      describe: (problems) =>
        describeIdentityPage(reading, {
          labelTraits: readLabelTraits(),
          problems,
          unlock: connections.unlockOf(reading.ref.connectionId),
          completed: completedSteps(reading.directory, reading.ref.identityId),
        }),
      open: () => reading.open(),
      afterRows: (signal) => (reading.isSettled ? this.#sendOrigins(signal) : Promise.resolve()),
    });
    panel.onDidDispose(() => this.dispose());
    this.#subscriptions = Disposable.from(
      this.#table,
      this.#table.load({ page: 'identity page', schema: identityMessage, handlers: this.#createHandlers() }),
      reading.onDidChange((change) => this.#table.logged(this.#changed(change))),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(labelTraitsSetting)) {
          this.#table.show();
        }
      }),
    );
  }

  get selection(): readonly Target[] {
    return this.#table.selected.targets;
  }

  /** Selects a session in the table, as soon as it is there. */
  select(sessionId: string): void {
    this.#table.postWhenShown({ type: 'selectRow', id: sessionId });
    this.#table.logged(this.#parts.reading.include(sessionId));
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #createHandlers(): MessageHandlers<IdentityMessage> {
    const { reading, uri, openRecent } = this.#parts;
    const run = (id: CommandId) => commands.executeCommand(id, uri);
    const copy = async (id: CommandId, button: string) => {
      if ((await run(id)) === true) {
        this.#table.post({ type: 'copied', button });
      }
    };
    return {
      ...this.#table.handlers,
      showIdentity: () => run(commandIds.showIdentityInTree),
      otherSessions: () => undefined,
      enterSecrets: async () => {
        await commands.executeCommand(commandIds.enterSecrets, reading.ref);
        await reading.refresh();
      },
      refreshPage: () => reading.refresh(),
      cancelPage: () => reading.cancel(),
      readAll: () => reading.readAll(),
      clearFilter: () => reading.clearFilter(),
      openIdentityJson: () => run(commandIds.openIdentityJson),
      copyIdentityJson: ({ type }) => copy(commandIds.copyIdentityJson, type),
      copyIdentityId: ({ type }) => copy(commandIds.copyIdentityId, type),
      revokeAllBut: () => run(commandIds.revokeAllBut),
      runStep: ({ step }) => run(commandOfStep[step]),
      unlock: () => commands.executeCommand(commandIds.unlockConnection, { connectionId: reading.ref.connectionId }),
      recognise: async ({ origin, isRecognised }) => {
        await this.#notes.note(reading.ref, origin, isRecognised, new Date());
        await this.#table.update();
      },
      copyQuestion: ({ origin }) => this.#copyQuestion(origin),
      findNetwork: ({ network }) => openRecent(reading.ref, `ip:${network}`),
    };
  }

  async #changed(change: ReadingChange): Promise<void> {
    this.#table.show();
    if (change === 'rows' || this.#parts.reading.isSettled) {
      await this.#table.update();
    }
    // The connection is back or changed, or another view has read the identity.
    if (this.#table.isShown && change === 'rows' && this.#parts.reading.phase.kind === 'unread') {
      await this.#parts.reading.open();
    }
  }

  async #sendOrigins(signal: AbortSignal): Promise<void> {
    const { ref, directory, items, details, loaded } = this.#parts.reading;
    const recent = directory && (await recentOthers(directory, ref.identityId, Date.now(), signal));
    const origins = await runInTurns(
      originsInSteps({
        sessions: items,
        identity: details && identityFacts(details),
        lookup: this.#table.lookup,
        recent,
      }),
      signal,
    );
    const now = new Date();
    const models = await runInTurns(
      describeOrigins(origins, {
        now,
        loaded,
        isActive: (id) => this.#table.isActive(id),
        recognition: (key) => this.#notes.recognition(ref, key, now),
      }),
      signal,
    );
    this.#origins = new Map(origins.map((origin, index) => [models[index]?.key ?? '', origin]));
    await sendOrigins(models, (message) => this.#table.post(message), signal);
    // A look-up may have found that a database is broken.
    this.#table.show();
  }

  /** Returns false for a row that could not be read. */
  #isKnown(sessionId: string): boolean {
    return this.#parts.reading.directory?.knownSession(sessionId) !== undefined;
  }

  async #copyQuestion(key: string): Promise<void> {
    const origin = this.#origins.get(key);
    if (origin !== undefined) {
      await this.#table.selected.copy(ownerQuestion([origin]), questionButton(key));
    }
  }
}
