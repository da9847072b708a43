import { commands, type Disposable, TabInputCustom, type Uri, window } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import { setContextKey } from '../platform/contextKeys.ts';
import { sessionEditorViewType } from './sessionEditor.ts';

type BackCommands = Pick<Handlers, typeof commandIds.goBackToSession | typeof commandIds.goForwardToSession>;

/** A step from one session to another, with nothing else looked at in between. */
interface Step {
  readonly from: Uri;
  readonly to: Uri;
}

/**
 * The way back to a session whose preview the next one replaced. VS Code's own history forgets an editor that is closed
 * unless its file is on a disk that it knows, so that Go Back would skip the session that a person has just looked at.
 * Only such pairs of sessions are linked: everywhere else the keys stay VS Code's own.
 */
export class ReplacedPreviews implements Disposable {
  readonly #before = new Map<string, Uri>();
  readonly #after = new Map<string, Uri>();
  readonly #listener: Disposable;
  /** The session looked at last; undefined when something else was, since. */
  #last: Uri | undefined;
  /** The newest step, until the tab that it came from is closed. */
  #step: Step | undefined;
  /** Where a command of ours leads: going back is no new step. */
  #target: string | undefined;

  constructor() {
    this.#listener = window.tabGroups.onDidChangeTabs(() => this.#follow());
    this.#follow();
  }

  readonly handlers: BackCommands = {
    [commandIds.goBackToSession]: () => this.#go(this.#before),
    [commandIds.goForwardToSession]: () => this.#go(this.#after),
  };

  dispose(): void {
    this.#listener.dispose();
  }

  async #go(way: ReadonlyMap<string, Uri>): Promise<void> {
    const target = this.#last && way.get(this.#last.toString());
    if (target !== undefined) {
      this.#target = target.toString();
      await commands.executeCommand('vscode.open', target);
    }
  }

  #follow(): void {
    const tab = window.tabGroups.activeTabGroup.activeTab;
    // A preview is closed before the next one is opened: in between there is no tab, and that is nothing looked at.
    if (tab !== undefined) {
      this.#look(sessionOf(tab.input));
    }
    if (this.#step !== undefined && !isOpen(this.#step.from)) {
      const { from, to } = this.#step;
      this.#before.set(to.toString(), from);
      this.#after.set(from.toString(), to);
      this.#after.delete(to.toString());
      this.#step = undefined;
    }
    const key = this.#last?.toString() ?? '';
    void setContextKey('kratosExplorer.hasSessionBefore', this.#before.has(key));
    void setContextKey('kratosExplorer.hasSessionAfter', this.#after.has(key));
  }

  #look(session: Uri | undefined): void {
    const from = this.#last;
    if (session?.toString() === from?.toString()) {
      return;
    }
    const isOurs = session?.toString() === this.#target;
    this.#step = session !== undefined && from !== undefined && !isOurs ? { from, to: session } : undefined;
    this.#target = undefined;
    this.#last = session;
  }
}

function sessionOf(input: unknown): Uri | undefined {
  return input instanceof TabInputCustom && input.viewType === sessionEditorViewType ? input.uri : undefined;
}

function isOpen(uri: Uri): boolean {
  return window.tabGroups.all.some(({ tabs }) =>
    tabs.some(({ input }) => sessionOf(input)?.toString() === uri.toString()),
  );
}
