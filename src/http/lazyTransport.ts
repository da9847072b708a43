import type { ConnectionOptions } from './connectionOptions.ts';
import { serverOrigin } from './serverOrigin.ts';
import { type Transport, TransportError } from './transport.ts';
import type { TransportParts } from './transportParts.ts';

/** A transport that loads undici at its first request: activation and an unused connection never pay for it. */
export function lazyTransport(options: ConnectionOptions, parts: Partial<TransportParts> = {}): Transport {
  let loading: Promise<Transport> | undefined;
  let closed = false;

  async function load(): Promise<Transport> {
    try {
      const { createUndiciTransport } = await import('./undiciTransport.ts');
      return createUndiciTransport(options, parts);
    } catch (error) {
      loading = undefined;
      throw new TransportError({ kind: 'network', origin: serverOrigin(options), detail: String(error) });
    }
  }

  return {
    async send(request) {
      if (closed || request.signal?.aborted === true) {
        throw new TransportError({ kind: 'cancelled' });
      }
      loading ??= load();
      const transport = await loading;
      return transport.send(request);
    },
    async close() {
      closed = true;
      const transport = await loading?.catch(() => undefined);
      await transport?.close();
    },
  };
}
