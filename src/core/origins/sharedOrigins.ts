import type { Found } from './marks.ts';
import { type SessionFacts, type SourceSession, sessionFacts } from './sessionFacts.ts';

/** The newest sessions of other identities, as far as they were read. */
export interface RecentSessions {
  /** How many were read, and over how many hours. */
  readonly scanned: number;
  readonly hours: number;
  /** The other identities with sessions of one network and device family. */
  readonly identities: (network: string, device: string) => number;
}

/** From this many other identities on, sharing an origin is a reason. */
const sharedBy = 3;

export function sharedMark({ network, device }: SessionFacts, recent: RecentSessions | undefined): Found {
  if (recent === undefined || network === undefined || device === undefined) {
    return 'noData';
  }
  const identities = recent.identities(network.name, device.key);
  const { scanned, hours } = recent;
  return identities < sharedBy
    ? 'usual'
    : { finding: { mark: 'shared', identities, scanned, hours }, baseline: undefined };
}

/** The identities whose recent sessions came from one network with one device family. */
export class RecentOrigins {
  readonly #identities = new Map<string, Set<string>>();

  /** Adds a session. Adding it twice changes nothing. */
  add(session: SourceSession, identityId: string): void {
    const { network, device } = sessionFacts(session, undefined);
    if (network !== undefined && device !== undefined) {
      const key = keyOf(network.name, device.key);
      const identities = this.#identities.get(key) ?? new Set();
      this.#identities.set(key, identities.add(identityId));
    }
  }

  /** Returns how many identities other than this one have sessions there. */
  others(identityId: string, network: string, device: string): number {
    const identities = this.#identities.get(keyOf(network, device));
    return identities === undefined ? 0 : identities.size - Number(identities.has(identityId));
  }
}

function keyOf(network: string, device: string): string {
  return `${network} ${device}`;
}
