import { commands, Disposable, TabInputCustom, type Uri, window } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import { setContextKey } from '../platform/contextKeys.ts';
import { sessionEditorViewType } from './sessionEditor.ts';

type BackCommands = Pick<Handlers, typeof commandIds.goBackToSession | typeof commandIds.goForwardToSession>;

/**
 * The way back to a session whose preview the next one replaced. VS Code's own history forgets an editor that is closed
 * unless its file is on a disk that it knows, so that Go Back would skip the session that a person has just looked at.
 * Only such a pair of sessions is linked: everywhere else the keys stay VS Code's own.
 */
export class ReplacedPreviews implements Disposable {
  readonly #before = new Map<string, Uri>();
  readonly #after = new Map<string, Uri>();
  readonly #listeners: Disposable;
  #shown: Uri | undefined = activeSession();
  #wasPreview = false;
  /** The newest change from a preview to another session, until it is known whether that preview was closed. */
  #change: { readonly before: Uri; readonly after: Uri } | undefined;
  /** Where a step of ours leads: it is no new replacement. */
  #target: string | undefined;

  constructor() {
    this.#wasPreview = activeIsPreview();
    this.#listeners = Disposable.from(
      window.tabGroups.onDidChangeTabs(() => this.#follow()),
      window.tabGroups.onDidChangeTabGroups(() => this.#follow()),
    );
  }

  readonly handlers: BackCommands = {
    [commandIds.goBackToSession]: () => this.#go(this.#before),
    [commandIds.goForwardToSession]: () => this.#go(this.#after),
  };

  dispose(): void {
    this.#listeners.dispose();
  }

  async #go(way: ReadonlyMap<string, Uri>): Promise<void> {
    const target = way.get(activeSession()?.toString() ?? '');
    if (target !== undefined) {
      this.#target = target.toString();
      await commands.executeCommand('vscode.open', target);
    }
  }

  #follow(): void {
    const now = activeSession();
    if (now !== undefined && this.#shown !== undefined && now.toString() !== this.#shown.toString()) {
      const isStep = this.#target === now.toString();
      this.#change = this.#wasPreview && !isStep ? { before: this.#shown, after: now } : undefined;
      this.#target = undefined;
    }
    this.#shown = now;
    this.#wasPreview = activeIsPreview();
    this.#link();
    const key = now?.toString() ?? '';
    void setContextKey('kratosExplorer.hasSessionBefore', this.#before.has(key));
    void setContextKey('kratosExplorer.hasSessionAfter', this.#after.has(key));
  }

  /** VS Code opens the new tab before it closes the one that it replaces, and tells of each by itself. */
  #link(): void {
    const change = this.#change;
    if (change !== undefined && !isOpen(change.before)) {
      this.#before.set(change.after.toString(), change.before);
      this.#after.set(change.before.toString(), change.after);
      this.#after.delete(change.after.toString());
      this.#change = undefined;
    }
  }
}

function activeSession(): Uri | undefined {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof TabInputCustom && input.viewType === sessionEditorViewType ? input.uri : undefined;
}

function activeIsPreview(): boolean {
  return window.tabGroups.activeTabGroup.activeTab?.isPreview ?? false;
}

function isOpen(uri: Uri): boolean {
  return window.tabGroups.all.some(({ tabs }) =>
    tabs.some(({ input }) => input instanceof TabInputCustom && input.uri.toString() === uri.toString()),
  );
}
