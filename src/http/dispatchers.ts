import type { Dispatcher } from 'undici';
import apiConnect from 'undici/lib/api/api-connect.js';
import connector from 'undici/lib/core/connect.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import Pool from 'undici/lib/dispatcher/pool.js';
import ProxyAgent from 'undici/lib/dispatcher/proxy-agent.js';
import type { ConnectionOptions } from './connectionOptions.ts';
import { type Connector, connectorToProxy, heedingAlerts } from './tls/connectors.ts';
import type { TlsMaterial } from './tls/tlsMaterial.ts';

type Options = Pick<ConnectionOptions, 'socketPath' | 'timeoutMs' | 'tls'>;

/** A proxy to go through. */
export interface ProxyPath {
  readonly url: URL;
  readonly authorization: string | undefined;
  /** Of a proxy that is spoken to over TLS. */
  readonly material: TlsMaterial | undefined;
}

const keptOpen = {
  connections: 6,
  allowH2: false,
  keepAliveTimeout: 20_000,
};
/** The deadline of each request is ours: undici's own start anew with each phase. */
const noDeadlines = { headersTimeout: 0, bodyTimeout: 0 };

/** Straight to the server, or to its socket. */
export function directDispatcher(options: Options, material: TlsMaterial | undefined): Dispatcher {
  const connect = connector({
    ...serverTls(options, material),
    ...(options.socketPath === undefined ? {} : { socketPath: options.socketPath }),
  });
  return new Agent({ ...keptOpen, ...noDeadlines, connect: heedingAlerts(connect) });
}

/** Through a proxy: a tunnel for https, whole addresses for http, as proxies want them. */
export function proxyDispatcher(options: Options, material: TlsMaterial | undefined, proxy: ProxyPath): Dispatcher {
  const { origin } = proxy.url;
  return new ProxyAgent({
    ...keptOpen,
    ...noDeadlines,
    uri: origin,
    ...(proxy.authorization === undefined ? {} : { token: proxy.authorization }),
    requestTls: serverTls(options, material),
    proxyTls: serverTls({ ...options, tls: { verify: true } }, proxy.material),
    clientFactory: (address, given) => {
      const pool = new Pool(address, {
        connect: connectorToProxy((given as { connect: Connector }).connect),
        // An unanswered CONNECT outlives the request that wanted it: this ends it.
        headersTimeout: options.timeoutMs,
        allowH2: false,
      });
      // undici's index would add the method to every dispatcher of the process.
      return Object.assign(pool, { connect: apiConnect });
    },
    factory: (address, given) => {
      const { connect } = given as { connect: Connector };
      const isProxy = new URL(address).origin === origin;
      return new Pool(address, {
        ...keptOpen,
        ...noDeadlines,
        connect: isProxy ? connectorToProxy(connect) : heedingAlerts(connect),
      });
    },
  });
}

function serverTls({ timeoutMs, tls }: Options, material: TlsMaterial | undefined) {
  return {
    timeout: timeoutMs,
    allowH2: false,
    rejectUnauthorized: tls.verify,
    ...(tls.serverName === undefined ? {} : { servername: tls.serverName }),
    ...material,
  };
}
