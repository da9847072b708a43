import type { TransportOptions } from './exchange.ts';
import { type Transport, TransportError } from './transport.ts';

/** A transport to `base` that loads undici at its first request: activation and an unused connection never pay for it. */
export function lazyTransport(base: URL, options: TransportOptions = {}): Transport {
  let loading: Promise<Transport> | undefined;
  let closed = false;

  async function load(): Promise<Transport> {
    try {
      const { createUndiciTransport } = await import('./undiciTransport.ts');
      return createUndiciTransport(base, options);
    } catch (error) {
      loading = undefined;
      throw new TransportError({ kind: 'network', origin: base.origin, detail: String(error) }, { cause: error });
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
