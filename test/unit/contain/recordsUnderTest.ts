import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { createRecords } from '../../../src/contain/records.ts';
import { Memory } from '../connections/settings/memorySettings.ts';

/** Returns a new folder that is removed after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kratos-records-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Returns the records of a window; `chosen` is the folder in the setting, `memory` that of the extension. */
export function windowRecords(
  storage: string,
  chosen?: string,
  now = new Date('2026-11-27T10:00:00.5Z'),
  memory = new Memory(),
) {
  return createRecords({ storage, chosen: () => chosen, memory }, () => now);
}

/** Runs the rest of the test as the user "nobody", because root may read and write anywhere. */
export function withoutRoot(): void {
  if (process.getuid?.() === 0) {
    process.seteuid?.(65_534);
    onTestFinished(() => process.seteuid?.(0));
  }
}
