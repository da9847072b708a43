import { type Disposable, l10n } from 'vscode';
import type { Connections } from '../connections/connections.ts';
import { followDirectories } from '../connections/followDirectories.ts';
import type { Directory } from '../core/directory/directory.ts';
import type { DirectoryChange } from '../core/directory/directoryChange.ts';
import { type Failure, failureOf } from '../core/kratos/failure.ts';
import type { Identity } from '../core/kratos/identity.ts';
import { exactText } from '../core/kratos/json/exactJson.ts';
import type { Session } from '../core/kratos/session.ts';
import { failureText } from '../text/failureText.ts';
import { notShownWords, showOrMark } from '../text/unshown.ts';
import type { KratosFile } from './uris.ts';

/** VS Code calls stat, read and stat to open a file once; a failure is kept for all of them. */
const failureHoldsMs = 5000;

export interface FileContent {
  readonly text: string;
  /** In milliseconds; increases whenever the item is read again. */
  readonly mtime: number;
}

type Shown =
  | { readonly kind: 'item'; readonly item: Session | Identity }
  | { readonly kind: 'failure'; readonly failure: Failure; readonly at: number }
  | { readonly kind: 'noConnection' };

interface Entry {
  readonly file: KratosFile;
  /** Where it was read last. */
  directory: Directory | undefined;
  shown: Shown | undefined;
  mtime: number;
  loading: Promise<void> | undefined;
  /** Whether a change was announced and not read yet. */
  announced: boolean;
}

/**
 * Reads the contents of `kratos:` files and announces their changes. A failure is a JSON text instead of a
 * FileSystemError: after FileNotFound, VS Code keeps showing the old text and does not try again when the file is back.
 */
export class FileContents {
  readonly #connections: Connections;
  readonly #changed: (key: string) => void;
  readonly #now: () => number;
  readonly #entries = new Map<string, Entry>();
  readonly #listeners: readonly Disposable[];

  /** Calls `changed` with the key of each file that was read and has changed. */
  constructor(connections: Connections, changed: (key: string) => void, now: () => number = Date.now) {
    this.#connections = connections;
    this.#changed = changed;
    this.#now = now;
    this.#listeners = [
      connections.onDidChangeList(() =>
        this.#announceEach(({ file, directory }) => directory !== connections.directory(file.connectionId)),
      ),
      followDirectories(connections, (id, change) =>
        this.#announceEach((entry) => entry.file.connectionId === id && isOutdated(entry, change)),
      ),
    ];
  }

  /** Returns the file's content, cached or by one request that concurrent calls share. Never rejects. */
  async read(key: string, file: KratosFile): Promise<FileContent> {
    const entry = this.#entries.get(key) ?? newEntry(file);
    this.#entries.set(key, entry);
    entry.loading ??= this.#load(entry).finally(() => {
      entry.loading = undefined;
    });
    await entry.loading;
    return { text: await shownText(entry), mtime: entry.mtime };
  }

  /** Stops announcing changes of a file until it is read again. */
  forget(key: string): void {
    this.#entries.delete(key);
  }

  dispose(): void {
    for (const listener of this.#listeners) {
      listener.dispose();
    }
    this.#entries.clear();
  }

  async #load(entry: Entry): Promise<void> {
    const announced = entry.announced;
    entry.announced = false;
    const directory = this.#connections.directory(entry.file.connectionId);
    entry.directory = directory;
    if (directory === undefined) {
      this.#show(entry, { kind: 'noConnection' });
      return;
    }
    const known = knownItem(directory, entry.file);
    if (known !== undefined) {
      this.#show(entry, { kind: 'item', item: known });
      return;
    }
    const { shown } = entry;
    if (shown?.kind === 'failure' && !announced && this.#now() - shown.at < failureHoldsMs) {
      return;
    }
    try {
      this.#show(entry, { kind: 'item', item: await readItem(directory, entry.file) });
    } catch (error) {
      this.#show(entry, { kind: 'failure', failure: failureOf(error), at: this.#now() });
    }
  }

  #show(entry: Entry, shown: Shown): void {
    if (entry.shown === undefined || !isSame(entry.shown, shown)) {
      entry.mtime = Math.max(this.#now(), entry.mtime + 1);
    }
    entry.shown = shown;
  }

  #announceEach(isChanged: (entry: Entry) => boolean): void {
    for (const [key, entry] of this.#entries) {
      if (isChanged(entry)) {
        entry.announced = true;
        this.#changed(key);
      }
    }
  }
}

function newEntry(file: KratosFile): Entry {
  return { file, directory: undefined, shown: undefined, mtime: 0, loading: undefined, announced: false };
}

function isOutdated({ announced, directory, file, loading, shown }: Entry, change: DirectoryChange): boolean {
  if (shown === undefined || loading !== undefined || directory === undefined) {
    return false;
  }
  const known = knownItem(directory, file);
  if (known !== undefined) {
    return shown.kind !== 'item' || shown.item !== known;
  }
  switch (shown.kind) {
    case 'item':
      return !announced && isOf(change, file);
    // An item that was not found changes only by becoming known. Other failures end with a response to another request.
    case 'failure':
      return shown.failure.kind !== 'notFound' && !isOf(change, file) && isResponse(directory, change);
    case 'noConnection':
      return true;
  }
}

/** Returns whether `change` means that the server responded. */
function isResponse(directory: Directory, change: DirectoryChange): boolean {
  switch (change.kind) {
    case 'identities':
      return directory.identities.state.phase.kind === 'ready';
    case 'sessions':
      return directory.sessionsOf(change.identityId).state.phase.kind === 'ready';
    case 'recentSessions':
      return directory.recentSessions.state.phase.kind === 'ready';
    case 'identity':
    case 'session':
      return true;
    case 'version':
    case 'waiting':
      return false;
  }
}

function isOf(change: DirectoryChange, file: KratosFile): boolean {
  switch (file.kind) {
    case 'session':
      return change.kind === 'session' && change.sessionId === file.sessionId;
    case 'identity':
      return change.kind === 'identity' && change.identityId === file.identityId;
  }
}

function knownItem(directory: Directory, file: KratosFile): Session | Identity | undefined {
  return file.kind === 'session' ? directory.knownSession(file.sessionId) : directory.knownIdentity(file.identityId);
}

function readItem(directory: Directory, file: KratosFile): Promise<Session | Identity> {
  return file.kind === 'session' ? directory.session(file.sessionId) : directory.identity(file.identityId);
}

function isSame(a: Shown, b: Shown): boolean {
  return a.kind === 'item' && b.kind === 'item' ? a.item === b.item : a.kind === 'noConnection' && b.kind === a.kind;
}

async function shownText({ file, shown }: Entry): Promise<string> {
  if (shown?.kind === 'item') {
    // Loaded at the first file instead of at activation, because the formatter is large.
    const { editorJson, withoutIdentity } = await import('./prettyJson.ts');
    const { kind, id, json } = shown.item;
    const form = file.kind === 'session' ? file.form : 'whole';
    return showOrMark(
      () => {
        const text = exactText(json);
        return `${editorJson(form === 'withoutIdentity' ? withoutIdentity(text) : text)}\n`;
      },
      (reason) => problemText(`${notShownWords(kind, id)}: ${reason}`),
    );
  }
  return problemText(shown === undefined ? undefined : shownProblem(shown, file));
}

function problemText(problem: string | undefined): string {
  return `${JSON.stringify({ problem }, undefined, 2)}\n`;
}

function shownProblem(shown: Shown, { connectionId }: KratosFile): string | undefined {
  switch (shown.kind) {
    case 'item':
      return undefined;
    case 'failure':
      return failureText(shown.failure);
    case 'noConnection':
      return connectionId === 'demo'
        ? l10n.t('The demo is not running. Run “Kratos: Open Demo” to load this file again.')
        : l10n.t('The connection of this file no longer exists. Add it again under the same name to load this file.');
  }
}
