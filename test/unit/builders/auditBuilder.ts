import type { IntentRecord, OutcomeRecord } from '../../../src/core/containment/auditRecord.ts';
import { adaId } from './identityBuilder.ts';
import { uuid } from './sessionBuilder.ts';

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
