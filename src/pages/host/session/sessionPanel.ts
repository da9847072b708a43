import { randomBytes } from 'node:crypto';
import { commands, Disposable, env, Uri, ViewColumn, type WebviewPanel, window, workspace } from 'vscode';
import { type CommandId, commandIds } from '../../../commands/ids.ts';
import { exactText } from '../../../core/kratos/json/exactJson.ts';
import type { Session } from '../../../core/kratos/session.ts';
import { editorJson, prettyJson } from '../../../files/prettyJson.ts';
import { labelTraitsSetting, readLabelTraits } from '../../../platform/labelTraits.ts';
import { type Log, logError } from '../../../platform/log.ts';
import { locale } from '../../../text/locale.ts';
import {
  type HostMessage,
  handlePanelMessage,
  type PanelMessageHandlers,
  parsePanelMessage,
} from '../../protocol/sessionMessages.ts';
import type { PanelModel } from '../../protocol/sessionModel.ts';
import { panelHtml } from '../pageHtml.ts';
import { describePanel } from './describePanel.ts';
import type { SessionReading } from './sessionReading.ts';

/** The longest delay of setTimeout. */
const longestTimer = 2 ** 31 - 1;

interface PanelParts {
  readonly panel: WebviewPanel;
  readonly uri: Uri;
  readonly reading: SessionReading;
  readonly extensionUri: Uri;
  readonly log: Log;
}

export class SessionPanel implements Disposable {
  readonly #parts: PanelParts;
  readonly #handlers: PanelMessageHandlers;
  /** Whether the page is loaded. VS Code discards a hidden page and loads it again when it is shown. */
  #listening = false;
  readonly #subscriptions: Disposable;
  #expiry: NodeJS.Timeout | undefined;

  constructor(parts: PanelParts) {
    this.#parts = parts;
    const { reading } = parts;
    this.#handlers = {
      ready: () => this.#ready(),
      copyText: ({ text, button }) => this.#copy(text, button),
      copyJson: ({ type }) => this.#copyJson(type),
      copyId: ({ type }) => this.#runCopy(commandIds.copySessionId, type),
      openJson: () => this.#openJson(),
      showIdentity: () => this.#run(commandIds.showIdentityInTree),
      otherSessions: () => this.#run(commandIds.showOtherSessions),
      showLog: () => this.#run(commandIds.showLog),
      editConnections: () => this.#run(commandIds.openConnectionSettings),
      enterSecrets: () => this.#enterSecrets(),
      refresh: () => reading.tryAgain(),
      cancel: () => reading.cancel(),
    };
    this.#subscriptions = this.#follow();
    this.#show();
    this.#load();
  }

  dispose(): void {
    clearTimeout(this.#expiry);
    this.#subscriptions.dispose();
  }

  #follow(): Disposable {
    const { panel, reading } = this.#parts;
    panel.onDidDispose(() => this.dispose());
    return Disposable.from(
      panel.webview.onDidReceiveMessage((received) => this.#received(received)),
      panel.onDidChangeViewState(() => {
        this.#listening &&= panel.visible;
      }),
      reading.onDidChange(() => this.#changed()),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(labelTraitsSetting)) {
          this.#show();
        }
      }),
    );
  }

  #load(): void {
    const { panel, extensionUri } = this.#parts;
    const dist = Uri.joinPath(extensionUri, 'dist');
    panel.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    panel.webview.html = panelHtml({
      script: panel.webview.asWebviewUri(Uri.joinPath(dist, 'panel.js')).toString(true),
      cspSource: panel.webview.cspSource,
      nonce: randomBytes(16).toString('base64'),
      language: locale(),
    });
  }

  async #received(received: unknown): Promise<void> {
    const message = parsePanelMessage(received);
    if (message === undefined) {
      this.#parts.log.warn('The session panel sent an unknown message.');
      return;
    }
    try {
      await handlePanelMessage(this.#handlers, message);
    } catch (error) {
      logError(this.#parts.log, error);
    }
  }

  #ready(): Promise<void> {
    this.#listening = true;
    this.#show();
    return this.#parts.reading.open();
  }

  async #changed(): Promise<void> {
    this.#show();
    // The connection is back or changed: the session may be on the server again.
    if (this.#listening && this.#parts.reading.phase.kind === 'unread') {
      await this.#parts.reading.open();
    }
  }

  #show(): void {
    const { panel, reading, extensionUri } = this.#parts;
    const model = describePanel(reading, readLabelTraits(), new Date());
    panel.title = model.title;
    panel.iconPath = icons(extensionUri, model);
    clearTimeout(this.#expiry);
    this.#expiry = atExpiry(model, () => this.#show());
    if (this.#listening) {
      this.#post({ type: 'show', model });
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

  #post(message: HostMessage): void {
    void this.#parts.panel.webview.postMessage(message);
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
  return at === undefined ? undefined : setTimeout(show, Math.min(Math.max(at - Date.now(), 0) + 1, longestTimer));
}

function icons(extensionUri: Uri, { session }: PanelModel): { light: Uri; dark: Uri } {
  const kind = session?.status.kind ?? 'unknown';
  const name = kind === 'expiredOrRevoked' ? 'expired' : kind;
  const icon = (theme: string) => Uri.joinPath(extensionUri, 'media', 'session', `${name}-${theme}.svg`);
  return { light: icon('light'), dark: icon('dark') };
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
