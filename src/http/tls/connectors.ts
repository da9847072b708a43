import { isIP } from 'node:net';
import type { buildConnector } from 'undici';
import { ProxyConnectError } from '../proxy/proxyFailure.ts';

export type Connector = buildConnector.connector;

/**
 * Keeps what a server says while it hangs up as the cause of the error that follows. In TLS 1.3 a server refuses a client
 * without a certificate after the handshake; undici would tell of the end of the connection alone.
 */
export function heedingAlerts(connect: Connector): Connector {
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

/** Says of its errors that they are about the way to the proxy. */
export function connectorToProxy(connect: Connector): Connector {
  return ({ servername, ...options }, callback) =>
    // A proxy known by its address alone has no name to ask for.
    connect(servername === undefined || isIP(servername) !== 0 ? options : { ...options, servername }, (...result) => {
      const [error, socket] = result;
      if (error === null) {
        callback(null, socket);
      } else {
        callback(new ProxyConnectError(error.message, { cause: error }), null);
      }
    });
}
