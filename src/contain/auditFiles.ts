import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { window } from 'vscode';
import { type AuditLine, readAuditLog } from '../core/containment/readAuditLog.ts';
import { plainMessage } from '../platform/notifications.ts';
import { withFileErrors } from './recordFiles.ts';

/** A file of the audit log, as it is on the disk. */
export interface ReadAuditFile {
  readonly file: string;
  readonly bytes: Buffer;
  /** The lines that can be read. */
  readonly lines: readonly AuditLine[];
}

interface AuditFiles {
  /** The newest first. */
  readonly files: readonly ReadAuditFile[];
  /** Sentences on the files and folders that could not be read. */
  readonly problems: readonly string[];
}

/** Reads the audit logs of all windows. */
export async function readAuditFiles(folders: readonly string[]): Promise<AuditFiles> {
  const listed = await Promise.allSettled(folders.map(filesOf));
  const names = results(listed).flat();
  // The names begin with the time of the first line.
  names.sort((one, other) => (path.basename(one) < path.basename(other) ? 1 : -1));
  const read = await Promise.allSettled(
    names.map(async (file) => {
      const bytes = await withFileErrors(file, () => readFile(file));
      return { file, bytes, lines: readAuditLog(bytes) };
    }),
  );
  return { files: results(read), problems: [...listed, ...read].flatMap(problemsOf) };
}

/** Says what could not be read. Does not wait for the user: the other files are used meanwhile. */
export function showProblems(problems: readonly string[]): void {
  if (problems.length > 0) {
    void window.showWarningMessage(plainMessage(problems.join(' ')));
  }
}

function results<T>(settled: readonly PromiseSettledResult<T>[]): T[] {
  return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

function problemsOf(settled: PromiseSettledResult<unknown>): readonly string[] {
  return settled.status === 'rejected' ? [(settled.reason as Error).message] : [];
}

async function filesOf(folder: string): Promise<readonly string[]> {
  return withFileErrors(folder, async () => {
    try {
      const names = await readdir(folder);
      return names.filter((name) => name.endsWith('.jsonl')).map((name) => path.join(folder, name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return [];
      }
      throw error;
    }
  });
}
