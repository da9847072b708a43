import { onTestFinished } from 'vitest';
import { defaultOptions, type Secrets, type ServerOptions } from '../../../src/core/http/connectionOptions.ts';
import type { WriteAccess } from '../../../src/core/http/transport.ts';
import { openServer, type Server } from '../../../src/server/openServer.ts';
import { noNetworkSettings } from '../core/http/transports.ts';

interface Surroundings {
  readonly timeoutMs?: number;
  readonly secrets?: Secrets;
  readonly writes?: WriteAccess | undefined;
}

/** Opens a server until the test ends. Collects its log at Info and Warning in `logged`, and all levels in `lines`. */
export function serverAt(
  base: URL,
  more: Partial<ServerOptions> = {},
  { timeoutMs = 30_000, secrets = { get: async () => undefined }, writes }: Surroundings = {},
): Server & { readonly logged: string[]; readonly lines: string[] } {
  const logged: string[] = [];
  const lines: string[] = [];
  const at = (level: string) => (line: string) => {
    lines.push(`${level}: ${line}`);
    if (level !== 'debug') {
      logged.push(line);
    }
  };
  const { timeoutMs: _, ...options } = defaultOptions(base);
  const server = openServer(
    { kind: 'configured', name: 'Acme', server: { ...options, ...more } },
    {
      secrets,
      settings: { timeoutMs: () => timeoutMs, network: () => noNetworkSettings },
      askUnencrypted: async () => true,
      log: { info: at('info'), warn: at('warn'), debug: at('debug') },
      writes,
    },
  );
  onTestFinished(() => server.transport.close());
  return { ...server, logged, lines };
}
