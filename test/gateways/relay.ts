import { createServer, connect as open, type Socket } from 'node:net';
import { type Listening, listen } from './listening.ts';

/** One address that different servers answer at, one after the other: what was well until now goes wrong at the same address. */
export interface Relay extends Pick<Listening, 'open' | 'close'> {
  readonly port: number;
  /**
   * Ends every connection and waits until its client has noticed; hands those to come on to the server of this address.
   * Undefined: nothing listens.
   */
  pointAt(url: string | undefined): Promise<void>;
}

/** Bytes to and fro, whatever they mean. */
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
    // Whatever the server said before its end arrives: a reset would take it away.
    onward.on('error', () => (onward.bytesRead === 0 ? socket.resetAndDestroy() : socket.destroySoon()));
    socket.pipe(onward).pipe(socket);
  });
  const { port, open: count, close } = await listen(server);

  async function cut(): Promise<void> {
    await Promise.all(
      [...pairs].map(async ([socket, onward]) => {
        // Not by once(), which fails where the client was the first to go, with a reset.
        const closed = new Promise((resolve) => socket.once('close', resolve));
        onward.unpipe(socket).destroy();
        socket.end();
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
      await cut();
      if (next === undefined) {
        listening = false;
        await close();
        return;
      }
      target = next;
      if (!listening) {
        await new Promise<void>((resolve, reject) => {
          // Another process may have taken the port meanwhile.
          server.once('error', reject);
          server.listen(port, '127.0.0.1', resolve);
        });
        listening = true;
      }
    },
  };
}
