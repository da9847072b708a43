import { type ConnectionOptions, defaultOptions } from '../http/connectionOptions.ts';
import type { RateLimitWaits } from '../http/rateLimit/waits.ts';
import { withRateLimit } from '../http/rateLimit/withRateLimit.ts';
import type { Transport } from '../http/transport.ts';
import { withRetry } from '../http/withRetry.ts';
import { type Consent, withConsent } from './consent.ts';
import type { ServerConnection, ServerParts } from './openServer.ts';
import { withLog } from './withLog.ts';

export interface LayerParts extends Omit<ServerParts, 'askUnencrypted'> {
  readonly options: ConnectionOptions;
  readonly consent: Consent;
  readonly waits: RateLimitWaits;
}

/** Stacks the layers to one server. Each request passes them from the top to the bottom. */
export async function stackLayers(connection: ServerConnection, parts: LayerParts): Promise<Transport> {
  const { consent, log, options, waits } = parts;
  return withConsent(
    withRetry(
      withRateLimit(
        withLog(connection.kind === 'demo' ? await openDemo() : await openUndici(parts), log, connection.name),
        { tier: options.rateLimit, waits },
      ),
      options,
    ),
    options,
    consent,
  );
}

async function openUndici({ options, secrets, settings }: LayerParts): Promise<Transport> {
  const { UndiciTransport } = await import('../http/undiciTransport.ts');
  return new UndiciTransport(options, { secrets, network: () => settings.network(), environment: process.env });
}

/** Starts a demo server on a free port of this machine, which ends with the transport. */
async function openDemo(): Promise<Transport> {
  const { UndiciTransport } = await import('../http/undiciTransport.ts');
  const { startDemoServer } = await import('../demo/demoServer.ts');
  const server = await startDemoServer({ port: 0 });
  const transport = new UndiciTransport(defaultOptions(new URL(server.url)));
  return {
    send: (request) => transport.send(request),
    async close() {
      await transport.close();
      await server.close();
    },
  };
}
