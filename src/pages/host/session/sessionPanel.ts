import { Disposable, Uri, type WebviewPanel } from 'vscode';
import type { Connections } from '../../../connections/connections.ts';
import type { Log } from '../../../platform/log.ts';
import { type HostMessage, panelMessage } from '../../protocol/sessionMessages.ts';
import type { PanelModel } from '../../protocol/sessionModel.ts';
import { loadPage } from '../loadPage.ts';
import { PageUnlock } from '../pageUnlock.ts';
import { receiveMessage } from '../receiveMessage.ts';
import { SessionDetails } from './sessionDetails.ts';
import type { SessionReading } from './sessionReading.ts';

interface PanelParts {
  readonly connections: Connections;
  readonly panel: WebviewPanel;
  readonly uri: Uri;
  readonly reading: SessionReading;
  readonly extensionUri: Uri;
  readonly log: Log;
}

/** The page of one session in an editor's tab. */
export class SessionPanel implements Disposable {
  readonly #details: SessionDetails;
  readonly #subscriptions: Disposable;

  constructor({ panel, uri, reading, connections, extensionUri, log }: PanelParts) {
    const post = (message: HostMessage) => void panel.webview.postMessage(message);
    this.#details = new SessionDetails({
      uri,
      reading,
      post,
      log,
      onDescribed: (model) => {
        panel.title = model.title;
        panel.iconPath = icons(extensionUri, model);
      },
    });
    const unlock = new PageUnlock({ connections, connectionId: reading.ref.connectionId, post });
    panel.onDidDispose(() => this.dispose());
    this.#subscriptions = Disposable.from(
      this.#details,
      unlock,
      panel.webview.onDidReceiveMessage((received) =>
        receiveMessage(received, {
          page: 'session page',
          schema: panelMessage,
          handlers: {
            ...this.#details.handlers,
            lockNow: () => unlock.lock(),
            ready: () => {
              unlock.show();
              return this.#details.listen();
            },
          },
          log,
        }),
      ),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) {
          this.#details.pause();
        }
      }),
    );
    loadPage(panel.webview, extensionUri, 'session');
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

function icons(extensionUri: Uri, { session }: PanelModel): { light: Uri; dark: Uri } {
  const kind = session?.status.kind ?? 'unknown';
  const name = kind === 'expiredOrRevoked' ? 'expired' : kind;
  const icon = (theme: string) => Uri.joinPath(extensionUri, 'media', 'session', `${name}-${theme}.svg`);
  return { light: icon('light'), dark: icon('dark') };
}
