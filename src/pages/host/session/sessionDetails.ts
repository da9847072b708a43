import { commands, Disposable, env, type Uri, ViewColumn, window, workspace } from 'vscode';
import { type CommandId, commandIds } from '../../../commands/ids.ts';
import { exactText } from '../../../core/kratos/json/exactJson.ts';
import type { Session } from '../../../core/kratos/session.ts';
import { editorJson, prettyJson } from '../../../files/prettyJson.ts';
import { labelTraitsSetting, readLabelTraits } from '../../../platform/labelTraits.ts';
import { type Log, logError } from '../../../platform/log.ts';
import type { HostMessage, PanelMessage } from '../../protocol/sessionMessages.ts';
import type { PanelModel } from '../../protocol/sessionModel.ts';
import type { MessageHandlers } from '../receiveMessage.ts';
import { describePanel } from './describePanel.ts';
import type { SessionReading } from './sessionReading.ts';

/** The longest delay of setTimeout. */
const longestTimer = 2 ** 31 - 1;

interface DetailsParts {
  /** The session's file. */
  readonly uri: Uri;
  readonly reading: SessionReading;
  readonly post: (message: HostMessage) => void;
  readonly log: Log;
  /** Called with each description, before it is posted. */
  readonly onDescribed?: (model: PanelModel) => void;
}

/** The details of one session in a page: describes them after each change, and handles their messages. */
export class SessionDetails implements Disposable {
  readonly #parts: DetailsParts;
  readonly #subscriptions: Disposable;
  /** Whether the page receives messages. */
  #listening = false;
  #expiry: NodeJS.Timeout | undefined;
  readonly handlers: Omit<MessageHandlers<PanelMessage>, 'ready' | 'lockNow'>;

  constructor(parts: DetailsParts) {
    this.#parts = parts;
    const { reading } = parts;
    this.handlers = {
      // Handled where pages are registered, alike for all of them.
      focus: () => undefined,
      copyText: ({ text, button }) => this.#copy(text, button),
      copyJson: ({ type }) => this.#copyJson(type),
      copyId: ({ type }) => this.#runCopy(commandIds.copySessionId, type),
      openJson: () => this.#openJson(),
      showIdentity: () => this.#run(commandIds.showIdentityInTree),
      otherSessions: () => this.#run(commandIds.openIdentity),
      showLog: () => this.#run(commandIds.showLog),
      editConnections: () => this.#run(commandIds.openConnectionSettings),
      enterSecrets: () => this.#enterSecrets(),
      refresh: () => reading.tryAgain(),
      cancel: () => reading.cancel(),
    };
    this.#subscriptions = Disposable.from(
      reading.onDidChange(() => this.#changed().catch((error: unknown) => logError(parts.log, error))),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(labelTraitsSetting)) {
          this.#show();
        }
      }),
    );
    this.#show();
  }

  dispose(): void {
    this.#listening = false;
    clearTimeout(this.#expiry);
    this.#subscriptions.dispose();
  }

  /** Shows the session, and reads it unless it is known. */
  listen(): Promise<void> {
    this.#listening = true;
    this.#show();
    return this.#parts.reading.open();
  }

  /** Posts nothing until the next `listen`, because VS Code discards a hidden page. */
  pause(): void {
    this.#listening = false;
  }

  async #changed(): Promise<void> {
    this.#show();
    // The connection is back or changed: the session may be on the server again.
    if (this.#listening && this.#parts.reading.phase.kind === 'unread') {
      await this.#parts.reading.open();
    }
  }

  #show(): void {
    const { reading, onDescribed } = this.#parts;
    if (!this.#listening && onDescribed === undefined) {
      return;
    }
    const model = describePanel(reading, readLabelTraits(), new Date());
    onDescribed?.(model);
    clearTimeout(this.#expiry);
    this.#expiry = atExpiry(model, () => this.#show());
    this.#post({ type: 'show', model });
  }

  #post(message: HostMessage): void {
    if (this.#listening) {
      this.#parts.post(message);
    }
  }

  async #enterSecrets(): Promise<void> {
    const { reading } = this.#parts;
    await commands.executeCommand(commandIds.enterSecrets, reading.ref);
    await reading.refresh();
  }

  async #copy(text: string, button: string): Promise<void> {
    await env.clipboard.writeText(text);
    this.#post({ type: 'copied', button });
  }

  async #copyJson(button: string): Promise<void> {
    const deleted = this.#deletedSession;
    if (deleted === undefined) {
      await this.#runCopy(commandIds.copySessionJson, button);
    } else {
      await this.#copy(`${prettyJson(exactText(deleted.json))}\n`, button);
    }
  }

  async #openJson(): Promise<void> {
    const deleted = this.#deletedSession;
    await (deleted === undefined ? this.#run(commandIds.openSessionJson) : openLastSeen(deleted));
  }

  /** The last known state of a session that was deleted on the server. */
  get #deletedSession(): Session | undefined {
    const { phase, session } = this.#parts.reading;
    return phase.kind === 'gone' ? session : undefined;
  }

  /** Confirms a copy. A copy command that fails shows its own error and does not return true. */
  async #runCopy(id: CommandId, button: string): Promise<void> {
    if ((await this.#run(id)) === true) {
      this.#post({ type: 'copied', button });
    }
  }

  async #run(id: CommandId): Promise<unknown> {
    return commands.executeCommand(id, this.#parts.uri);
  }
}

/** Calls `show` when the shown session expires, so that the panel does not keep saying "active". */
function atExpiry({ session }: PanelModel, show: () => void): NodeJS.Timeout | undefined {
  const at = session?.status.kind === 'active' ? session.status.at : undefined;
  return at === undefined ? undefined : timerAt(at, show);
}

/** Calls `run` just after `at`, in milliseconds since the epoch; earlier where it is later than a timer can be. */
export function timerAt(at: number, run: () => void): NodeJS.Timeout {
  return setTimeout(run, Math.min(Math.max(at - Date.now(), 0) + 1, longestTimer));
}

/**
 * Opens the last known JSON of a deleted session beside the panel as a new document, which the user can save as
 * evidence. Its `kratos:` file says only that it is gone.
 */
export async function openLastSeen(session: Session): Promise<void> {
  const content = `${editorJson(exactText(session.json))}\n`;
  const document = await workspace.openTextDocument({ language: 'json', content });
  await window.showTextDocument(document, ViewColumn.Beside);
}
