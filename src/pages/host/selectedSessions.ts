import { commands, Disposable, env, l10n, window } from 'vscode';
import { type CommandId, commandIds } from '../../commands/ids.ts';
import type { Connections } from '../../connections/connections.ts';
import type { SessionRef } from '../../connections/refs.ts';
import type { Target } from '../../files/targets.ts';
import { sessionUri } from '../../files/uris.ts';
import type { Log } from '../../platform/log.ts';
import type { HostMessage } from '../protocol/sessionMessages.ts';
import type { RowAction, TableMessage } from '../protocol/tableMessages.ts';
import type { MessageHandlers } from './receiveMessage.ts';
import { SessionDetails } from './session/sessionDetails.ts';
import { SessionReading } from './session/sessionReading.ts';

interface SelectionParts {
  readonly connections: Connections;
  /** Returns undefined for a row that is not a session. */
  readonly refOf: (sessionId: string) => SessionRef | undefined;
  readonly post: (message: HostMessage) => void;
  readonly log: Log;
}

/** The commands of the tree's rows that a page runs on selected sessions. */
const commandOf: Readonly<Record<Exclude<RowAction, 'open'>, CommandId>> = {
  openToSide: commandIds.openSessionToSide,
  openJson: commandIds.openSessionJson,
  copyJson: commandIds.copySessionJson,
  copyId: commandIds.copySessionId,
  compare: commandIds.compareSessions,
  save: commandIds.saveSessionJson,
  showInTree: commandIds.showOtherSessions,
  revokeOrigin: commandIds.revokeOrigin,
};

/** The sessions that are selected in a page's table, and the details of one of them beside it. */
export class SelectedSessions {
  readonly #parts: SelectionParts;
  #ids: readonly string[] = [];
  #details: { readonly id: string; readonly session: SessionDetails; readonly end: () => void } | undefined;

  constructor(parts: SelectionParts) {
    this.#parts = parts;
  }

  get targets(): readonly Target[] {
    return this.#refs(this.#ids).map((ref) => ({ ...ref, kind: 'session' }));
  }

  /** Handles the messages of the details that are shown; undefined where none are. */
  get details(): SessionDetails['handlers'] | undefined {
    return this.#details?.session.handlers;
  }

  /** Handles what a table and the details beside it send, alike in all pages. */
  get handlers() {
    return {
      focus: () => undefined,
      copyText: ({ text, button }) => this.copy(text, button),
      copyJson: (message) => this.details?.copyJson(message),
      copyId: (message) => this.details?.copyId(message),
      openJson: (message) => this.details?.openJson(message),
      refresh: (message) => this.details?.refresh(message),
      cancel: (message) => this.details?.cancel(message),
      showLog: () => commands.executeCommand(commandIds.showLog),
      editConnections: () => commands.executeCommand(commandIds.openConnectionSettings),
      select: ({ ids, current }) => this.#select(ids, current),
      run: ({ action, ids }) => this.#run(action, ids),
    } satisfies Partial<MessageHandlers<TableMessage>>;
  }

  /** Takes the selected rows, and shows the details of the current one. */
  async #select(ids: readonly string[], current: string | undefined): Promise<void> {
    this.#ids = ids;
    if (current === this.#details?.id) {
      return;
    }
    this.hideDetails();
    const ref = current === undefined ? undefined : this.#parts.refOf(current);
    if (current === undefined || ref === undefined) {
      return;
    }
    const { connections, post, log } = this.#parts;
    const reading = new SessionReading(ref, connections);
    const session = new SessionDetails({ uri: sessionUri(ref), reading, post, log });
    this.#details = { id: current, session, end: () => Disposable.from(session, reading).dispose() };
    await session.listen();
  }

  hideDetails(): void {
    this.#details?.end();
    this.#details = undefined;
  }

  async #run(action: RowAction, ids: readonly string[]): Promise<void> {
    const [first] = this.#refs(ids);
    if (first === undefined) {
      await window.showInformationMessage(
        l10n.t('The server sent these sessions in a form that could not be read, so nothing can be done with them.'),
      );
      return;
    }
    if (action === 'open') {
      await commands.executeCommand('vscode.open', sessionUri(first));
      return;
    }
    const nodes = ids.map((id) => {
      const ref = this.#parts.refOf(id);
      return ref === undefined ? { kind: 'malformed' } : { kind: 'session', ref };
    });
    await commands.executeCommand(commandOf[action], { kind: 'session', ref: first }, nodes);
  }

  async copy(text: string, button: string): Promise<void> {
    await env.clipboard.writeText(text);
    this.#parts.post({ type: 'copied', button });
  }

  #refs(ids: readonly string[]): readonly SessionRef[] {
    return ids.flatMap((id) => this.#parts.refOf(id) ?? []);
  }
}
