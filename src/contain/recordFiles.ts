import { appendFile, constants, mkdir, open, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { l10n } from 'vscode';
import { shownDetail } from '../text/redactPersonalData.ts';

/** Only the user may read the records. Windows ignores modes: files there have the rights of their folder. */
const modes = { folder: 0o700, file: 0o600 };

/** Creates a folder below an existing one, where it is missing. Its parent must exist: a drive may not be mounted. */
export async function createFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: modes.folder });
    await syncFolder(path.dirname(folder));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw error;
    }
  }
}

/** Creates a folder that must not exist yet. */
export async function createNewFolder(folder: string): Promise<void> {
  await mkdir(folder, { mode: modes.folder });
}

/** Writes a file that must not exist yet, and resolves when it is on the disk. */
export async function writeNewFile(file: string, bytes: Buffer): Promise<void> {
  await writeFile(file, bytes, { flag: 'wx', mode: modes.file, flush: true });
}

/**
 * Appends to an existing file, and resolves when the bytes are on the disk. Opens it each time, so that a file that was
 * removed fails. Removes what it wrote in part.
 */
export async function appendToFile(file: string, bytes: Buffer): Promise<void> {
  // The flag 'a' would create a missing file.
  const { size } = await stat(file);
  try {
    await appendFile(file, bytes, { flag: constants.O_WRONLY | constants.O_APPEND, flush: true });
  } catch (error) {
    await truncate(file, size).catch(() => undefined);
    throw error;
  }
}

/** Puts the names of new files and folders on the disk. Windows cannot open folders, and does it by itself. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') {
    return;
  }
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Runs `work`; an error of the system becomes a sentence on the file. */
export async function withFileErrors<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, syscall } = error as Partial<NodeJS.ErrnoException>;
    throw syscall === undefined ? error : new Error(fileErrorText(file, code), { cause: error });
  }
}

function fileErrorText(file: string, code: string | undefined): string {
  const name = shownDetail(file);
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return l10n.t(
        '{0} was not written: the disk is full. Free some space, or run “Kratos: Choose Evidence Folder…”.',
        name,
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return l10n.t(
        '{0} cannot be read or written with your permissions. Correct them, or run “Kratos: Choose Evidence Folder…”.',
        name,
      );
    case 'EBUSY':
      return l10n.t('{0} is locked by another program. Close it there, then try again.', name);
    case 'ENOENT':
    case 'ENOTDIR':
      return l10n.t('{0} does not exist. Create its folder, or run “Kratos: Choose Evidence Folder…”.', name);
    case 'EISDIR':
      return l10n.t('{0} is a folder, but an audit log is a file. Move it to another place.', name);
    case 'EEXIST':
      return l10n.t('{0} exists already and is not overwritten. Try again.', name);
    default:
      return l10n.t(
        '{0} could not be read or written ({1}). Run “Kratos: Choose Evidence Folder…” to use another folder.',
        name,
        code ?? 'unknown',
      );
  }
}
