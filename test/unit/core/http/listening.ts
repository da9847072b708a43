import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { listen } from '../../../gateways/listening.ts';

async function listening(server: Server): Promise<URL> {
  const { port, close } = await listen(server);
  onTestFinished(close);
  return new URL(`http://127.0.0.1:${port}`);
}

/** Starts an HTTP server until the test ends. Resolves to its address. */
export function httpServer(answer: RequestListener): Promise<URL> {
  return listening(createServer(answer));
}

/** Starts a TCP server with a handler for each connection. Resolves to its address. */
export function socketServer(onConnection: (socket: Socket) => void): Promise<URL> {
  return listening(createTcpServer(onConnection));
}

/** Resolves to an address of this machine at which nothing listens. */
export async function closedAddress(): Promise<URL> {
  const { port, close } = await listen(createTcpServer());
  await close();
  return new URL(`http://127.0.0.1:${port}`);
}
