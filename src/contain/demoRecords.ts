import { l10n } from 'vscode';
import { AuditLog } from '../core/containment/auditLog.ts';
import { readAuditLog } from '../core/containment/readAuditLog.ts';
import type { ReadAuditFile } from './auditFiles.ts';
import type { Records } from './records.ts';

export interface DemoRecords extends Pick<Records, 'evidence' | 'audit'> {
  /** Returns the audit log as if it were read from a file. */
  readonly auditFile: () => ReadAuditFile;
}

/** Creates the records of the demo in this window, which stay in memory: the demo keeps no files. */
export function createDemoRecords(): DemoRecords {
  const written: string[] = [];
  return {
    evidence: {
      write: async () => l10n.t('not written'),
    },
    audit: new AuditLog(async () => ({ append: async (line) => void written.push(line) })),
    auditFile: () => {
      const bytes = Buffer.from(written.join(''));
      return { file: l10n.t('in the memory of this window'), bytes, lines: readAuditLog(bytes) };
    },
  };
}
