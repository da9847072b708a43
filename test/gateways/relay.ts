import { createServer, connect as open, type Socket } from 'node:net';
import { type Listening, listen } from './listening.ts';

/** One address in front of different servers in turn, so that a working server fails at the same address. */
export interface Relay extends Pick<Listening, 'open' | 'close'> {
  readonly port: number;
  /**
   * Ends every connection, waits until its client has closed it, and forwards later ones to this address. With
   * undefined, nothing listens.
   */
  pointAt(url: string | undefined): Promise<void>;
}

/** Forwards bytes in both directions. */
export async function startRelay(url: string): Promise<Relay> {
  let target = url;
  let listening = true;
  const pairs = new Map<Socket, Socket>();
  const server = createServer((socket) => {
    const { hostname, port } = new URL(target);
    const onward = open(Number(port), hostname);
    pairs.set(socket, onward);
    socket.on('close', () => {
      pairs.delete(socket);
      onward.destroy();
    });
    socket.on('error', () => onward.resetAndDestroy());
    // A reset would discard what the server sent before its end.
    onward.on('error', () => (onward.bytesRead === 0 ? socket.resetAndDestroy() : socket.destroySoon()));
    socket.pipe(onward).pipe(socket);
  });
  const { port, open: count, close } = await listen(server);

  async function cut(): Promise<void> {
    await Promise.all(
      [...pairs].map(async ([socket, onward]) => {
        // Not once(), which rejects if the client resets the connection first.
        const closed = new Promise((resolve) => socket.once('close', resolve));
        onward.unpipe(socket).destroy();
        // Without reading, the end of the client's connection stays undetected.
        socket.resume().end();
        await closed;
      }),
    );
  }

  return {
    port,
    open: count,
    close: async () => {
      if (listening) {
        await close();
      }
    },
    async pointAt(next) {
      if (next === undefined) {
        // First, so that no client connects again while the others are cut off.
        listening = false;
        server.close();
      }
      await cut();
      if (next === undefined) {
        return;
      }
      target = next;
      if (!listening) {
        await new Promise<void>((resolve, reject) => {
          // Another process may have taken the port.
          server.once('error', reject);
          server.listen(port, '127.0.0.1', resolve);
        });
        listening = true;
      }
    },
  };
}
