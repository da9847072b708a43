import { isIP } from 'node:net';
import type { buildConnector, Dispatcher } from 'undici';
import apiConnect from 'undici/lib/api/api-connect.js';
import connector from 'undici/lib/core/connect.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import Pool from 'undici/lib/dispatcher/pool.js';
import ProxyAgent from 'undici/lib/dispatcher/proxy-agent.js';
import type { ConnectionOptions } from './connectionOptions.ts';
import { ProxyConnectError } from './proxy/proxyFailure.ts';
import type { TlsMaterial } from './tls/tlsMaterial.ts';

type Connector = buildConnector.connector;
type Options = Pick<ConnectionOptions, 'socketPath' | 'timeoutMs' | 'tls'>;

interface ProxyPath {
  readonly url: URL;
  readonly authorization: string | undefined;
  /** Of an https: proxy. */
  readonly material: TlsMaterial | undefined;
}

const keptOpen = {
  connections: 6,
  allowH2: false,
  keepAliveTimeout: 20_000,
};
/** Each request has a deadline of ours. Those of undici start again with each phase. */
const noDeadlines = { headersTimeout: 0, bodyTimeout: 0 };

/** Creates a dispatcher that connects to the server itself, or to its socket. */
export function directDispatcher(options: Options, material: TlsMaterial | undefined): Dispatcher {
  const connect = connector({
    ...serverTls(options, material),
    ...(options.socketPath === undefined ? {} : { socketPath: options.socketPath }),
  });
  return new Agent({ ...keptOpen, ...noDeadlines, connect: keepAlerts(connect) });
}

/** Creates a dispatcher for a proxy: a tunnel for https, absolute URLs for http, as proxies expect. */
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
        // An unanswered CONNECT outlives its request; this ends it.
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
        connect: isProxy ? connectorToProxy(connect) : keepAlerts(connect),
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

/**
 * Keeps a TLS alert as the cause of the error that follows it. In TLS 1.3, a server rejects a client certificate after
 * the handshake, and undici would report only that the connection ended.
 */
function keepAlerts(connect: Connector): Connector {
  return (options, callback) =>
    connect(options, (...result) => {
      const [, socket] = result;
      let first: Error | undefined;
      socket?.on('error', (error) => {
        first ??= error;
        if (error !== first) {
          error.cause ??= first;
        }
      });
      callback(...result);
    });
}

/** Marks the errors of a connection to a proxy. */
function connectorToProxy(connect: Connector): Connector {
  return ({ servername, ...options }, callback) =>
    // SNI does not allow IP addresses.
    connect(servername === undefined || isIP(servername) !== 0 ? options : { ...options, servername }, (...result) => {
      const [error, socket] = result;
      if (error === null) {
        callback(null, socket);
      } else {
        callback(new ProxyConnectError(error.message, { cause: error }), null);
      }
    });
}
