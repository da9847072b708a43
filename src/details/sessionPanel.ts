import { randomBytes } from 'node:crypto';
import { commands, Disposable, env, Uri, ViewColumn, type WebviewPanel, window, workspace } from 'vscode';
import { type CommandId, commandIds } from '../commands/ids.ts';
import { editorJson, prettyJson } from '../documents/prettyJson.ts';
import { exactText } from '../kratos/json/exactJson.ts';
import type { Session } from '../kratos/session.ts';
import { labelTraitsSetting, readLabelTraits } from '../platform/labelTraits.ts';
import { type Log, logError } from '../platform/log.ts';
import { locale } from '../presentation/locale.ts';
import { describePanel } from './describePanel.ts';
import { panelHtml } from './panelHtml.ts';
import type { PanelModel } from './panelModel.ts';
import { type HostMessage, handlePanelMessage, type PanelMessageHandlers, parsePanelMessage } from './protocol.ts';
import type { SessionReading } from './sessionReading.ts';

/** The longest that a timer can wait. */
const longestTimer = 2 ** 31 - 1;

/** What a panel is made of. */
export interface PanelParts {
  readonly panel: WebviewPanel;
  readonly uri: Uri;
  readonly reading: SessionReading;
  readonly extensionUri: Uri;
  readonly log: Log;
}

/** Draws a reading into one webview panel until that is closed: title, icon, page and messages. */
export class SessionPanel implements Disposable {
  readonly #parts: PanelParts;
  readonly #handlers: PanelMessageHandlers;
  /** The page is there and listens. A hidden one is thrown away, and says `ready` when it is drawn again. */
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

  /** Leaves the panel as it is. Done by itself when the panel is closed. */
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
      this.#parts.log.warn('The session panel sent a message that is none of its own.');
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
    // A connection that came back: whoever looks at the panel wants to see its session again.
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
      await copyLastSeen(deleted);
      this.#post({ type: 'copied', button });
    }
  }

  async #openJson(): Promise<void> {
    const deleted = this.#deletedSession;
    await (deleted === undefined ? this.#run(commandIds.openSessionJson) : openLastSeen(deleted));
  }

  /** What is shown of a session that the server does not have any more. */
  get #deletedSession(): Session | undefined {
    const { phase, session } = this.#parts.reading;
    return phase.kind === 'gone' ? session : undefined;
  }

  #post(message: HostMessage): void {
    void this.#parts.panel.webview.postMessage(message);
  }

  /** The copy commands answer true; one that failed has said so itself. */
  async #runCopy(id: CommandId, button: string): Promise<void> {
    if ((await this.#run(id)) === true) {
      this.#post({ type: 'copied', button });
    }
  }

  async #run(id: CommandId): Promise<unknown> {
    return commands.executeCommand(id, this.#parts.uri);
  }
}

/** A panel that stays open past its session's expiry must not go on saying "active". */
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

// The file of a session that its server has deleted can only say that it is gone, and what the panel still shows may be the
// evidence of a takeover.

/** Copies the JSON of a session as it was read last. */
async function copyLastSeen(session: Session): Promise<void> {
  await env.clipboard.writeText(`${prettyJson(exactText(session.json))}\n`);
}

/** Opens the JSON of a session as it was read last beside the panel, as a new document that the user can save. */
export async function openLastSeen(session: Session): Promise<void> {
  const content = `${editorJson(exactText(session.json))}\n`;
  const document = await workspace.openTextDocument({ language: 'json', content });
  await window.showTextDocument(document, ViewColumn.Beside);
}
