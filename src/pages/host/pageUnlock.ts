import { commands, type Disposable, l10n } from 'vscode';
import { commandIds } from '../../commands/ids.ts';
import type { Connections } from '../../connections/connections.ts';
import { onDidChangeTimeLeft, timeLeft } from '../../connections/unlock/timeLeft.ts';
import type { UnlockMessage } from '../protocol/sessionMessages.ts';

interface UnlockParts {
  readonly connections: Connections;
  readonly connectionId: string;
  readonly post: (message: UnlockMessage) => unknown;
}

/** Shows in a page how long its connection remains unlocked, as the status bar does, and locks it on request. */
export class PageUnlock implements Disposable {
  readonly #parts: UnlockParts;
  readonly #subscription: Disposable;

  constructor(parts: UnlockParts) {
    this.#parts = parts;
    const { connections, connectionId } = parts;
    this.#subscription = onDidChangeTimeLeft(connections, (id) => {
      if (id === connectionId) {
        this.show();
      }
    });
  }

  /** Posts the remaining time in a message of its own, so that the last seconds do not send the model again. */
  show(): void {
    const { connections, connectionId, post } = this.#parts;
    const unlock = connections.unlockOf(connectionId);
    post({
      type: 'timeLeft',
      text: unlock && l10n.t('Unlocked, {0} left', timeLeft(unlock.milliseconds)),
      lockNow: l10n.t('Lock Now'),
      locked: l10n.t('Locked'),
    });
  }

  async lock(): Promise<void> {
    const { connections, connectionId } = this.#parts;
    if (connections.unlockOf(connectionId) !== undefined) {
      await commands.executeCommand(commandIds.lockConnection, { connectionId });
    }
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
