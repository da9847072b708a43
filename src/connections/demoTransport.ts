import { defaultOptions } from '../http/defaultOptions.ts';
import { lazyTransport } from '../http/lazyTransport.ts';
import { type Transport, TransportError } from '../http/transport.ts';
import type { TransportParts } from '../http/transportParts.ts';

interface Running {
  readonly transport: Transport;
  readonly server: { close(): Promise<void> };
}

/**
 * A transport to a demo server of its own, on this machine and on a free port. The server is loaded and started at the
 * first request and ends with the transport.
 */
export function demoTransport(parts: Pick<TransportParts, 'onExchange'>): Transport {
  let starting: Promise<Running> | undefined;
  let closed = false;

  async function start(): Promise<Running> {
    try {
      const { startDemoServer } = await import('../demo/demoServer.ts');
      const server = await startDemoServer({ port: 0 });
      return { server, transport: lazyTransport(defaultOptions(new URL(server.url)), parts) };
    } catch (error) {
      // The next request tries again.
      starting = undefined;
      const detail = error instanceof Error ? error.message : String(error);
      throw new TransportError({ kind: 'network', origin: 'http://127.0.0.1', detail }, { cause: error });
    }
  }

  return {
    async send(request) {
      if (closed) {
        throw new TransportError({ kind: 'cancelled' });
      }
      starting ??= start();
      const { transport } = await starting;
      return transport.send(request);
    },
    async close() {
      closed = true;
      const running = await starting?.catch(() => undefined);
      await running?.transport.close();
      await running?.server.close();
    },
  };
}
