import { onTestFinished } from 'vitest';
import { defaultOptions, type ServerOptions } from '../../../src/core/http/connectionOptions.ts';
import { openServer, type Server, type ServerParts } from '../../../src/server/openServer.ts';
import { noNetworkSettings } from '../core/http/transports.ts';

interface Surroundings extends Partial<Omit<ServerParts, 'settings' | 'log'>> {
  readonly timeoutMs?: number;
}

/** Opens a server until the test ends. Collects its log at Info and Warning in `logged`, and all levels in `lines`. */
export function serverAt(
  base: URL,
  over: Partial<ServerOptions> = {},
  { timeoutMs = 30_000, ...more }: Surroundings = {},
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
    { kind: 'configured', name: 'Acme', server: { ...options, ...over } },
    {
      secrets: { get: async () => undefined },
      settings: { timeoutMs: () => timeoutMs, network: () => noNetworkSettings },
      askUnencrypted: async () => true,
      log: { info: at('info'), warn: at('warn'), debug: at('debug') },
      ...more,
    },
  );
  onTestFinished(() => server.transport.close());
  return { ...server, logged, lines };
}
