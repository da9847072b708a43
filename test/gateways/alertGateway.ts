import { createServer } from 'node:net';
import type { Gateway } from './gateway.ts';
import { listen } from './listening.ts';

/**
 * Starts a server that ends each TLS handshake with this alert (48 is unknown_ca), which Node's server does not send.
 */
export async function startAlertGateway(alert: number): Promise<Gateway> {
  const server = createServer((socket) => {
    // A fatal alert of TLS 1.2 with a length of two bytes.
    socket.once('data', () => socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, alert])));
  });
  const { port, ...listening } = await listen(server);
  return { url: `https://127.0.0.1:${port}`, requests: [], ...listening };
}
