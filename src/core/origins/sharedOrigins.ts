import type { Found } from './marks.ts';
import type { SessionFacts } from './sessionFacts.ts';

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
