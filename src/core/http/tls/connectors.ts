import { isIP } from 'node:net';
import type { buildConnector } from 'undici';
import { ProxyConnectError } from '../proxy/proxyFailure.ts';

export type Connector = buildConnector.connector;

/**
 * Keeps a TLS alert as the cause of the error that follows it. In TLS 1.3, a server rejects a client certificate after
 * the handshake, and undici would report only that the connection ended.
 */
export function keepAlerts(connect: Connector): Connector {
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
export function connectorToProxy(connect: Connector): Connector {
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
