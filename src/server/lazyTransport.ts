import { type Transport, TransportError } from '../http/transport.ts';

/** Opens a transport at the first request, so that activation and unused connections do not load it. */
export function lazyTransport(origin: string, open: () => Promise<Transport>): Transport {
  let opening: Promise<Transport> | undefined;
  let closed = false;

  async function opened(): Promise<Transport> {
    try {
      return await open();
    } catch (error) {
      // The next request tries again.
      opening = undefined;
      const detail = error instanceof Error ? error.message : String(error);
      throw new TransportError({ kind: 'network', origin, detail }, { cause: error });
    }
  }

  return {
    async send(request) {
      if (closed || request.signal?.aborted === true) {
        throw new TransportError({ kind: 'cancelled' });
      }
      opening ??= opened();
      const transport = await opening;
      return transport.send(request);
    },
    async close() {
      closed = true;
      const transport = await opening?.catch(() => undefined);
      await transport?.close();
    },
  };
}
