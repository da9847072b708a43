import type { IdentityAction } from '../../../../src/core/containment/action.ts';
import { AuditLog } from '../../../../src/core/containment/auditLog.ts';
import type { Draft, Finished, Outcome } from '../../../../src/core/containment/contain.ts';
import type { EvidenceFile } from '../../../../src/core/containment/evidence.ts';
import { planForIdentity, planForSessions, type Selection } from '../../../../src/core/containment/plan.ts';
import type { ContainmentPorts } from '../../../../src/core/containment/ports.ts';
import { readSessions } from '../../../../src/core/containment/reading.ts';
import { adaId } from '../../builders/identityBuilder.ts';
import { uuid } from '../../builders/sessionBuilder.ts';
import { type ModelServer, permit } from './modelServer.ts';

export const connection = { name: 'prod', origin: 'https://x', environment: 'production', serverVersion: 'v26.2.0' };

export const first = { kind: 'sessions', ids: [uuid(1)] } as const;
export const all = { kind: 'all' } as const;

/** The files of evidence and audit, which outlive a window. */
export class Disk {
  readonly evidence = new Map<string, ReadonlyMap<string, Buffer>>();
  readonly audit: string[] = [];
  /** Is called for each write, which `write` does: it can fail it, or do a part of it. */
  around: (what: 'evidence' | 'audit', write: (part?: number) => void) => Promise<void> = async (_what, write) =>
    write();

  readonly store = {
    write: async (folder: string, files: Iterable<EvidenceFile>) => {
      const written = new Map([...files].map(({ name, bytes }) => [name, bytes]));
      const path = `/evidence/${this.evidence.size}-${folder}`;
      await this.around('evidence', () => this.evidence.set(path, written));
      return path;
    },
  };

  newLog(): AuditLog {
    return new AuditLog(async () => {
      const place = this.audit.push('') - 1;
      return {
        append: (line) =>
          this.around('audit', (part = line.length) => {
            this.audit[place] += line.slice(0, part);
          }),
      };
    });
  }

  auditFiles(): readonly Buffer[] {
    return this.audit.map((file) => Buffer.from(file));
  }

  auditLines() {
    return this.audit
      .flatMap((file) => file.split('\n').filter((line) => line.endsWith('}')))
      .map((line) => JSON.parse(line));
  }
}

/** The ports of a user who approves, and keeps new sessions. */
export function portsOf(
  server: Pick<ModelServer, 'api' | 'isLocked'>,
  disk = new Disk(),
  over: Partial<ContainmentPorts> = {},
): ContainmentPorts {
  return {
    server: server.api,
    audit: disk.newLog(),
    evidence: disk.store,
    operation: { osUser: 'grace', host: 'ops-1', tool: 'kratos-explorer 1.0.0', reason: 'SEC-7' },
    now: () => new Date('2026-11-27T12:00:00Z'),
    serverDateOffset: () => 0,
    bulk: { isSupported: undefined },
    permit: () => (server.isLocked ? undefined : permit),
    approve: async () => true,
    askAboutNew: async () => 'keep',
    ...over,
  };
}

/** Returns the draft of the sessions that the server has now. */
export async function draftOf(
  server: Pick<ModelServer, 'api' | 'state'>,
  selection: Selection,
  identityId = adaId,
): Promise<Draft> {
  const now = () => new Date('2026-11-27T11:00:00Z');
  const reading = await readSessions(identityId, 'all', { server: server.api, now });
  const identity = { id: identityId, state: server.state };
  const plan = planForSessions({ action: { kind: 'revokeSessions' }, selection, connection, identity, reading });
  return { plan, sessions: reading.sessions };
}

export function identityDraft(server: Pick<ModelServer, 'state'>, action: IdentityAction, id = adaId): Draft {
  const identity = { id, state: server.state };
  const plan = planForIdentity({ action, connection, identity, readAt: new Date('2026-11-27T11:00:00Z') });
  return { plan, sessions: [] };
}

export function statuses(outcome: Outcome): readonly string[] {
  return finished(outcome).results.map(({ status }) => status);
}

/** Returns an outcome that must not have stopped before the requests. */
export function finished(outcome: Outcome): Finished {
  if (outcome.kind === 'stopped') {
    throw new Error(`stopped: ${outcome.why}`);
  }
  return outcome;
}
