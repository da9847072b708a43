import type { Directory } from '../../../core/directory/directory.ts';
import { RecentOrigins, type RecentSessions } from '../../../core/origins/sharedOrigins.ts';
import { eachInSteps, runInTurns } from '../../../core/origins/steps.ts';

const hourMs = 3_600_000;
const addedPerStep = 20;

interface Scan {
  readonly origins: RecentOrigins;
  added: number;
  /** In milliseconds since the epoch: the list may forget the oldest that were added. */
  since: number;
}

/** Of each server, what was added of its recent sessions. */
const scans = new WeakMap<Directory, Scan>();

/**
 * Resolves with what the recent sessions say of other identities, as far as they were read before: sends no request.
 * Undefined where none were, or where the server does not list the newest first. Adds only sessions that are new.
 */
export async function recentOthers(
  directory: Directory,
  identityId: string,
  now: number,
  signal: AbortSignal,
): Promise<RecentSessions | undefined> {
  const list = directory.recentSessions;
  const { backTo } = list.state;
  if (backTo === undefined) {
    return undefined;
  }
  const scan = scans.get(directory) ?? { origins: new RecentOrigins(), added: 0, since: backTo };
  scans.set(directory, scan);
  const read = [...list.readIds];
  const add = (id: string) => {
    const session = list.get(id);
    if (session?.kind === 'session' && session.identityId !== undefined) {
      scan.origins.add(session, session.identityId);
    }
  };
  await runInTurns(eachInSteps(read.slice(scan.added), addedPerStep, add), signal);
  scan.added = Math.max(scan.added, read.length);
  scan.since = Math.min(scan.since, backTo);
  return {
    scanned: scan.added,
    hours: Math.max(1, Math.ceil((now - scan.since) / hourMs)),
    identities: (network, device) => scan.origins.others(identityId, network, device),
  };
}
