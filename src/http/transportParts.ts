import type { Secrets } from './connectionOptions.ts';
import type { Exchange } from './exchange.ts';
import type { Environment, NetworkSettings } from './proxy/networkSettings.ts';

/** What a transport takes from its surroundings. */
export interface TransportParts {
  readonly secrets: Secrets;
  readonly network: NetworkSettings;
  readonly environment: Environment;
  /** Called once for each request, when it has ended. */
  readonly onExchange: ((exchange: Exchange) => void) | undefined;
}

/** Surroundings with no secrets, no proxies and no log. */
export const noParts: TransportParts = {
  secrets: { get: () => Promise.resolve(undefined) },
  network: { proxy: undefined, noProxy: [], proxyAuthorization: undefined, proxySupport: true },
  environment: {},
  onExchange: undefined,
};
