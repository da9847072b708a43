import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { createRecords } from '../../../src/contain/records.ts';
import type { IntentRecord, OutcomeRecord } from '../../../src/core/containment/auditRecord.ts';
import { adaId } from '../builders/identityBuilder.ts';
import { uuid } from '../builders/sessionBuilder.ts';
import { Memory } from '../connections/settings/memorySettings.ts';

const circumstances = {
  time: '2026-11-27T10:00:00.000Z',
  serverDateOffset: -120,
  tool: 'kratos-explorer 1.0.0',
  osUser: 'grace',
  host: 'ops-1',
  connection: {
    name: 'Acme',
    origin: 'https://acme.example',
    environment: 'production',
    serverVersion: 'v26.2.0',
  },
  identity: adaId,
  action: { kind: 'revokeSessions' },
} as const;

export function anIntent(members: Partial<IntentRecord> = {}): IntentRecord {
  return {
    kind: 'intent',
    ...circumstances,
    reason: 'SEC-7: taken over',
    targets: [uuid(1), uuid(2)],
    kept: [uuid(3)],
    planSha256: 'a'.repeat(64),
    evidence: { file: '/evidence/2026-11-27T10-00-00-000Z-aaaaaaaa', sha256: 'b'.repeat(64) },
    reread: { kind: 'complete', by: 'count' },
    ...members,
  };
}

export function anOutcome(intent: string, members: Partial<OutcomeRecord> = {}): OutcomeRecord {
  return { kind: 'outcome', ...circumstances, intent, results: [], ...members };
}

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

/** Root may read and write anywhere, so the rest of the test runs as nobody. */
export function withoutRoot(): void {
  if (process.getuid?.() === 0) {
    process.seteuid?.(65_534);
    onTestFinished(() => process.seteuid?.(0));
  }
}
