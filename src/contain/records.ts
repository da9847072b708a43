import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Memento } from 'vscode';
import { AuditLog } from '../core/containment/auditLog.ts';
import type { EvidenceStore } from '../core/containment/evidence.ts';
import {
  appendToFile,
  createFolder,
  createNewFolder,
  syncFolder,
  withFileErrors,
  writeNewFile,
} from './recordFiles.ts';

interface RecordFolders {
  /** The folder of the extension's own storage, which may not exist yet. */
  readonly storage: string;
  /** Returns the folder that the user chose. Throws for one that cannot be used. */
  readonly chosen: () => string | undefined;
  /** Remembers the chosen folders with audit logs: another one may be chosen since. */
  readonly memory: Pick<Memento, 'get' | 'update'>;
}

const memoryKey = 'kratosExplorer.auditFolders';

/** What this window writes, and where. One object for each window. */
export interface Records {
  readonly evidence: EvidenceStore;
  readonly audit: AuditLog;
  /** The file of this window's audit log; undefined before its first line. */
  readonly auditFile: () => string | undefined;
  /** Returns the folders that may have audit logs: the chosen one, the extension's own, and those chosen earlier. */
  readonly auditFolders: () => readonly string[];
}

/** Creates the records of this window. */
export function createRecords(folders: RecordFolders, now = () => new Date()): Records {
  let auditFile: string | undefined;
  return {
    evidence: {
      write: async (name, files) => {
        const parent = await createRecordFolder(await baseOf(folders), 'evidence');
        const folder = path.join(parent, name);
        await withFileErrors(folder, () => writeEvidence(folder, files));
        return folder;
      },
    },
    audit: new AuditLog(async () => {
      const base = await baseOf(folders);
      const parent = await createRecordFolder(base, 'audit');
      const time = now().toISOString().replaceAll(/[:.]/g, '-');
      const file = path.join(parent, `${time}-${randomBytes(4).toString('hex')}.jsonl`);
      await withFileErrors(file, async () => {
        await writeNewFile(file, Buffer.alloc(0));
        await syncFolder(parent);
      });
      auditFile = file;
      const known = rememberedBases(folders);
      if (base !== folders.storage && !known.includes(base)) {
        await folders.memory.update(memoryKey, [...known, base]);
      }
      return {
        append: (line) => withFileErrors(file, () => appendToFile(file, Buffer.from(line))),
        isLeft: () => (folders.chosen() ?? folders.storage) !== base,
      };
    }),
    auditFile: () => auditFile,
    auditFolders: () => {
      const bases = [folders.chosen(), folders.storage, ...rememberedBases(folders)].filter(
        (base) => base !== undefined,
      );
      return [...new Set(bases)].map((base) => path.join(base, 'audit'));
    },
  };
}

function rememberedBases({ memory }: RecordFolders): readonly string[] {
  return memory.get<readonly string[]>(memoryKey) ?? [];
}

/** Creates a folder of records. Does not create the base itself: its drive may not be mounted. */
export async function createRecordFolder(base: string, name: 'evidence' | 'audit'): Promise<string> {
  const folder = path.join(base, name);
  await withFileErrors(folder, () => createFolder(folder));
  return folder;
}

async function baseOf({ storage, chosen }: RecordFolders): Promise<string> {
  const base = chosen();
  if (base === undefined) {
    await withFileErrors(storage, () => mkdir(storage, { recursive: true }));
  }
  return base ?? storage;
}

async function writeEvidence(folder: string, files: Parameters<EvidenceStore['write']>[1]): Promise<void> {
  await createNewFolder(folder);
  try {
    const inner = new Set<string>();
    for (const { name, bytes } of files) {
      const file = path.join(folder, name);
      const parent = path.dirname(file);
      if (parent !== folder && !inner.has(parent)) {
        await createNewFolder(parent);
        inner.add(parent);
      }
      await writeNewFile(file, bytes);
    }
    for (const written of [...inner, folder, path.dirname(folder)]) {
      await syncFolder(written);
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}
