import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { listen } from '../../../gateways/listening.ts';

async function listening(server: Server): Promise<URL> {
  const { port, close } = await listen(server);
  onTestFinished(close);
  return new URL(`http://127.0.0.1:${port}`);
}

/** The address of an HTTP server that lives as long as the test. */
export function httpServer(answer: RequestListener): Promise<URL> {
  return listening(createServer(answer));
}

/** The address of a server that treats each connection as it likes. */
export function socketServer(onConnection: (socket: Socket) => void): Promise<URL> {
  return listening(createTcpServer(onConnection));
}

/** An address of this machine that nothing listens at. */
export async function closedAddress(): Promise<URL> {
  const { port, close } = await listen(createTcpServer());
  await close();
  return new URL(`http://127.0.0.1:${port}`);
}
