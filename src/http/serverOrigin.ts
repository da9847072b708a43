import type { ConnectionOptions } from './connectionOptions.ts';

/** What a server's secrets are bound to: the address's origin, or "unix:" and the path of the socket. */
export function serverOrigin({ base, socketPath }: Pick<ConnectionOptions, 'base' | 'socketPath'>): string {
  return socketPath === undefined ? base.origin : `unix:${socketPath}`;
}
