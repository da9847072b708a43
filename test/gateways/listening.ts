import type { AddressInfo, Server, Socket } from 'node:net';

export interface Listening {
  /** Connections that are open now. */
  readonly open: () => number;
  /** Ends every connection, also those that wait for an answer. */
  readonly close: () => Promise<void>;
}

/** Lets the server listen on 127.0.0.1, at a port that the system chooses, or at a socket file. */
export async function listen(server: Server, socketPath?: string): Promise<Listening & { readonly port: number }> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client that breaks off is part of the test.
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
