import { createServer } from 'node:https';
import type { TLSSocket } from 'node:tls';
import type { Certificate } from './certificates.ts';
import { forward, type Gateway, type SeenRequest, seen } from './gateway.ts';
import { listen } from './listening.ts';

export interface TlsGatewayOptions {
  readonly certificate: Certificate;
  /** PEM of the authority of client certificates; without it, none is asked for. */
  readonly clientAuthority?: string;
  /** How a client is refused whose certificate is not of that authority: in the handshake unless told. */
  readonly refuses?: 'inHandshake' | 'byHttp' | 'byHangingUp';
  /** Newest TLS that it speaks. Up to 1.2, a missing client certificate ends the handshake; in 1.3 it ends the first request. */
  readonly maxVersion?: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
}

/** https in front of `upstream`; `url` names 127.0.0.1. */
export async function startTlsGateway(upstream: string, options: TlsGatewayOptions): Promise<Gateway> {
  const requests: SeenRequest[] = [];
  const { certificate, clientAuthority, maxVersion = 'TLSv1.3', refuses = 'inHandshake' } = options;
  const client =
    clientAuthority === undefined
      ? {}
      : { ca: clientAuthority, requestCert: true, rejectUnauthorized: refuses === 'inHandshake' };
  const version =
    maxVersion === 'TLSv1.1' ? { maxVersion, minVersion: maxVersion, ciphers: 'DEFAULT@SECLEVEL=0' } : { maxVersion };
  const server = createServer({ ...certificate, ...client, ...version }, (request, response) => {
    requests.push(seen(request));
    if (clientAuthority !== undefined && !(request.socket as TLSSocket).authorized) {
      if (refuses === 'byHangingUp') {
        request.socket.destroy();
      } else {
        // As nginx says it.
        response.writeHead(400, { 'content-type': 'text/html' }).end('<title>400 The SSL certificate error</title>');
      }
      return;
    }
    forward(request, response, upstream);
  });
  // Handshakes that fail are part of the test.
  server.on('tlsClientError', () => undefined);
  const { port, ...listening } = await listen(server);
  return { url: `https://127.0.0.1:${port}`, requests, ...listening };
}
