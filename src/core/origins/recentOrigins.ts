import { type SourceSession, sessionFacts } from './sessionFacts.ts';

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
