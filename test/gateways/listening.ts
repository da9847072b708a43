import type { AddressInfo, Server, Socket } from 'node:net';

export interface Listening {
  /** The open connections. */
  readonly open: () => number;
  /** Ends every connection, including those with a pending request. */
  readonly close: () => Promise<void>;
}

/** Listens on a free port of 127.0.0.1, or on a socket file. */
export async function listen(server: Server, socketPath?: string): Promise<Listening & { readonly port: number }> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // Tests also end connections on the client's side.
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    if (socketPath === undefined) {
      server.listen(0, '127.0.0.1', resolve);
    } else {
      server.listen(socketPath, resolve);
    }
  });
  const address = server.address();
  return {
    port: typeof address === 'object' ? ((address as AddressInfo | null)?.port ?? 0) : 0,
    open: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) {
          socket.destroy();
        }
      }),
  };
}
