import {
  type ConnectionOptions,
  defaultOptions,
  type NetworkSettings,
  type Secrets,
  type ServerOptions,
  serverOrigin,
} from '../core/http/connectionOptions.ts';
import { RateLimitWaits } from '../core/http/rateLimit/waits.ts';
import {
  type HttpResponse,
  type Transport,
  TransportError,
  type TransportFailure,
  type WriteAccess,
} from '../core/http/transport.ts';
import type { Log } from '../platform/log.ts';
import { redactPersonalData, withoutKeys } from '../text/redactPersonalData.ts';
import { visibleText } from '../text/visibleText.ts';
import { type AskUnencrypted, type Consent, withConsent } from './consent.ts';

/** The part of a connection that decides how its server is reached. */
type ServerConnection =
  | { readonly kind: 'configured'; readonly name: string; readonly server: ServerOptions }
  | { readonly kind: 'demo'; readonly name: string };

export interface ServerSettings {
  timeoutMs(): number;
  network(): NetworkSettings;
}

export interface ServerParts {
  readonly secrets: Secrets;
  /** Are read for each request. */
  readonly settings: ServerSettings;
  readonly askUnencrypted: AskUnencrypted;
  readonly log: Pick<Log, 'info' | 'warn' | 'debug'>;
  /** Without it, the server is only read. */
  readonly writes?: WriteAccess | undefined;
}

export interface Server {
  readonly transport: Transport;
  readonly waits: RateLimitWaits;
  /** See PageBase of the Kratos client. */
  readonly pageBase: { countsFrom: 0 | 1 | undefined };
  /** How many requests failed, by the kind of failure or by the status of the response. */
  readonly failures: ReadonlyMap<string, number>;
  /** Makes the next request ask for consent again after a refusal. */
  resetConsent(): void;
}

/** Opens one server. Its layers are loaded with the first request. */
export function openServer(connection: ServerConnection, parts: ServerParts): Server {
  const options = optionsOf(connection, parts.settings);
  const consent = { ask: parts.askUnencrypted, again: false };
  const waits = new RateLimitWaits();
  const failures = new Map<string, number>();
  const layers = { ...parts, options, consent, waits, failures };
  return {
    transport: withPermit(
      lazyTransport(serverOrigin(options), () => stackLayers(connection, layers)),
      parts.writes,
    ),
    waits,
    failures,
    pageBase: { countsFrom: undefined },
    resetConsent() {
      consent.again = true;
    },
  };
}

/** Returns the server with a transport that refuses every write, whatever its permit. */
export function withoutWrites(server: Server): Server {
  return { ...server, transport: withPermit(server.transport, undefined) };
}

/**
 * Refuses a write without a valid permit before it loads code, requests consent or waits. The innermost transport
 * checks the permit again, right before it sends.
 */
function withPermit(transport: Transport, writes: WriteAccess | undefined): Transport {
  return {
    async send(request) {
      if (request.method === 'GET') {
        return transport.send(request);
      }
      if (writes?.isValid(request.permit) !== true) {
        throw new TransportError({ kind: 'locked' });
      }
      const response = await transport.send(request);
      writes.renew(request.permit);
      return response;
    },
    close: () => transport.close(),
  };
}

interface LayerParts extends ServerParts {
  readonly options: ConnectionOptions;
  readonly consent: Consent;
  readonly waits: RateLimitWaits;
  readonly failures: Map<string, number>;
}

/** Stacks the layers to one server. Each request passes them from the top to the bottom. */
async function stackLayers(
  connection: ServerConnection,
  { consent, failures, log, options, waits, ...parts }: LayerParts,
): Promise<Transport> {
  const { withRetry } = await import('../core/http/withRetry.ts');
  const { withRateLimit } = await import('../core/http/rateLimit/withRateLimit.ts');
  return withConsent(
    withRetry(
      withRateLimit(withLog(await openUndici(connection, options, parts), { log, failures }, connection.name), {
        tier: options.rateLimit,
        waits,
      }),
      options,
    ),
    options,
    consent,
  );
}

function optionsOf(connection: ServerConnection, settings: ServerSettings): ConnectionOptions {
  const server = connection.kind === 'demo' ? defaultOptions(new URL('http://127.0.0.1')) : connection.server;
  return {
    ...server,
    get timeoutMs() {
      return settings.timeoutMs();
    },
  };
}

/** Opens a transport at the first request, so that activation and unused connections do not load it. */
function lazyTransport(origin: string, open: () => Promise<Transport>): Transport {
  let opening: Promise<Transport> | undefined;
  let isClosed = false;

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
      if (isClosed || request.signal?.aborted === true) {
        throw new TransportError({ kind: 'cancelled' });
      }
      opening ??= opened();
      const transport = await opening;
      return transport.send(request);
    },
    async close() {
      isClosed = true;
      const transport = await opening?.catch(() => undefined);
      await transport?.close();
    },
  };
}

/** Opens the lowest layer. That of the demo starts its server on a free port of this machine, and ends it. */
async function openUndici(
  connection: ServerConnection,
  options: ConnectionOptions,
  { secrets, settings, writes }: Pick<ServerParts, 'secrets' | 'settings' | 'writes'>,
): Promise<Transport> {
  const { UndiciTransport } = await import('../core/http/undiciTransport.ts');
  const mayWrite: WriteAccess['isValid'] = (permit) => writes?.isValid(permit) === true;
  if (connection.kind === 'configured') {
    const network = () => settings.network();
    return new UndiciTransport(options, { secrets, network, environment: process.env, mayWrite });
  }
  const { startDemoServer } = await import('../demo/demoServer.ts');
  const server = await startDemoServer({ port: 0 });
  const transport = new UndiciTransport(defaultOptions(new URL(server.url)), { mayWrite });
  return {
    send: (request) => transport.send(request),
    async close() {
      await transport.close();
      await server.close();
    },
  };
}

/** Headers about the route of a response and about rate limits: no cookies, and no URL that may contain a key. */
const loggedHeaders = [
  'server',
  'via',
  'date',
  'content-type',
  'content-length',
  'x-total-count',
  'retry-after',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
] as const;

/** Headers in which gateways and Ory Network name a request. */
const requestIdHeaders = ['x-request-id', 'x-correlation-id', 'cf-ray', 'x-amzn-trace-id'] as const;

const headerLimit = 120;

/**
 * Logs one line for each request: connection, template and result, and the headers of the allow-list at level Debug.
 * Never a body, a query or an id. Not localized, because logs are quoted to others. Counts the failures.
 */
function withLog(
  transport: Transport,
  { log, failures }: Pick<LayerParts, 'log' | 'failures'>,
  connectionName: string,
): Transport {
  const connection = visibleText(connectionName, headerLimit);
  const count = (kind: string) => failures.set(kind, (failures.get(kind) ?? 0) + 1);
  return {
    async send(request) {
      const start = `[${connection}] ${request.method} ${request.template}`;
      const spent = request.spent ?? { milliseconds: 0 };
      const before = spent.milliseconds;
      const duration = () => `${Math.round(spent.milliseconds - before)} ms`;
      try {
        const response = await transport.send({ ...request, spent });
        const id = requestId(response);
        const idText = id === undefined ? '' : `, request ${id}`;
        const line = `${start}: ${response.status}, ${response.body.length} bytes, ${duration()}${idText}`;
        log[response.status < 400 ? 'info' : 'warn'](line);
        if (response.status >= 400) {
          count(`HTTP ${response.status}`);
        }
        log.debug(`${start}: ${headersText(response)}`);
        return response;
      } catch (error) {
        if (error instanceof TransportError) {
          log.warn(`${start}: ${failureText(error.failure)}, ${duration()}`);
          count(error.failure.kind);
        }
        throw error;
      }
    },
    close: () => transport.close(),
  };
}

/** A UUID may be shown, because it names many requests; any other value must look like an id and not like a key. */
function requestId(response: HttpResponse): string | undefined {
  const id = requestIdHeaders.map((name) => headerOf(response, name)).find((value) => value !== undefined);
  return id !== undefined && /^[\w.:;=+/-]{1,100}$/.test(id) && withoutKeys(id) === id ? id : undefined;
}

function headersText(response: HttpResponse): string {
  const shown = loggedHeaders.flatMap((name) => {
    const value = headerOf(response, name);
    return value === undefined || value === ''
      ? []
      : [`${name}: ${redactPersonalData(visibleText(value, headerLimit))}`];
  });
  return shown.length === 0 ? 'no headers to show' : shown.join('; ');
}

function headerOf({ headers, redact = (text) => text }: HttpResponse, name: string): string | undefined {
  const value = headers[name];
  return value === undefined ? undefined : redact(value);
}

function failureText(failure: TransportFailure): string {
  return 'detail' in failure
    ? `${failure.kind} (${redactPersonalData(visibleText(failure.detail, 300))})`
    : failure.kind;
}
