import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type AuditLine, readAuditLog } from '../core/containment/readAuditLog.ts';
import { withFileErrors } from './recordFiles.ts';

/** A file of the audit log, as it is on the disk. */
export interface ReadAuditFile {
  readonly file: string;
  readonly bytes: Buffer;
  /** The lines that can be read. */
  readonly lines: readonly AuditLine[];
}

/** Reads the audit logs of all windows, the newest first. */
export async function readAuditFiles(folders: readonly string[]): Promise<readonly ReadAuditFile[]> {
  const files = (await Promise.all([...new Set(folders)].map(filesOf))).flat();
  // Their names begin with the time of their first line.
  files.sort((one, other) => (path.basename(one) < path.basename(other) ? 1 : -1));
  return Promise.all(
    files.map(async (file) => {
      const bytes = await withFileErrors(file, () => readFile(file));
      return { file, bytes, lines: readAuditLog(bytes) };
    }),
  );
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
