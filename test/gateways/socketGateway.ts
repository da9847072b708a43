import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forward, type Gateway, type SeenRequest, seen } from './gateway.ts';
import { listen } from './listening.ts';

/** Starts a Unix socket in front of `upstream`. `url` is "unix:" and the socket's path. */
export async function startSocketGateway(upstream: string): Promise<Gateway & { readonly socketPath: string }> {
  const requests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    requests.push(seen(request));
    forward(request, response, upstream);
  });
  const folder = await mkdtemp(join(tmpdir(), 'socket-'));
  const socketPath = join(folder, 'kratos.sock');
  const { open, close } = await listen(server, socketPath);
  return {
    url: `unix:${socketPath}`,
    socketPath,
    requests,
    open,
    close: async () => {
      await close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
