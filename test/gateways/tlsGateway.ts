import { createServer } from 'node:https';
import type { TLSSocket } from 'node:tls';
import type { Certificate } from './certificates.ts';
import { forward, type Gateway, type SeenRequest, seen } from './gateway.ts';
import { listen } from './listening.ts';

export interface TlsGatewayOptions {
  readonly certificate: Certificate;
  /** The authority of client certificates as PEM; without it, none is requested. */
  readonly clientAuthority?: string;
  /** Where a client with another certificate is refused, by default in the handshake. */
  readonly refuses?: 'inHandshake' | 'byHttp' | 'byHangingUp';
  /** The newest TLS version. Up to 1.2, a missing client certificate ends the handshake; in 1.3, the first request. */
  readonly maxVersion?: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
}

/** Starts an HTTPS server in front of `upstream`. `url` has 127.0.0.1 as its host. */
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
        response.writeHead(400, { 'content-type': 'text/html' }).end('<title>400 The SSL certificate error</title>');
      }
      return;
    }
    forward(request, response, upstream);
  });
  // Tests also expect failed handshakes.
  server.on('tlsClientError', () => undefined);
  const { port, ...listening } = await listen(server);
  return { url: `https://127.0.0.1:${port}`, requests, ...listening };
}
