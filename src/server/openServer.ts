import {
  type ConnectionOptions,
  defaultOptions,
  type NetworkSettings,
  type Secrets,
  type ServerOptions,
  serverOrigin,
} from '../http/connectionOptions.ts';
import { RateLimitWaits } from '../http/rateLimit/waits.ts';
import { type Transport, TransportError } from '../http/transport.ts';
import type { AskUnencrypted } from './consent.ts';
import type { RequestLog } from './withLog.ts';

/** The part of a connection that decides how its server is reached. */
export type ServerConnection =
  | { readonly kind: 'configured'; readonly name: string; readonly server: ServerOptions }
  | { readonly kind: 'demo'; readonly name: string };

export interface ReachSettings {
  timeoutMs(): number;
  network(): NetworkSettings;
}

export interface ServerParts {
  readonly secrets: Secrets;
  /** Are read for each request. */
  readonly settings: ReachSettings;
  readonly askUnencrypted: AskUnencrypted;
  readonly log: RequestLog;
}

export interface Server {
  readonly transport: Transport;
  readonly waits: RateLimitWaits;
  /** From which number the server counts pages of sessions, once a list has found it out (PageBase of the Kratos client). */
  readonly pageBase: { countsFrom: 0 | 1 | undefined };
  /** Has the next request ask for consent again that was refused. */
  askAgain(): void;
}

/** Opens the way to one server. Its layers (layers.ts) are loaded with the first request. */
export function openServer(connection: ServerConnection, parts: ServerParts): Server {
  const options = optionsOf(connection, parts.settings);
  const consent = { ask: parts.askUnencrypted, again: false };
  const waits = new RateLimitWaits();
  return {
    transport: lazyTransport(serverOrigin(options), async () => {
      const { stackLayers } = await import('./layers.ts');
      return stackLayers(connection, { ...parts, options, consent, waits });
    }),
    waits,
    pageBase: { countsFrom: undefined },
    askAgain() {
      consent.again = true;
    },
  };
}

/** Opens a transport at the first request, so that activation and unused connections do not load it. */
function lazyTransport(origin: string, open: () => Promise<Transport>): Transport {
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

function optionsOf(connection: ServerConnection, settings: ReachSettings): ConnectionOptions {
  const server = connection.kind === 'demo' ? defaultOptions(new URL('http://127.0.0.1')) : connection.server;
  return {
    ...server,
    get timeoutMs() {
      return settings.timeoutMs();
    },
  };
}
