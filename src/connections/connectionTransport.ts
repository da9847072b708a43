import type { BudgetedTransport } from '../http/budget/budgeted.ts';
import type { ConnectionOptions, Secrets } from '../http/connectionOptions.ts';
import { openTransport } from '../http/openTransport.ts';
import type { NetworkSettings } from '../http/proxy/networkSettings.ts';
import type { TransportParts } from '../http/transportParts.ts';
import type { ServerOptions } from './connection.ts';
import type { ConnectionSettings } from './settings/connectionSettings.ts';

export type ReachSettings = Pick<ConnectionSettings, 'timeoutMs' | 'network'>;

/** A transport to a configured server. A setting that changes counts from the next request on. */
export function connectionTransport(
  server: ServerOptions,
  secrets: Secrets,
  settings: ReachSettings,
  onExchange: TransportParts['onExchange'],
): BudgetedTransport {
  return openTransport(connectionOptions(server, settings), {
    secrets,
    network: liveNetwork(settings),
    environment: process.env,
    onExchange,
  });
}

/** All that decides how a server is reached, with the deadline of the moment it is looked at. */
export function connectionOptions(server: ServerOptions, settings: ReachSettings): ConnectionOptions {
  return {
    ...server,
    get timeoutMs() {
      return settings.timeoutMs();
    },
  };
}

function liveNetwork(settings: ReachSettings): NetworkSettings {
  return {
    get proxy() {
      return settings.network().proxy;
    },
    get noProxy() {
      return settings.network().noProxy;
    },
    get proxyAuthorization() {
      return settings.network().proxyAuthorization;
    },
    get proxySupport() {
      return settings.network().proxySupport;
    },
  };
}
