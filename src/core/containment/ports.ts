import type { WritePermit } from '../http/transport.ts';
import type { KratosClient } from '../kratos/createKratosClient.ts';
import type { KratosWrites } from '../kratos/writes.ts';
import type { AuditLog } from './auditLog.ts';
import type { EvidenceStore } from './evidence.ts';
import type { Plan, PlanRow } from './plan.ts';

/** The user, machine, program and reason of an action, for its records. */
export interface Operation {
  readonly osUser: string;
  readonly host: string;
  /** Name and version of the extension. */
  readonly tool: string;
  /** The reason or ticket that the user gave. */
  readonly reason: string | undefined;
}

/** The endpoints that containment reads and writes. Its reads have to reach the server, not a cache of this process. */
export type ContainmentServer = Pick<KratosClient, 'identity' | 'identitySessions' | 'session'> & KratosWrites;

/** Whether the server ends several sessions in one request; undefined until it was tried. One object per connection. */
export interface BulkSupport {
  isSupported: boolean | undefined;
}

/** What checks the results of an action, and records them. */
export interface CheckPorts {
  readonly server: ContainmentServer;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly operation: Operation;
  readonly now: () => Date;
  /** How far the server's clock is ahead of this machine's, in milliseconds. */
  readonly serverDateOffset: () => number | undefined;
  readonly onProgress?: (progress: Progress) => void;
}

/** What an action needs besides its plan. */
export interface ContainmentPorts extends CheckPorts {
  readonly evidence: EvidenceStore;
  readonly bulk: BulkSupport;
  /** Returns the permit of the unlocked connection; undefined once the unlock ended. Is called for each request. */
  readonly permit: () => WritePermit | undefined;
  /** Shows the plan. A preview resolves to false, and so does a user who declines. */
  readonly approve: (plan: Plan) => Promise<boolean>;
  /** Asks about sessions that are not in the plan. */
  readonly askAboutNew: (sessions: readonly PlanRow[]) => Promise<'include' | 'keep' | 'stop'>;
  /** Cancels what was not sent yet. */
  readonly signal?: AbortSignal;
}

export interface Progress {
  readonly step: 'evidence' | 'reading' | 'sending' | 'checking';
  readonly done: number;
  readonly total: number;
}
