import {
  Disposable,
  EventEmitter,
  type FileChangeEvent,
  FileChangeType,
  type FileStat,
  FileSystemError,
  type FileSystemProvider,
  FileType,
  Uri,
  workspace,
} from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { FileContent, FileContents } from './fileContents.ts';
import { parseKratosUri, scheme } from './uris.ts';

/** Provides sessions and identities as read-only JSON files (their URIs: uris.ts). */
class KratosFileSystem implements FileSystemProvider, Disposable {
  readonly #changes = new EventEmitter<FileChangeEvent[]>();
  readonly #connections: Connections;
  #contents: Promise<FileContents> | undefined;
  readonly onDidChangeFile = this.#changes.event;
  readonly createDirectory = rejectChange;
  readonly writeFile = rejectChange;
  readonly delete = rejectChange;
  readonly rename = rejectChange;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  /** Does nothing: changes are announced for every file that was read. */
  watch(): Disposable {
    return new Disposable(() => {});
  }

  async stat(uri: Uri): Promise<FileStat> {
    if (isFolder(uri)) {
      return { type: FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    }
    const { text, mtime } = await this.#content(uri);
    return { type: FileType.File, ctime: 0, mtime, size: Buffer.byteLength(text) };
  }

  async readFile(uri: Uri): Promise<Uint8Array> {
    return Buffer.from((await this.#content(uri)).text);
  }

  /** Lists nothing: breadcrumbs and pickers would read all identities of the server. */
  readDirectory(uri: Uri): [string, FileType][] {
    if (!isFolder(uri)) {
      throw FileSystemError.FileNotADirectory(uri);
    }
    return [];
  }

  /** Announces changes of `uri` again after `forget`. */
  async follow(uri: Uri): Promise<void> {
    if (parseKratosUri(uri) !== undefined) {
      await this.#content(uri);
    }
  }

  forget(uri: Uri): void {
    void this.#contents?.then((contents) => contents.forget(uri.toString()));
  }

  dispose(): void {
    void this.#contents?.then((contents) => contents.dispose());
    this.#changes.dispose();
  }

  async #content(uri: Uri): Promise<FileContent> {
    const file = parseKratosUri(uri);
    if (file === undefined) {
      throw FileSystemError.FileNotFound(uri);
    }
    this.#contents ??= this.#load().catch((error: unknown) => {
      this.#contents = undefined;
      throw error;
    });
    return (await this.#contents).read(uri.toString(), file);
  }

  async #load(): Promise<FileContents> {
    const { FileContents } = await import('./fileContents.ts');
    return new FileContents(this.#connections, (key) =>
      this.#changes.fire([{ type: FileChangeType.Changed, uri: Uri.parse(key) }]),
    );
  }
}

export function registerKratosFiles(connections: Connections): Disposable {
  const files = new KratosFileSystem(connections);
  return Disposable.from(
    files,
    workspace.registerFileSystemProvider(scheme, files, { isCaseSensitive: true, isReadonly: true }),
    // A change of language mode closes and opens a document without reading it.
    workspace.onDidOpenTextDocument(({ uri }) => (uri.scheme === scheme ? files.follow(uri) : undefined)),
    workspace.onDidCloseTextDocument(({ uri }) => {
      if (uri.scheme === scheme) {
        files.forget(uri);
      }
    }),
  );
}

function rejectChange(uri: Uri): never {
  throw FileSystemError.NoPermissions(uri);
}

/** Returns whether `uri` is a parent folder of a file, which VS Code stats too. */
function isFolder(uri: Uri): boolean {
  return /^\/(identities(\/[0-9a-f-]{36}(\/sessions(-without-identity)?(\/[0-9a-f-]{36})?)?)?)?\/?$/.test(uri.path);
}
