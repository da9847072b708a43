import type { Connections } from '../connections/connections.ts';
import type { IdentityRef } from '../connections/refs.ts';
import type { SessionsReading } from '../core/containment/plan.ts';
import { type OnRead, readSessions } from '../core/containment/reading.ts';
import { detailsOfIdentity } from '../core/kratos/detailsOfIdentity.ts';
import { failureOf } from '../core/kratos/failure.ts';
import type { Identity } from '../core/kratos/identity.ts';
import { identityFacts } from '../core/origins/identityFacts.ts';
import { type Origin, originsInSteps } from '../core/origins/origins.ts';
import { runInTurns } from '../core/origins/steps.ts';
import type { IpDatabases } from '../ipDatabases/ipDatabases.ts';
import { recentOthers } from '../pages/host/recent/recentScan.ts';
import type { ReachedServer } from './containmentServer.ts';

/** What a plan is made from. */
export interface IdentitySessions extends SessionsReading {
  readonly ref: IdentityRef;
  readonly identity: Identity;
  readonly serverVersion: string | undefined;
  readonly origins: readonly Origin[];
}

interface ReadParts extends Pick<ReachedServer, 'server' | 'serverDateOffset'> {
  readonly connections: Connections;
  readonly ipDatabases: IpDatabases;
  readonly signal: AbortSignal;
  readonly onRead: OnRead;
}

/**
 * Reads an identity and its sessions of every state from the server, also those that a filter hides, and finds
 * out where they came from. Rejects with KratosError.
 */
export async function readForPlan(ref: IdentityRef, parts: ReadParts): Promise<IdentitySessions> {
  const { server, serverDateOffset, connections, ipDatabases, signal, onRead } = parts;
  const { identityId } = ref;
  const directory = connections.directory(ref.connectionId);
  const [identity, reading, serverVersion, databases] = await Promise.all([
    server.identity(identityId, signal),
    readSessions(identityId, 'all', { server, now: () => new Date(), signal, onRead }),
    directory?.serverVersion(signal).catch((error: unknown) => void failureOf(error)),
    ipDatabases.read(),
  ]);
  const details = detailsOfIdentity(identity, serverVersion);
  const recent = directory && (await recentOthers(directory, identityId, Date.now(), signal));
  const origins = await runInTurns(
    originsInSteps({
      sessions: reading.sessions,
      identity: identityFacts(details),
      lookup: databases.lookup,
      recent,
    }),
    signal,
  );
  const offset = serverDateOffset();
  const serverReadAt = offset === undefined ? undefined : new Date(reading.readAt.getTime() + offset);
  return { ...reading, serverReadAt, ref, identity, serverVersion, origins };
}
