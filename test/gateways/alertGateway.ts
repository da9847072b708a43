import { createServer } from 'node:net';
import type { Gateway } from './gateway.ts';
import { listen } from './listening.ts';

/** https that ends every handshake by this alert of TLS: 48 is unknown_ca. Node's own server would hang up without a word. */
export async function startAlertGateway(alert: number): Promise<Gateway> {
  const server = createServer((socket) => {
    // An alert of TLS 1.2, two bytes long, fatal.
    socket.once('data', () => socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, alert])));
  });
  const { port, ...listening } = await listen(server);
  return { url: `https://127.0.0.1:${port}`, requests: [], ...listening };
}
